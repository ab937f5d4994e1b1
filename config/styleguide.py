"""The style guide: every component in every state. Wired in development only."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.validators import MinLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from core.option_labels import described

SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"


@dataclass(frozen=True)
class SamplePerson:
    name: str
    line: str = ""
    email: str = ""
    is_authenticated: bool = True


@dataclass(frozen=True)
class SampleCommunity:
    name: str
    slug: str
    unread: bool = False
    url: str = "#"

    def get_absolute_url(self) -> str:
        return "/styleguide/home/"


@dataclass(frozen=True)
class SamplePage:
    number: int
    count: int
    previous_url: str = "#"
    next_url: str = "#"


ANA = SamplePerson("Ana Rosario", "resident leader, Eastgate", "ana@fourrivers.example")
FOUR_RIVERS = SampleCommunity("Four Rivers Network", "four-rivers")
MY_COMMUNITIES = [
    FOUR_RIVERS,
    SampleCommunity("Lakeside Promise Neighborhood", "lakeside", unread=True),
    SampleCommunity("Superintendents of the North Valley", "north-valley"),
]


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Your name", help_text="As people call you.")
    email = forms.EmailField(
        label="E-mail", help_text="We send the sign-in code here.", initial="ana@example.org"
    )
    about = forms.CharField(
        label="Ask me about", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    site = forms.ChoiceField(
        label="Your site", choices=[("", "Choose a site"), ("e", "Eastgate"), ("n", "Northbank")]
    )
    pace = forms.ChoiceField(
        label="How often shall we write to you?",
        widget=forms.RadioSelect,
        initial="weekly",
        choices=[
            ("daily", described("Each day", "Only on days when there is something new for you.")),
            ("weekly", described("Once a week", "On Monday morning, everything in one mail.")),
            ("never", described("Never", "You still get what is addressed to you alone.")),
        ],
    )
    roles = forms.MultipleChoiceField(
        label="What do you do?",
        help_text="Choose all that fit.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns"}),
        choices=[
            ("parent", "Parent"),
            ("resident", "Resident leader"),
            ("principal", "Principal"),
            ("data", "Data lead"),
        ],
        initial=["resident"],
    )
    starts = forms.DateField(
        label="First day", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    picture = forms.FileField(label="Your picture", required=False)
    frozen = forms.CharField(
        label="Community", initial="Four Rivers Network", disabled=True, required=False
    )
    agree = forms.BooleanField(
        label="Show my name on public pages", help_text="Only where you wrote something."
    )


class SampleCodeForm(forms.Form):
    code = forms.CharField(
        label="Code from the mail",
        help_text="Six digits. It works for three minutes.",
        validators=[MinLengthValidator(6)],
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 6}
        ),
    )


class SampleReplyForm(forms.Form):
    body = forms.CharField(label="Your reply", widget=forms.Textarea(attrs={"rows": 6}))


def _shared() -> dict[str, Any]:
    now = timezone.now()
    return {
        "user": ANA,
        "ana": ANA,
        "marcus": SamplePerson("Marcus Tillman", "superintendent, Northbank"),
        "lucia": SamplePerson("Lucía Peña", "superintendent, Eastgate"),
        "faces": [
            SamplePerson(name)
            for name in (
                "Ana Rosario", "Ben Okafor", "Chi Nguyen", "Dora Ellis", "Ema Ruiz", "Femi Ade",
                "Gus Hall", "Ha-eun Kim", "Ida Wolf", "Joy", "Lucía Peña", "Marcus Tillman",
            )
        ],
        "my_communities": MY_COMMUNITIES,
        "now": now,
        "two_hours_ago": now - dt.timedelta(hours=2),
        "last_week": now - dt.timedelta(days=10),
        "last_year": now - dt.timedelta(days=400),
    }  # fmt: skip


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    levels = (constants.SUCCESS, constants.INFO, constants.WARNING, constants.ERROR)
    sentences = (
        "Your reply is there for 14 superintendents to read.",
        "You are looking at this forum as a facilitator.",
        "Two addresses are in the list twice.",
        "This invitation is for another address.",
    )
    context = _shared() | {
        "messages": [Message(level, text) for level, text in zip(levels, sentences, strict=True)],
        "plain_form": SampleForm(auto_id="plain_%s"),
        "wrong_form": SampleForm({"email": "ana", "about": "Reading corners"}, auto_id="wrong_%s"),
        "code_form": SampleCodeForm(auto_id="code_%s"),
        "wrong_code_form": SampleCodeForm({"code": "12"}, auto_id="wrong_code_%s"),
        "reply_form": SampleReplyForm(auto_id="reply_%s"),
        "page": SamplePage(2, 7),
        "first_page": SamplePage(1, 7, previous_url=""),
        "icon_names": re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")),
        "steps": ["Choose a template", "People", "Check", "Done"],
    }
    return render(request, "dev/styleguide.html", context)


def home(request: HttpRequest) -> HttpResponse:
    """A community's home as it should look with life in it."""
    context = {"community": FOUR_RIVERS, "place": "home", "waiting_count": 2, "lamp_lit": True}
    return render(request, "dev/home.html", _shared() | context)


def topic(request: HttpRequest) -> HttpResponse:
    """A discussion as it should look with life in it."""
    context = {"community": FOUR_RIVERS, "place": "forums", "reply_form": SampleReplyForm()}
    return render(request, "dev/topic.html", _shared() | context)


def forum(request: HttpRequest) -> HttpResponse:
    """A list of topics, ten to a laptop's screen."""
    context = {"community": FOUR_RIVERS, "place": "forums", "page": SamplePage(1, 3, "")}
    return render(request, "dev/forum.html", _shared() | context)


def narrow(request: HttpRequest) -> HttpResponse:
    """The door: a page with one thing to do."""
    return render(request, "dev/narrow.html", {"code_form": SampleCodeForm()})


urlpatterns = [
    path("", components, name="styleguide"),
    path("home/", home),
    path("topic/", topic),
    path("forum/", forum),
    path("narrow/", narrow),
]
