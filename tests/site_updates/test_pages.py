"""How a community asks its sites, which wrote, and the page behind a prompt's link."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from moderation.models import Act
from site_updates.links import prompt_url
from site_updates.models import AskedRole, NotAsked, UpdatePlan
from tests.cast import Cast
from tests.mailroom.letters import arrive, letter, reply_to
from tests.opened_mail import text_of
from tests.site_updates.scenes import asked, prompt_of

pytestmark = pytest.mark.django_db

PAGE = "/c/four-rivers/site-updates/"
type SignIn = Callable[[Membership], Client]


def test_it_is_off_until_a_facilitator_says_how(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.fay)
    assert "The next mails leave" not in client.get(PAGE).text
    given = {
        "is_on": "on",
        "every": "3",
        "day": "5",
        "forum": cast.families.pk,
        "roles": [cast.roles["superintendent"].pk],
    }
    assert client.post(PAGE, given).status_code == 302
    page = client.get(PAGE).text
    assert "The next mails leave on" in page
    assert "As things are, 2 people are asked. They belong to 2 sites." in page
    with scope(cast.community):
        plan = UpdatePlan.objects.get()
        assert (plan.is_on, plan.every, plan.day, plan.forum_id) == (True, 3, 5, cast.families.pk)
        assert plan.next_day is not None
    assert client.post(PAGE, {"every": "3", "day": "5"}).status_code == 302
    with scope(cast.community):
        ended = UpdatePlan.objects.get()
        assert (ended.is_on, ended.next_day, AskedRole.objects.count()) == (False, None, 0)
        assert list(Act.objects.order_by("pk").values_list("act", flat=True)) == [
            "asking_changed",
            "asking_ended",
        ]


def test_without_a_role_or_a_forum_it_is_refused(cast: Cast, as_member: SignIn) -> None:
    refused = as_member(cast.fay).post(PAGE, {"is_on": "on", "every": "1", "day": "25"})
    assert refused.status_code == 422
    assert "Choose at least one role, or nobody is asked." in refused.text
    assert "Choose where the answers go." in refused.text


def test_facilitators_see_which_sites_wrote(asking: Cast, as_member: SignIn) -> None:
    arrive(letter(reply_to(asked(asking.tess)[0]), "We read.", sender="tess@example.org"))
    with scope(asking.community):
        prompt = prompt_of(asking, asking.sam)
        topic = asking.families.topics.get()
    page = as_member(asking.fay).get(PAGE).text
    assert prompt.round.period.words in page
    assert "1 of 2 sites wrote." in page
    assert f'<a href="/c/four-rivers/topics/{topic.number}/">Eastgate</a>' in page
    assert "Asked: Sam Ortiz" in page


def test_the_link_changes_nothing_until_its_button_is_pressed(asking: Cast) -> None:
    prompt = prompt_of(asking, asking.rosa)
    link = urlsplit(prompt_url(asking.community.pk, prompt.pk)).path
    client = Client(enforce_csrf_checks=True)
    assert "Ahora no" in client.get(link).text
    assert prompt_of(asking, asking.rosa).declined_at is None
    assert "puede responder al correo" in client.post(link).text
    assert prompt_of(asking, asking.rosa).declined_at is not None
    assert client.get(link.replace("/s/", "/s/a")).status_code == 404


def test_a_mail_program_can_end_it_with_one_click_and_he_can_begin_again(
    asking: Cast, as_member: SignIn
) -> None:
    prompt = prompt_of(asking, asking.sam)
    link = urlsplit(prompt_url(asking.community.pk, prompt.pk)).path
    client = Client()
    client.post(link, {"List-Unsubscribe": "One-Click"})
    with scope(asking.community):
        assert NotAsked.objects.get().member == asking.sam
    assert "does not ask you for news of your site any more" in client.get(link).text
    assert "Do not want to be asked: Sam Ortiz." in as_member(asking.fay).get(PAGE).text
    client.post(link, {"again": "1"})
    with scope(asking.community):
        assert not NotAsked.objects.exists()


def test_the_page_that_a_prompt_names_knows_form_and_title(asking: Cast, as_member: SignIn) -> None:
    found = re.search(r"https?://\S+/new/\S+", text_of(asked(asking.sam)[0]))
    assert found
    page = as_member(asking.sam).get(found[0].partition("localhost:8000")[2]).text
    words = prompt_of(asking, asking.sam).round.period.words
    assert f'value="Northbank: {words}"' in page
    assert "What is new at our site" in page
