"""What a person can have done by a word: stop, start, pause, help, language, name."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import pause_mails, save_profile
from accounts.models import STOPPED
from accounts.pause_form import USUAL_DAYS, day_after, why_not_until
from communities.arrival import member_of
from communities.leaving_links import leaving_url
from communities.models import Membership
from mailroom.actions import post_after_all
from mailroom.helping import help_with
from notifications.actions import stop_at_once
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers
from notifications.commands import Asked, Button, Reply, register_command
from notifications.levels import COMMUNITY
from notifications.links import choices_url
from notifications.pause_words import is_time, read_until


def stop(asked: Asked) -> Reply:
    """Send no mails of any community until he says so; all else stays as it is, to be found again."""
    back = _back_to(asked.user.mails_paused_until)
    pause_mails(asked.user, STOPPED)
    return Reply(
        sentences=[
            _("You get no more news from us by mail, from none of your communities."),
            _("You are still a member, and all that you wrote stays."),
            _("To get mails again, press the button, or write to us: START"),
        ],
        buttons=[back, _choices(asked), *_way_out(asked)],
    )


def ask_which(asked: Asked) -> Reply:
    """Ask what is meant by a word that may mean two things."""
    return Reply(
        sentences=[
            _("We are not sure what you want, so we did nothing yet."),
            _(
                "No more mails? Press the first button. You stay a member, and can have the mails"
                " back at any time."
            ),
            _("Only fewer mails, or a break? Press the second button and choose."),
            *([_("Leave the community? Press the third button.")] if asked.community else []),
        ],
        buttons=[
            Button(words=_("Stop all mails"), command="stop"),
            _choices(asked),
            *_way_out(asked),
        ],
    )


def start(asked: Asked) -> Reply:
    before = asked.user.mails_paused_until
    pause_mails(asked.user, None)
    return Reply(
        sentences=[_("Your mails come again.")],
        buttons=[
            *(
                [Button(words=_("Undo"), command="pauseto", argument=_iso(before))]
                if before
                else []
            ),
            _choices(asked),
        ],
    )


def pause(asked: Asked) -> Reply:
    """Let no news come until the day that the words name; without any, for four weeks."""
    user, today = asked.user, asked.user.today
    until = (
        read_until(asked.argument, today=today) if asked.argument else day_after(today, USUAL_DAYS)
    )
    why = why_not_until(until, today=today) if until else ""
    if until is None or why:
        return Reply(
            sentences=[
                why or _("We could not tell until when, so we did nothing yet."),
                _("Please write it like one of these: PAUSE 2 WEEKS, or PAUSE UNTIL 15 JANUARY"),
            ],
            buttons=[_choices(asked)],
        )
    back = _back_to(user.mails_paused_until)
    pause_mails(user, until)
    values = {"day": date_format(until, "DATE_FORMAT")}
    return Reply(
        sentences=[
            _("No news comes to you by mail for now. It comes again on %(day)s.") % values,
            _("You are still a member, and all that you wrote stays."),
        ],
        buttons=[back, _choices(asked)],
    )


def pause_to(asked: Asked) -> Reply:
    """Go back to the day that a button names; to no pause, if it names none."""
    until = date.fromisoformat(asked.argument) if asked.argument else None
    pause_mails(asked.user, until)
    if until is None or asked.user.mails_pause is None:
        said = _("Your mails come again.")
    elif until == STOPPED:
        said = _("You get no more news from us by mail, from none of your communities.")
    else:
        values = {"day": date_format(until, "DATE_FORMAT")}
        said = _("No news comes to you by mail for now. It comes again on %(day)s.") % values
    return Reply(sentences=[said], buttons=[_choices(asked)])


def choices(asked: Asked) -> Reply:
    return Reply(
        sentences=[_("Here you choose which mails you get, and how often. No need to sign in.")],
        buttons=[_choices(asked)],
    )


def in_language(asked: Asked) -> Reply:
    """Write to the person in the language that the argument names from here on."""
    before, user = asked.user.language, asked.user
    user.language = asked.argument
    user.save(update_fields=["language"])
    with translation.override(asked.argument):
        undo = Button(words=_("Undo"), command="language", argument=before)
        return Reply(
            sentences=[_("From now on we write to you in English.")],
            buttons=[*([undo] if before != asked.argument else []), _choices(asked)],
        )


def english(asked: Asked) -> Reply:
    return in_language(Asked(user=asked.user, community=asked.community, argument="en"))


def spanish(asked: Asked) -> Reply:
    return in_language(Asked(user=asked.user, community=asked.community, argument="es"))


def named(asked: Asked) -> Reply:
    """Call the person by the name that he gives."""
    user, before = asked.user, asked.user.display_name
    name = asked.argument[: user._meta.get_field("display_name").max_length]
    user.display_name = name
    save_profile(user)
    return Reply(
        sentences=[_("From now on others see this name of yours: %(name)s") % {"name": name}],
        buttons=[Button(words=_("Undo"), command="name", argument=before)] if before else [],
    )


def stop_notices(asked: Asked) -> Reply:
    """Do what the link in a mail at once does, at the address beside it."""
    member = member_of(asked.community, asked.user) if asked.community else None
    if member:
        stop_at_once(member)
    return Reply(
        sentences=[
            _("Mails about single answers do not come any more. The digest goes on as before.")
        ],
        buttons=[_choices(asked)],
    )


def post(asked: Asked) -> Reply:
    """Post the word of a mail that was taken for a command."""
    if post_after_all(int(asked.argument), asked.user):
        return Reply(sentences=[_("Your mail is taken care of, as an answer to the discussion.")])
    return Reply(sentences=[_("This was done already.")])


def _no_command(_member: Membership, _id: int, _answer: Answer) -> Taken:
    raise AnswerRefusedError(
        _("This is not a word that we know. Answer with HELP, and we say what you can do by mail.")
    )


def _choices(asked: Asked) -> Button:
    return Button(words=_("Choose which mails you get"), url=choices_url(asked.user.pk))


def _way_out(asked: Asked) -> list[Button]:
    if asked.community is None:
        return []
    words = _("Leave %(community)s") % {"community": asked.community.name}
    return [Button(words=words, url=leaving_url(asked.user.pk, asked.community.pk))]


def _back_to(before: date | None) -> Button:
    return Button(words=_("Undo"), command="pauseto", argument=_iso(before))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def register() -> None:
    """Say which words there are; called from AppConfig.ready()."""
    register_command(
        "stop",
        stop,
        words=[
            *("stop", "stop mails", "stop mail", "stop emails", "stop email", "stop all mails"),
            *("stop all emails", "unsubscribe", "unsubscribe me", "no more mails"),
            *("no more mail", "no more emails", "no more email", "baja", "dar de baja"),
            *("darme de baja", "darse de baja", "quiero darme de baja", "parar", "alto"),
            *("parar correos", "no mas correos", "no quiero mas correos"),
        ],
        help=gettext_lazy("STOP: no more news by mail"),
    )
    register_command(
        "start",
        start,
        words=[
            *("start", "start mails", "resume", "resume mails", "restart", "unpause", "unstop"),
            *("reanudar", "reanudar correos", "reanuda", "reanude", "empezar", "iniciar"),
        ],
        help=gettext_lazy("START: mails come again"),
    )
    register_command(
        "pause",
        pause,
        words=["pause", "pause mails", "pausa", "pausar", "pausar correos"],
        takes=is_time,
        help=gettext_lazy("PAUSE 2 WEEKS, or PAUSE UNTIL 15 JANUARY: no mails until then"),
    )
    register_command("pauseto", pause_to)
    register_command(
        "help", help_with, words=["help", "ayuda", "commands", "comandos", "instrucciones"]
    )
    register_command(
        "choices",
        choices,
        words=[
            *("settings", "my settings", "preferences", "ajustes", "mis ajustes"),
            *("configuracion", "preferencias"),
        ],
        help=gettext_lazy("SETTINGS: a link to all that you can choose"),
    )
    register_command(
        "english",
        english,
        words=["english", "in english", "ingles", "en ingles"],
        help=gettext_lazy("ENGLISH or ESPAÑOL: the language of our mails"),
    )
    register_command(
        "spanish",
        spanish,
        words=["spanish", "in spanish", "espanol", "en espanol", "castellano"],
    )
    register_command("language", in_language)
    register_command(
        "name",
        named,
        words=["name", "my name", "nombre", "mi nombre"],
        takes_anything=True,
        help=gettext_lazy("NAME: ANA RUIZ (your own): the name that others see"),
    )
    register_command(
        "unclear",
        ask_which,
        words=[
            *("cancel", "cancel subscription", "cancel my subscription", "remove", "remove me"),
            *("take me off", "take me off the list", "opt out", "quit", "delete me"),
            *("cancelar", "cancelar suscripcion", "cancelar mi suscripcion", "quitarme"),
            *("quiteme", "quitenme", "borrarme", "borreme", "eliminarme", "eliminar"),
        ],
    )
    register_command("quiet", stop_notices)
    register_command("post", post)
    register_answers(COMMUNITY, _no_command)
