"""What each mail template is given when it is looked at, in the language that is active.

A template of templates/mail/ without a sample fails tests/mails/test_mails.py.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from accounts.letters import render_letter
from accounts.models import User
from communities.keepers import Keeper
from communities.models import Community
from core.markdown.mail import mail_html
from digests.sections.registry import Item
from knowledge.models import Outcome
from mailroom.helping import how_to_answer, where_to_begin
from mailroom.leaving import leave
from mailroom.own_commands import ask_which
from mailroom.receipts import Line
from meetings.inviting.mails import Words
from meetings.models import Worth
from notifications.commands import Asked
from notifications.kinds import News
from notifications.mail_templates import fill
from notifications.message import compose
from notifications.moderation_mail import Letter
from site_updates.periods import Period
from site_updates.told import Earlier

BASE = settings.SITE_URL
HOME = f"{BASE}/c/maple-street/"
NAME = "Ana Ruiz"
# What people write in samples, and how they and their places are called: no sentences of ours.
OF_PEOPLE = {
    "en": "We walk with them. It takes ten minutes. Bring a warm hat.",
    "es": "Vamos con ellos a pie. Son diez minutos. Lleve un gorro.",
}
TITLES = {"en": "The walk to school", "es": "A pie a la escuela"}
# Where the items of a digest stand.
ITEM = "(items)"
WHEN = datetime(2026, 3, 2, 13, tzinfo=UTC)


def community() -> Community:
    return Community(pk=1, name="Maple Street", slug="maple-street")


def _words(language: str) -> dict[str, Any]:
    """Return what nearly every template is given."""
    said = OF_PEOPLE[language]
    return {
        "subject": TITLES[language],
        "community": community(),
        "person": NAME,
        "keeper": Keeper(1, "Fay Moua", "fay@example.org"),
        "user": SimpleNamespace(name=NAME, email="ana@example.org"),
        "home_url": HOME,
        "url": f"{HOME}settings/me/",
        "reason": said,
        "charter": SimpleNamespace(purpose=said),
    }


def _notice(language: str) -> dict[str, Any]:
    said = OF_PEOPLE[language]
    return {
        "news": [
            News(
                object_id=1,
                thread="t",
                subject=TITLES[language],
                sender="Tess Bell",
                title=TITLES[language],
                place=_("Mixed roles: %(forum)s") % {"forum": "Maple"},
                sentence=_("%(name)s answered you.") % {"name": "Tess Bell"},
                because=_("You get this mail because it answers a post of yours."),
                at=WHEN,
                text=said,
                html=mail_html(f"<p>{said}</p>", base_url=BASE),
                url=f"{HOME}forums/",
                answer_url=f"{HOME}forums/",
                about=("forums.topic", 1),
            )
        ],
        "more": 0,
        "preheader": said,
        "because": _("You get this mail because it answers a post of yours."),
        "reply_to": "reply+a@example.org",
        "topic": TITLES[language],
        "level_url": f"{BASE}/mail/level/a/",
        "stop_url": f"{BASE}/n/a/",
    }


def _digest(language: str) -> dict[str, Any]:
    item = Item(
        title=TITLES[language],
        url=f"{HOME}forums/",
        place=_("Mixed roles: %(forum)s") % {"forum": "Maple"},
        excerpt=OF_PEOPLE[language],
    )
    values = {
        "item": item,
        "label": "#A1",
        "address": "reply+a-a1@example.org",
        "mailto": "mailto:reply+a-a1@example.org",
        "acts": [(_("We face this too"), f"{BASE}/mail/say/forums.post/face/a/")],
    }
    part = SimpleNamespace(title=_("For you"), waits=True, body=ITEM)
    chapter = SimpleNamespace(
        name="Maple Street",
        url=HOME,
        pace_words=_("Each day, if there is something new"),
        parts=[part],
    )
    return {
        "items": (
            render_to_string("mail/_digest_item.txt", values).strip("\n"),
            render_to_string("mail/_digest_item.html", values),
        ),
        "example": "#A1 " + _("me too"),
        "chapters": [chapter],
        "several": False,
        "first": chapter,
        "preheader": OF_PEOPLE[language],
        "how_long": "",
        "pace_url": f"{BASE}/mail/pace/a/",
        "unsubscribe_url": f"{BASE}/u/a/",
    }


def _moderation(language: str) -> dict[str, Any]:
    sentence = _("Facilitators ended your pause in %(community)s. You can write again.")
    letter = Letter(
        subject=TITLES[language],
        sentence=sentence % {"community": "Maple Street"},
        reason=OF_PEOPLE[language],
        own_words=OF_PEOPLE[language],
    )
    return {"letter": letter, "url": ""}


def _answered(language: str) -> dict[str, Any]:
    return {
        "sentences": [
            _("If you wrote it, press the button, and it will be posted. If not, do nothing.")
        ],
        "words_of": _("This is what you wrote:"),
        "own_words": OF_PEOPLE[language],
        "button": _("I wrote this"),
    }


def _receipt(language: str) -> dict[str, Any]:
    url = f"{BASE}/mail/part/a/"
    said = Line("A1", TITLES[language], [_("We face this too")], "", url)
    wrote = Line("B1", TITLES[language], [], OF_PEOPLE[language], url, ["maple.jpg"])
    return {"person": "Tess", "lines": [said, wrote], "until": "8:10", "label": "A1"}


def _nothing(_language: str) -> dict[str, Any]:
    return {}


def _forum(language: str) -> dict[str, Any]:
    return {
        "forum": SimpleNamespace(label="Maple"),
        "forum_url": f"{HOME}forums/",
        "proposal": SimpleNamespace(name="Maple", reason=OF_PEOPLE[language]),
    }


def _asked(language: str) -> dict[str, Any]:
    who = SimpleNamespace(email="tess@example.org")
    asked = SimpleNamespace(name="Tess Bell", user=who, request_note=OF_PEOPLE[language])
    return {"asked": asked, "requests_url": f"{HOME}people/requests/"}


def _commitment(language: str) -> dict[str, Any]:
    return {
        "title": TITLES[language],
        "commitment": OF_PEOPLE[language],
        "report_url": f"{HOME}forums/",
        "topic_url": f"{HOME}forums/",
    }


def _silent(_language: str) -> dict[str, Any]:
    who = SimpleNamespace(email="tess@example.org")
    silent = SimpleNamespace(name="Tess Bell", user=who)
    return {"silent": silent, "said": "550 5.1.1", "person_url": f"{HOME}people/"}


def _command(_language: str) -> dict[str, Any]:
    asked = Asked(user=User(pk=1, mails_paused_until=None), community=community())
    begin = where_to_begin(["Maple Street\nMaple: maple.maple-street@example.org"])
    told = [*how_to_answer(), *begin, *ask_which(asked).sentences, *leave(asked).sentences]
    return {"sentences": told, "buttons": [(_("Undo"), f"{BASE}/mail/command/a/")]}


def _site_prompt(language: str) -> dict[str, Any]:
    period = Period(date(2026, 11, 1), 1)
    words = OF_PEOPLE[language]
    own = Earlier(1, "Maple", period, words, f"{HOME}topics/1/", 1)
    return {
        "question": period.question("Maple"),
        "is_reminder": True,
        "forum": "Maple",
        "page_url": f"{HOME}forums/",
        "stop_url": f"{BASE}/s/a/",
        "reply_to": "reply+a@example.org",
        "own": own,
        "others": [replace(own, site="Elm"), replace(own, site="Oak")],
    }


def _outcome_prompt(language: str) -> dict[str, Any]:
    links = {
        said: f"{BASE}/mail/outcome/{said}/a/" for said in (*Outcome.values, "later", "unused")
    }
    return {
        "title": TITLES[language],
        "site": "Maple",
        "begun_on": date(2026, 3, 2),
        "different": OF_PEOPLE[language],
        "change": OF_PEOPLE[language],
        "is_reminder": True,
        "reply_to": "reply+a@example.org",
        "answers": [(label, links[value]) for value, label in Outcome.choices],
        "later_url": links["later"],
        "unused_url": links["unused"],
        "page_url": f"{HOME}library/1/",
        "resource_url": f"{HOME}library/1/",
    }


def _meeting(language: str) -> dict[str, Any]:
    words = Words(
        subject=TITLES[language],
        sentence=_("This meeting has a new time. Can you come?"),
        note=OF_PEOPLE[language],
    )
    links = {said: f"{BASE}/mail/meeting/{said}/a/" for said in ("yes", "maybe", "no", "late")}
    return {
        "words": words,
        "title": TITLES[language],
        "about": OF_PEOPLE[language],
        "when": date_format(WHEN, "DATETIME_FORMAT"),
        "zone_time": "17:00",
        "rule": "",
        "others": [date_format(WHEN, "DATETIME_FORMAT")],
        "off": [date_format(WHEN, "DATE_FORMAT")],
        "more_off": "",
        "where": [
            (_("Place"), "Maple 12", ""),
            (_("By video"), f"{HOME}meetings/1/", f"{HOME}meetings/1/"),
            (_("By telephone"), "312 555 0100", "tel:3125550100,,4711%23"),
        ],
        "special": [(_("Child care"), OF_PEOPLE[language]), (_("Food"), OF_PEOPLE[language])],
        "buttons": [
            (_("Yes, I am coming"), links["yes"]),
            (pgettext("answer to an invitation", "Maybe"), links["maybe"]),
            (_("No, I cannot come"), links["no"]),
        ],
        "short_links": [
            (_("I am running late"), links["late"]),
            (_("I cannot come after all"), links["no"]),
        ],
        "files": [("plan.pdf", "PDF · 80.0 KB", f"{BASE}/mail/meeting-file/a/")],
        "recurs": True,
        "agenda": [("17:00", TITLES[language], ""), ("", TITLES[language], "")],
        "page_url": f"{HOME}meetings/1/",
        "reply_to": "reply+a@example.org",
        "stop_url": f"{BASE}/mail/meeting/stop/a/",
    }


def _feedback(language: str) -> dict[str, Any]:
    return {
        "title": TITLES[language],
        "when": date_format(WHEN, "DATETIME_FORMAT"),
        "were_there": False,
        "answers": [
            (worth.label, f"{BASE}/mail/meeting-feedback/{worth.value}/a/") for worth in Worth
        ],
        "page_url": f"{HOME}meetings/1/",
        "reply_to": "reply+a@example.org",
        "stop_url": f"{BASE}/mail/meeting/stop/a/",
    }


def _heard(language: str) -> dict[str, Any]:
    return {
        **_feedback(language),
        "words": OF_PEOPLE[language],
        "writer": "Fay Moua",
        "feedback_page": f"{HOME}meetings/1/feedback/",
    }


def _time_poll(language: str) -> dict[str, Any]:
    when = date_format(WHEN, "DATETIME_FORMAT")
    return {
        "words": Words(
            subject=TITLES[language],
            sentence=_("%(host)s is looking for a time to meet. Which of these suit you?")
            % {"host": "Fay Moua"},
            note=OF_PEOPLE[language],
        ),
        "title": TITLES[language],
        "about": OF_PEOPLE[language],
        "where": [
            (_("Place"), "Maple 12", ""),
            (_("By video"), f"{HOME}meetings/1/", f"{HOME}meetings/1/"),
        ],
        "times": [(1, when, "", ""), (2, when, "17:00", TITLES[language])],
        "answer_by": date_format(WHEN, "DATE_FORMAT"),
        "tick_url": f"{BASE}/mail/times/a/",
        "page_url": f"{HOME}meetings/times/1/",
        "reply_to": "reply+a@example.org",
        "stop_url": f"{BASE}/mail/times/stop/a/",
    }


def _meeting_notes(language: str) -> dict[str, Any]:
    said = OF_PEOPLE[language]
    return {
        "title": TITLES[language],
        "when": date_format(WHEN, "DATETIME_FORMAT"),
        "decisions": [said],
        "to_do": [(said, "Tess Bell", "2026", False), (said, NAME, "2026", True)],
        "recordings": [(f"{BASE}/", said, "Tess Bell")],
        "sections": [(TITLES[language], said, mail_html(f"<p>{said}</p>", base_url=BASE))],
        "is_cut": True,
        "page_url": f"{HOME}meetings/1/notes/",
        "stop_url": f"{BASE}/mail/meeting/stop/a/",
    }


def _meeting_agenda(language: str) -> dict[str, Any]:
    said = TITLES[language]
    return {
        "title": said,
        "when": date_format(WHEN, "DATETIME_FORMAT"),
        "presents": True,
        "lines": [("18:10", said, True, False), ("18:20", said, False, True)],
        "page_url": f"{HOME}meetings/1/",
        "agenda_url": f"{HOME}meetings/1/agenda/",
        "stop_url": f"{BASE}/mail/meeting/stop/a/",
    }


def _action_item(language: str) -> dict[str, Any]:
    return {
        "sentence": _("You took these on. Which of them are done?"),
        "several": True,
        "tasks": [
            {
                "number": number,
                "what": OF_PEOPLE[language],
                "until": _("Was to be done by %(day)s") % {"day": "2026"},
                "done_url": f"{BASE}/mail/action/a/",
                "page_url": f"{HOME}meetings/actions/{number}/",
            }
            for number in (1, 2)
        ],
        "meeting": TITLES[language],
        "met": date_format(WHEN, "DATETIME_FORMAT"),
        "reply_to": "reply+a@example.org",
    }


def _meetings_to_come(language: str) -> dict[str, Any]:
    found = _meeting(language)
    answers = [(label, url) for label, url in found["buttons"]]
    one = {name: found[name] for name in ("title", "when", "zone_time", "rule", "where")}
    return {
        "meetings": [{**one, "url": f"{HOME}meetings/1/", "answers": answers}],
        "more": ngettext("%(count)s more is planned.", "%(count)s more are planned.", 2)
        % {"count": 2},
        "list_url": f"{HOME}meetings/",
        "calendar_url": f"{HOME}meetings/my-calendar/",
    }


def _invitation(_language: str) -> dict[str, Any]:
    url = f"{HOME}join/a/"
    return {"host": "Fay Moua", "join_url": url, "source": "paper", "yes_by_mail": True}


def _quoted(language: str) -> dict[str, Any]:
    silence = _("If we hear nothing from you by %(day)s, you are quoted without your name.")
    return {
        "resource": SimpleNamespace(title=TITLES[language]),
        "writer": "Tess Bell",
        "intro": _(
            "“%(title)s” from the library of %(community)s is to go on the public web. These words "
            "of yours would stand there:"
        )
        % {"title": TITLES[language], "community": community().name},
        "quoted": [OF_PEOPLE[language]],
        "said_in": [(TITLES[language], f"{HOME}topics/1/posts/1/")],
        "seen_by": "",
        "silence": silence % {"day": "2 March"},
        "reply_to": "reply+a@example.org",
        "url": f"{BASE}/mail/quoted/a/",
    }


type Sample = Callable[[str], dict[str, Any]]
SAMPLES: dict[str, Sample] = {
    "action_item": _action_item,
    "command_done": _command,
    "commitment": _commitment,
    "digest": _digest,
    "invitation": _invitation,
    "mail_stopped": _silent,
    "meeting": _meeting,
    "meeting_agenda": _meeting_agenda,
    "meeting_notes": _meeting_notes,
    "meeting_feedback": _feedback,
    "meeting_heard": _heard,
    "meetings_to_come": _meetings_to_come,
    "time_poll": _time_poll,
    "membership_ended": _nothing,
    "message_answered": _answered,
    "moderation": _moderation,
    "notices": _notice,
    "outcome_prompt": _outcome_prompt,
    "pace_link": _nothing,
    "probe": _nothing,
    "proposal_answered": _forum,
    "receipt": _receipt,
    "quoted": _quoted,
    "request_answered": lambda _l: {"approved": True, "welcome_url": f"{HOME}welcome/"},
    "request_waiting": _asked,
    "site_prompt": _site_prompt,
}
# Written by the library's own calls: a text each, put into mail/letter.*.
LETTERS = sorted(
    str(path.relative_to(settings.BASE_DIR / "templates")).removesuffix("_message.txt")
    for folder in ("account", "mfa", "socialaccount")
    for path in (settings.BASE_DIR / "templates" / folder / "email").glob("*_message.txt")
)
ALL = [*SAMPLES, *LETTERS]


def text_and_html(name: str, language: str) -> tuple[str, str]:
    """Return both parts of a mail, filled with its sample."""
    with override(language):
        if name in SAMPLES:
            values = _words(language) | SAMPLES[name](language)
            text, html = fill(name, **values)
            # As digests.assembling puts them in: text into text, HTML into HTML.
            of_text, of_html = values.get("items", ("", ""))
            return text.replace(ITEM, of_text), html.replace(ITEM, of_html)
        letter = render_letter(name, ["ana@example.org"], _letter(), None)
        html = next(str(part[0]) for part in letter.alternatives)
        return str(letter.body), html


def _letter() -> dict[str, Any]:
    return {
        "code": "472916",
        "from_email": "ana@example.org",
        "to_email": "new@example.org",
        "deleted_email": "ana@example.org",
        "provider": "Maple",
        "timestamp": WHEN,
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
    }


def whole(name: str, language: str) -> bytes:
    """Return a mail as it goes out."""
    text, html = text_and_html(name, language)
    return compose(
        message_id="<a@localhost>",
        to="ana@example.org",
        to_name=NAME,
        subject=TITLES[language],
        text=text,
        html=html,
        reply_to="",
        headers={},
    )
