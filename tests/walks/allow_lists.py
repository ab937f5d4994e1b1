"""What is allowed to stand outside a wall, each with its reason. A reviewer reads this file."""

# Tables without row-level security.
GLOBAL_TABLES: dict[str, str] = {
    "communities_community": "its name and address are needed before any scope is open",
    "communities_duework": "the sweep that finds work has no community; holds ids only",
    "communities_provisioningdraft": (
        "a community that is being thought of has no scope yet; found through its owner only"
    ),
    "forums_droppedfile": "names of files whose rows are gone, with their community: random keys only",
    "notifications_outgoingmail": "one mail may speak of several communities; sent without scope",
    "notifications_replyaddress": (
        "mail arrives without a community; a random token says whose it is. Ids only"
    ),
    "notifications_providerminute": "how many mails went to four large providers; counts only",
    "notifications_suppression": (
        "addresses that mail is not sent to, whoever's they are; asked by the sender of mail"
    ),
    "mailroom_inboundmessage": (
        "stored before it is known whose it is; shown to facilitators of the community it is held for"
    ),
    "digests_digestrun": "one person's day, across all his communities; holds no word of any",
    "knowledge_commonsentry": (
        "addresses of what was released to other communities; holds no word, and ids only"
    ),
    "knowledge_commonscopy": "which community copied what was released; holds ids only",
    "knowledge_snapshotfile": "the files of those copies; their keys at home open nothing beyond it",
    "knowledge_snapshot": (
        "copies that an author and an admin agreed to show to other communities, or to everybody"
    ),
    "accounts_user": "a person belongs to many communities, or none",
    "accounts_user_groups": "Django's own; not used",
    "accounts_user_user_permissions": "Django's own; not used",
    "account_emailaddress": "a person's own addresses (signing in)",
    "account_emailconfirmation": "a person's own addresses (signing in)",
    "mfa_authenticator": "a person's own passkeys and codes (signing in)",
    "socialaccount_socialaccount": "a person's own accounts elsewhere (signing in)",
    "socialaccount_socialapp": "configuration of signing in",
    "socialaccount_socialtoken": "a person's own accounts elsewhere (signing in)",
    "usersessions_usersession": "a person's own sessions",
    "django_session": "sessions: one for all communities of a person",
    "django_content_type": "names of models",
    "django_migrations": "what was applied; the app role reads it",
    "auth_permission": "names of rights",
    "auth_group": "Django's own; not used",
    "auth_group_permissions": "Django's own; not used",
    "guardian_userobjectpermission": "guardian's generic table; the app role has no right on it",
    "guardian_groupobjectpermission": "guardian's generic table; the app role has no right on it",
}

# References from a community's table to a global one that no composite key binds.
REFERENCES_TO_GLOBAL: dict[str, str] = {
    "communities_membership.user_id": "a membership is what ties a person to a community",
    "communities_audienceuserobjectpermission.permission_id": "the name of a right",
    "forums_forumuserobjectpermission.permission_id": "the name of a right",
    "knowledge_collectionuserobjectpermission.permission_id": "the name of a right",
    "meetings_seriesuserobjectpermission.permission_id": "the name of a right",
    "mailroom_mailedpart.message_id": "the mail that said it; its text is shown to nobody here",
    "notifications_notice.mail_id": "the mail that told it; its content is shown to nobody",
}

# References from a global table to a community's row.
REFERENCES_FROM_GLOBAL: dict[str, str] = {}

# Functions that run as the owner and so look past the policies.
DEFINER_FUNCTIONS: dict[str, str] = {
    "my_memberships(bigint)": "a person's own memberships, for the switcher",
    "digest_due(text[],integer[],date[],timestamp with time zone[],bigint[],integer,integer,"
    "integer)": ("who is due for a digest, across communities: ids, languages and days only"),
    "search_entries(text,text,bigint[],text[],text,bigint,bigint,timestamp with time zone,"
    "timestamp with time zone,boolean,text[],integer,integer)": (
        "uses the index of words; looks at the one community of the scope, which it asks for itself"
    ),
    "search_alike(text,text,bigint[],text,integer)": "as search_entries, for titles",
    "search_spellings(text[],bigint[])": "as search_entries, for words like a mistyped one",
}

# Tables in which the app role has no right at all.
CLOSED_TABLES = ("guardian_userobjectpermission", "guardian_groupobjectpermission")

# Celery tasks that do not raise without a scope: they read only global tables, or open their own.
UNSCOPED_TASKS: dict[str, str] = {
    "communities.tasks.do_due_work": "reads the global table of due work",
    "communities.tasks.do_one": "opens the scope of the row's community",
    "notifications.tasks.send_waiting_mail": "claims global rows of outgoing mail",
    "notifications.tasks.forget_old_mail": "updates the global table of outgoing mail",
    "notifications.tasks.look_after_stopped": "reads the global tables of addresses and people",
    "mailroom.tasks.look_after_waiting": "reads the global table of messages",
    "mailroom.tasks.forget_old_messages": "updates the global table of messages",
    "digests.tasks.find_due": "reads who is due from global rows; opens each community's scope",
    "accounts.tasks.remove_strays": "reads the global table of people for their pictures",
    "forums.tasks.remove_strays": "opens the scope of each community to ask which files it names",
    "meetings.tasks.remove_strays": "opens the scope of each community to ask which files it names",
    "knowledge.tasks.remove_strays": "opens the scope of each community to ask which files it names",
    "digests.tasks.forget_old_runs": "deletes from the global table of runs",
}

# Kinds of due work that are done without a scope.
UNSCOPED_WORK: dict[str, str] = {
    "drop_file": "deletes a file whose row is gone; reads the global table of their names",
    "read_attachment": "as read_library_file, of a file beside a post",
    "read_library_file": "opens the scope of the row's community for a moment before and after",
    "write_library_export": "opens the scope of the row's community for each batch",
    "make_library_import": "opens the scope of the row's community for each thing that is made",
    "read_message": "reads a global row; opens the scope of the community that its address names",
    "rebuild_index": "opens the scope of one community for each batch",
}
