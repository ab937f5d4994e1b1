"""For each URL that shows a page: who opens it, and what must be so before.

A URL that is in neither list fails tests/walks/test_pages.py. Paths come from recipes.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page as BrowserPage

from accounts.models import User
from communities.scope import scope
from core.files import check_upload
from forums.actions import (
    attach_files,
    edit_post,
    flag_post,
    keep_file,
    open_topic,
    remove_post,
    reply,
)
from forums.telling import TOPIC
from notifications.actions import follow
from notifications.models import Level
from tests.accounts.conftest import CODE_PAGE, SIGN_IN, code_in
from tests.browser.test_signing_in import give_device
from tests.browsing import Site
from tests.made_files import PDF, picture, upload
from tests.walks.recipe import World, make_doorstep
from tests.walks.recipes import of_resource_file

NOBODY = ""
PASSKEY = 4711
ALL_KINDS_OF_MARKS = """\
# What we tried

Ask **twice**, listen *once*, and see [the plan](https://example.org/plan).

1. Ring at six
2. Ring again

- [ ] first
- second

> Nobody came.

| Month | Families |
|-------|---------:|
| May   | 12       |

`code` and

    a block of code
"""


@dataclass(frozen=True)
class Shown:
    """A page: `by` is a name of the cast (in a session by a fresh code), or NOBODY."""

    by: str = "sam"
    before: "Callable[[BrowserPage, Site], None] | None" = None
    path: str = ""
    status: int = 200


def make_world(site: Site) -> World:
    """Fill the cast's communities with what pages show: talk, unread posts, second steps."""
    cast = site.cast
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Who pays for buses?", body=ALL_KINDS_OF_MARKS
        )
        post = reply(topic, by=cast.tess, body="The district does, says @Sam Ortiz.")
        files = (upload("bus.jpg", picture()), upload("plan of the year.pdf", PDF))
        attach_files(post, [keep_file(check_upload(file), by=cast.tess) for file in files])
        follow(cast.sam, TOPIC, topic.pk, Level.ALL)
        for number in range(22):
            reply(topic, by=cast.tess, body=f"Thought {number}.")
        edit_post(post, by=cast.tess, body="The district pays for them, says @Sam Ortiz.")
        remove_post(topic.posts.get(number=5), by=cast.fay, reason="It names a child.")
        flag_post(post, by=cast.sam, why="unkind", words="It blames one of us.")
        open_topic(cast.families, by=cast.rosa, title="¿Quién lee en casa?", body="¿Cómo?")
        open_topic(cast.families, by=cast.tess, title="Homework clubs", body="Who has one?")
    world = World(cast, topic, post, make_doorstep(cast))
    of_resource_file(world)
    return world


def ask_for_a_code(page: BrowserPage, site: Site, address: str) -> None:
    page.goto(SIGN_IN)
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url(f"**{CODE_PAGE}")


def give_the_code(page: BrowserPage, site: Site, address: str) -> None:
    ask_for_a_code(page, site, address)
    page.get_by_label("code").fill(code_in(site.smtp.to(address)[-1].text))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def add_app(user: User) -> None:
    """Give an authenticator app and recovery codes to somebody who has signed in before."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def add_passkey(page: BrowserPage, user: User) -> None:
    give_device(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("A name for this passkey").fill("The blue phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/me/security/")
    Authenticator.objects.filter(user=user).update(id=PASSKEY)


def asked_for_a_code(page: BrowserPage, site: Site) -> None:
    ask_for_a_code(page, site, "pat@example.org")


def at_the_second_step(page: BrowserPage, site: Site) -> None:
    give_the_code(page, site, "tess@example.org")


WITH_FORUMS = (
    *("new_forum", "edit_forum", "audience", "keepers"),
    *("proposals", "new_proposal", "refuse_proposal"),
)
ME = {
    name: Shown()
    for name in (
        "me:profile",
        "me:mail_pause",
        "me:security",
        "me:sessions",
        "me:add_passkey",
        "me:activate_app",
    )
}
SIGN_IN_PAGES = {
    "me:sign_in": Shown(NOBODY),
    "me:password_sign_in": Shown(NOBODY),
    "account_request_login_code": Shown(NOBODY),
    "account_confirm_login_code": Shown(NOBODY, before=asked_for_a_code),
    "account_signup": Shown(NOBODY),
    "account_logout": Shown(),
    "account_inactive": Shown(NOBODY),
    "account_email": Shown(),
    "me:confirm": Shown("ada"),
    "account_change_password": Shown("ada"),
    "account_set_password": Shown(),
    "account_reset_password": Shown(NOBODY),
    "account_password_reset_completed": Shown(NOBODY),
    "socialaccount_connections": Shown(),
    "socialaccount_login_cancelled": Shown(NOBODY),
    "socialaccount_login_error": Shown(NOBODY, status=401),
    "mfa_authenticate": Shown(NOBODY, before=at_the_second_step),
    "me:confirm_by_app": Shown("tess"),
    "mfa_view_recovery_codes": Shown("tess"),
    "mfa_generate_recovery_codes": Shown("tess"),
    "mfa_deactivate_totp": Shown("tess"),
    "mfa_edit_webauthn": Shown("fay", path=f"/accounts/2fa/webauthn/keys/{PASSKEY}/edit/"),
    "mfa_remove_webauthn": Shown("fay", path=f"/accounts/2fa/webauthn/keys/{PASSKEY}/remove/"),
    "mfa_reauthenticate_webauthn": Shown("fay"),
}
FORUMS = {
    name: Shown()
    for name in (
        *("communities:home", "communities:person"),
        *("forums:list", "forums:forum", "forums:new_topic", "forums:topic", "forums:reaction"),
        *("forums:commitment", "forums:new_poll", "forums:facets", "forums:drafts"),
    )
} | {
    "forums:post_edit": Shown("tess"),
    "forums:acknowledgements": Shown("fay"),
    "forums:remove_post": Shown("fay"),
    "forums:post_history": Shown("tess"),
    "forums:mail_rest": Shown("tess"),
    "forums:post_language": Shown("tess"),
    "moderation:acts": Shown("fay"),
    "moderation:warning": Shown("fay"),
    "moderation:pause": Shown("fay"),
    "moderation:warnings": Shown("sam"),
    "forums:topic_pace": Shown("fay"),
    "forums:forum_pace": Shown("fay"),
    "forums:flag_post": Shown("sam"),
    "forums:flags": Shown("fay"),
    "forums:held_posts": Shown("fay"),
    "forums:held_post": Shown("fay"),
    "forums:hold_rules": Shown("fay"),
    "forums:new_member_limits": Shown("fay"),
    "forums:flagged_post": Shown("ada"),
    "forums:unnamed_reaction": Shown("tess"),
    "forums:translation": Shown("sam"),
    "forums:translation_history": Shown("sam"),
    "forums:post_name": Shown("fay"),
    "forums:held_name": Shown("fay"),
    **{f"forums:{name}_topic": Shown("fay") for name in ("lock", "pin", "move", "split", "merge")},
}
FORUMS |= {f"forums:{name}": Shown("fay") for name in WITH_FORUMS}
COMMUNITIES = {
    f"communities:{name}": Shown(by)
    for by, names in {
        "pat": ("about", "welcome", "people", "charter_history", "charter_version", "my_settings"),
        "fay": (
            "sign_up",
            "invite",
            "invite_check",
            "invitations",
            "requests",
            "refuse_request",
            "charter",
        ),
        "ada": ("charter_edit", "person_edit", "remove_person", "settings", "leave"),
        NOBODY: ("front", "join"),
    }.items()
    for name in names
} | {
    f"platform:{name}": Shown("staff")
    for name in ("list", "new", "details", "people", "preview", "ready")
}
MAILED = {
    "digests:pace": Shown(NOBODY),
    "digests:about_me": Shown(NOBODY),
    "digests:forums": Shown(NOBODY),
    "digests:unsubscribe": Shown(NOBODY),
    "notifications:stop_short": Shown(NOBODY),
    "notifications:level": Shown(NOBODY),
    "notifications:following": Shown("sam"),
    "mailroom:say": Shown(NOBODY),
    "mailroom:part": Shown(NOBODY),
    "notifications:mail_again": Shown(NOBODY),
    "notifications:my_mail": Shown("sam"),
    "mailroom:claim": Shown(NOBODY),
    "mailroom:command": Shown(NOBODY),
    "communities:leave_by_link": Shown(NOBODY),
    "mailroom:received": Shown("fay"),
    "digests:opening": Shown("fay"),
    "digests:preview": Shown("fay"),
    "mailroom:sent": Shown("fay"),
    "site_updates:plan": Shown("fay"),
    "site_updates:prompt": Shown(NOBODY),
    "knowledge:outcome_by_mail": Shown(NOBODY),
    "mailroom:message": Shown("fay"),
    "mailroom:nobodys": Shown("staff"),
}

SEARCH = {"forums:feeds": Shown(), "search:search": Shown(path="/c/four-rivers/search/?q=thought")}

LIBRARY = {
    f"knowledge:{name}": Shown(by)
    for by, names in {
        "sam": (
            "library",
            "new",
            "resource",
            "edit",
            "audience",
            "versions",
            "version",
            "comments",
            "adaptation",
            "outcome",
            "harvest",
            "harvest_notes",
            "placing",
            "release",
            "quotation",
            "from_others",
            "from_others_one",
        ),
        NOBODY: ("public_list", "public_page", "quoted", "named", "holding"),
        "tess": ("as_it_was",),
        "fay": (
            "quoting_rules",
            "candidates",
            "send_back",
            "archive",
            "collections",
            "collection",
            "edit_collection",
            "coverage",
            "exchange",
            "import",
            "amplify",
        ),
    }.items()
    for name in names
}

MEETINGS = {
    "meetings:list": Shown(),
    "meetings:week": Shown(),
    "meetings:month": Shown(),
    "meetings:subscriptions": Shown(),
    "meetings:meeting": Shown(),
    **{f"meetings:{name}": Shown() for name in ("agenda", "new_item", "bring_topic")},
    **{f"meetings:{name}": Shown("fay") for name in ("item", "agenda_order", "item_back")},
    "meetings:series": Shown(),
    **{
        f"meetings:{name}": Shown("fay")
        for name in (
            *("new", "change", "cancel", "answers", "hosts", "days_off", "day_off"),
            *("files", "new_time_poll", "delete_time", "change_time_poll"),
        )
    },
    "meetings:notes": Shown(),
    "meetings:section": Shown(),
    "meetings:section_versions": Shown(),
    "meetings:actions": Shown(),
    "meetings:action": Shown(),
    "meetings:done_by_mail": Shown(NOBODY),
    "meetings:time_poll": Shown(),
    "meetings:times_by_mail": Shown(NOBODY),
    "meetings:stop_times_by_mail": Shown(NOBODY),
    "meetings:answer_by_mail": Shown(NOBODY),
    "meetings:stop_by_mail": Shown(NOBODY),
    "meetings:feedback": Shown("fay"),
    "meetings:feedback_by_mail": Shown(NOBODY),
    **{f"meetings:{name}": Shown("fay") for name in ("attendance", "door", "guest", "recordings")},
    "meetings:here_by_mail": Shown(NOBODY),
}

SHOWN: dict[str, Shown] = {
    **FORUMS,
    **SEARCH,
    **LIBRARY,
    **MEETINGS,
    **COMMUNITIES,
    **MAILED,
    **ME,
    **SIGN_IN_PAGES,
}

NOT_SHOWN: dict[str, str] = {
    "meetings:answer": "takes a form only",
    "meetings:answer_time_poll": "takes a form only",
    "meetings:new_time": "takes a form only",
    "meetings:choose_time": "takes a form only",
    "meetings:close_time_poll": "takes a form only",
    "meetings:stop_time_mails": "takes a form only",
    "meetings:time_mails_again": "takes a form only",
    "meetings:delete_file": "takes a form only",
    **dict.fromkeys(
        ("meetings:file", "meetings:small_file", "meetings:file_by_mail"), "a file, no page"
    ),
    **{
        f"meetings:{name}": "takes a form only"
        for name in (
            *("delete_item", "item_vote", "delete_vote", "item_place", "delete_place"),
            *("item_removal", "delete_removal", "item_move", "item_deferral"),
            *("deferrals", "agenda_form"),
        )
    },
    "meetings:calendar_key": "takes a form only",
    "meetings:delete_calendar_key": "takes a form only",
    "meetings:feed": "for calendar programs",
    "meetings:mine_feed": "for calendar programs",
    "meetings:series_feed": "for calendar programs",
    "meetings:answer_series": "takes a form only",
    "meetings:put_back": "takes a form only",
    "meetings:put_series_back": "takes a form only",
    "meetings:decide_on_day_off": "takes a form only",
    "meetings:add_host": "takes a form only",
    "meetings:host": "takes a form only",
    "meetings:delete_host": "takes a form only",
    "meetings:delete_day_off": "takes a form only",
    "meetings:answer_for_site": "takes a form only",
    **dict.fromkeys(
        (
            *("meetings:begin_notes", "meetings:new_section", "meetings:sections_from_agenda"),
            *("meetings:scribe", "meetings:leave_scribe", "meetings:seen_writing"),
            *("meetings:delete_aside", "meetings:delete_decision"),
            *("meetings:review_notes", "meetings:delete_review", "meetings:send_notes"),
            *("meetings:action_done", "meetings:reopen_action", "meetings:drop_action"),
        ),
        "takes a form only",
    ),
    "meetings:stop_mails": "takes a form only",
    "meetings:mails_again": "takes a form only",
    "meetings:heard": "takes a form only",
    **dict.fromkeys(
        (
            *("meetings:here", "meetings:attendance_list", "meetings:video_list"),
            *("meetings:add_person", "meetings:delete_guest", "meetings:delete_recording"),
        ),
        "takes a form only",
    ),
    "forums:guests": "takes a form only",
    "forums:delete_guest": "takes a form only",
    "forums:delete_keeper": "takes a form only",
    "forums:posts": "takes a form only",
    "mailroom:read_again": "takes a form only",
    "mailroom:read_nobodys": "takes a form only",
    "mailroom:hook": "for mail providers",
    "forums:topic_text": "plain text",
    "forums:feed": "for feed readers",
    "forums:feed_key": "takes a form only",
    "forums:delete_feed_key": "takes a form only",
    "forums:uploads": "a piece of a form",
    "forums:file": "a file",
    "forums:small_file": "a picture",
    "forums:alike": "a piece of the page on which a topic is opened",
    "forums:reply_draft": "takes a form only",
    "forums:topic_draft": "takes a form only",
    "forums:change_draft": "takes a form only",
    "forums:delete_draft": "takes a form only",
    "forums:names": "a piece of the pages on which one writes",
    "forums:acceptance": "takes a form only",
    "forums:votes": "takes a form only",
    "forums:poll_closure": "takes a form only",
    "forums:delete_poll": "takes a form only",
    "forums:consult_step": "takes a form only",
    "forums:report": "the page of forums:commitment in other words",
    "forums:delete_reaction": "takes a form only",
    "forums:introduction": "takes a form only",
    "forums:delete_introduction": "takes a form only",
    "forums:delete_trial": "takes a form only",
    "forums:delete_translation": "takes a form only",
    "forums:delete_acceptance": "takes a form only",
    "forums:acknowledgement": "takes a form only",
    "forums:restore_post": "takes a form only",
    "moderation:delete_pause": "takes a form only",
    "moderation:read_warnings": "takes a form only",
    "forums:reading": "takes a form only",
    "forums:forum_reading": "takes a form only",
    **{
        f"forums:{act}_{thing}": "takes a form only"
        for act in ("follow", "unfollow")
        for thing in ("forum", "topic")
    },
    **{f"forums:{name}_topic": "takes a form only" for name in ("unlock", "unpin", "unmerge")},
    "knowledge:file": "a file, no page",
    "knowledge:small_file": "a file, no page",
    "knowledge:outcome_file": "a file, no page",
    "knowledge:small_outcome_file": "a file, no page",
    "knowledge:from_others_file": "a file, no page",
    "knowledge:small_from_others_file": "a file, no page",
    "knowledge:public_file": "a file, no page",
    "knowledge:small_public_file": "a file, no page",
    **{
        f"knowledge:{name}": "takes a form only"
        for name in (
            *("dismiss_candidate", "propose_again"),
            *("delete", "review", "take_back", "publish", "put_back"),
            *("still_holds", "restore", "delete_comment", "settle", "reopen", "delete_quotation"),
            *("save", "unsave", "delete_adaptation", "write_down"),
            *("new_draft", "edit_draft"),
            *("archive_collection", "put_collection_back", "make_start", "make_no_start"),
            *("curators", "delete_curator", "items", "accept_item", "decline_item", "delete_item"),
            *("follow", "unfollow"),
            *("copy", "delete_release", "agree", "refuse", "credit", "withdraw"),
            "amplify_no_more",
        )
    },
    "knowledge:exports": "takes a form only",
    **{
        f"knowledge:{name}": "takes a form only"
        for name in ("imports", "agree_to_import", "delete_import")
    },
    "knowledge:delete_export": "takes a form only",
    "knowledge:export": "a file, no page",
    "knowledge:adapt": "the page of knowledge:adaptation, empty",
    "knowledge:public_feed": "for feed readers",
    "knowledge:sitemap": "for search engines",
    "communities:ask": "takes a form only",
    "communities:new_account": "takes a form only",
    "communities:fresh_link": "takes a form only",
    "communities:resend_invitation": "takes a form only",
    "communities:withdraw_invitation": "takes a form only",
    "communities:approve_request": "takes a form only",
    "platform:delete_draft": "takes a form only",
    "me:delete_sessions": "takes a form only",
    "me:delete_mail_pause": "takes a form only",
    "notifications:begin_my_mail": "takes a form only",
    "notifications:begin_mail_of": "takes a form only",
    "digests:pause": "takes a form only",
    "digests:delete_opening": "takes a form only",
    "digests:delete_pause": "takes a form only",
    "me:delete_other_sessions": "takes a form only",
    "set_language": "takes a form only",
    "forums:post": "leads on to the topic",
    "forums:first_unread": "leads on to the topic",
    "forums:new_posts": "a line in the topic, or leads on to it",
    "me:me": "leads on to the profile",
    "django.views.generic.base.view": "leads on to a page of ours",
    "me:picture": "a picture",
    "mfa_download_recovery_codes": "a file",
    "config.headers.robots": "for search engines",
    "digests:unsubscribe_short": "the same page as digests:unsubscribe",
    "mfa_index": "hidden by a page of ours at its address",
    "mfa_activate_totp": "hidden by a page of ours at its address",
    "account_reauthenticate": "hidden by a page of ours at its address",
    "mfa_reauthenticate": "hidden by a page of ours at its address",
    "mfa_list_webauthn": "hidden by a page of ours at its address",
    "mfa_add_webauthn": "hidden by a page of ours at its address",
    "account_login": "hidden by a page of ours at its address",
    "usersessions_list": "hidden by a page of ours at its address",
    "mfa_login_webauthn": "data for a script",
    "google_login": "leads to another site",
    "google_callback": "leads back from another site",
    "google_login_by_token": "leads back from another site",
    "microsoft_login": "leads to another site",
    "microsoft_callback": "leads back from another site",
    "openid_connect_login": "leads to another site",
    "openid_connect_callback": "leads back from another site",
    "socialaccount_signup": "shown on the way back from another site only",
    "account_email_verification_sent": "shown on the way in of a new account only",
    "account_confirm_password_reset_code": "shown after asking for a code only",
    "account_complete_password_reset": "shown after a code only",
}
