"""How often the digest comes, said by a word: WEEKLY, DAILY."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import pause_mails
from communities.models.membership import Pace
from communities.switcher import Entry, my_communities
from digests.actions import set_paces, unsubscribe
from digests.links import pace_url
from notifications.commands import Asked, Button, Reply, register_command

# By the value of a pace.
WORDS: Mapping[str, Sequence[str]] = {
    "daily": (
        *("daily", "every day", "each day", "diario", "a diario", "diariamente", "cada dia"),
        "todos los dias",
    ),
    "weekdays": (
        *("weekdays", "every weekday", "on weekdays", "entre semana", "dias laborables"),
        *("dias habiles", "de lunes a viernes"),
    ),
    "weekly": (
        *("weekly", "once a week", "every week", "each week", "semanal", "semanalmente"),
        *("cada semana", "una vez por semana", "una vez a la semana"),
    ),
    "monthly": (
        *("monthly", "once a month", "every month", "mensual", "mensualmente", "cada mes"),
        *("una vez por mes", "una vez al mes"),
    ),
}


def at_pace(pace: Pace, asked: Asked) -> Reply:
    """Let the digest come as often as that, of each community whose news he gets, or else of all.

    Who had stopped all mails gets them again; a pause goes on until its day.
    """
    user, entries = asked.user, my_communities(asked.user)
    chosen = [entry for entry in entries if entry.pace != Pace.NEVER] or entries
    set_paces(user, {entry.community_id: pace for entry in chosen})
    if user.mails_stopped:
        pause_mails(user, None)
    names = ", ".join(entry.name for entry in chosen)
    values = {"how_often": pace.label, "communities": names}
    return Reply(
        sentences=[
            _("From now on the news comes like this. %(communities)s: %(how_often)s.") % values
            if chosen
            else _("You are not a member of any community, so no news comes to you.")
        ],
        buttons=[*_undo(chosen), _choices(asked)],
    )


def paces_again(asked: Asked) -> Reply:
    """Let each community's news come as often as a button names: "12=weekly 13=never"."""
    pairs = [word.partition("=") for word in asked.argument.split()]
    set_paces(asked.user, {int(key): Pace(pace) for key, _sign, pace in pairs})
    return Reply(
        sentences=[_("The mails come as often as before.")],
        buttons=[_choices(asked)],
    )


def no_digest(asked: Asked) -> Reply:
    """Do what the link beside the address does: no digest of any community any more."""
    entries = my_communities(asked.user)
    unsubscribe(asked.user)
    return Reply(
        sentences=[
            _("This mail with the news does not come any more."),
            _("You are still a member, and all that you wrote stays."),
        ],
        buttons=[*_undo(entries), _choices(asked)],
    )


def _undo(entries: Sequence[Entry]) -> list[Button]:
    before = " ".join(f"{entry.community_id}={entry.pace}" for entry in entries)
    return [Button(words=_("Undo"), command="paces", argument=before)] if before else []


def _choices(asked: Asked) -> Button:
    return Button(words=_("Choose which mails you get"), url=pace_url(asked.user.pk))


def register() -> None:
    """Say which words there are; called from AppConfig.ready()."""
    for pace in Pace:
        if pace.value in WORDS:
            register_command(pace.value, partial(at_pace, pace), words=WORDS[pace.value])
    register_command(
        "paces",
        paces_again,
        help=gettext_lazy(
            "DAILY, WEEKDAYS, WEEKLY or MONTHLY: how often the mail with the news comes"
        ),
    )
    register_command("nodigest", no_digest)
