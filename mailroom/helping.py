"""The answer to HELP: how to say something, the words that do something, where a discussion begins."""

from django.utils.translation import gettext as _

from communities.arrival import member_of
from communities.models import Community
from communities.scope import scope
from communities.switcher import my_communities
from notifications.answers import mailboxes_of
from notifications.commands import Asked, Button, Reply, commands
from notifications.links import choices_url

# Of so many communities it names addresses, the one that he wrote to first.
COMMUNITIES = 5


def help_with(asked: Asked) -> Reply:
    """Say what can be done by mail, in the words of whoever registered it."""
    words = _("Choose which mails you get")
    return Reply(
        sentences=[*how_to_answer(), *where_to_begin(_addresses(asked))],
        buttons=[Button(words=words, url=choices_url(asked.user.pk))],
    )


def how_to_answer() -> list[str]:
    """Return a sentence on answering, and a line for each word."""
    return [
        _("To say something in a discussion, answer the mail that you have of it."),
        _("You can also answer any mail of ours with one of these words, and nothing else:"),
        *(str(command.help) for command in commands().values() if command.help),
    ]


def where_to_begin(addresses: list[str]) -> list[str]:
    """Return what is said of the addresses at which a discussion begins; nothing without any."""
    if not addresses:
        return []
    sentence = _(
        "To begin a new discussion, write a new mail to one of these addresses. Its subject becomes"
        " the title."
    )
    return [sentence, *addresses]


def _addresses(asked: Asked) -> list[str]:
    """Return for each of his communities its name, and a line for each address."""
    entries = my_communities(asked.user)
    here = asked.community.pk if asked.community else 0
    entries.sort(key=lambda entry: entry.community_id != here)
    found = []
    for entry in entries[:COMMUNITIES]:
        with scope(entry.community_id):
            member = member_of(Community.objects.get(pk=entry.community_id), asked.user)
            if member and (lines := mailboxes_of(member)):
                found.append("\n".join([entry.name, *lines]))
    return found
