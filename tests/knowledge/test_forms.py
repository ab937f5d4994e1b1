"""The form of a text for the library, and the list, as a person meets them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import CoreCapacity, Membership
from communities.scope import scope
from knowledge.models import Resource
from tests.cast import Cast
from tests.knowledge.scenes import content, draft, published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"
NEW = f"{LIBRARY}new/"
FOLDED = '<details class="disclosure" id="about"><summary><span>What it is about'
OPEN = '<details class="disclosure" id="about" open><summary><span>What it is about'


def about(cast: Cast, title: str) -> str:
    """Make a capacity, and return how addresses name it."""
    with scope(cast.community):
        made = CoreCapacity.objects.create(community=cast.community, key="data", title=title)
        cast.community.people_changed()
    return f"capacity-{made.pk}"


def sent(member: Membership, **fields: str) -> dict[str, str]:
    """Return what the form sends for a whole case."""
    whole = content(member)
    given = {
        name: getattr(whole, name) for name in ("title", "what", "for_whom", "outcome", "body")
    }
    return {
        **given,
        "kind": "case",
        "evidence": "idea",
        "licence": "ours",
        "audience": "everyone",
    } | fields


def test_the_text_says_whether_it_is_needed(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    label = re.compile(r'<label class="field__label" for="id_body">(.*?)</label>')
    for kind, said in (("case", "(needed before others see it)"), ("tool", "(optional)")):
        html = browser.get(f"{NEW}?kind={kind}").content.decode()
        [words] = label.findall(html)
        assert said in words


def test_what_is_to_be_mended_stands_in_the_order_of_the_page(
    cast: Cast, as_member: AsMember
) -> None:
    given = {"kind": "practice", "title": "Bus", "send": "1", "evidence": "idea", "licence": "ours"}
    html = as_member(cast.sam).post(NEW, given).content.decode()
    summary = html[html.index("error-summary") :]
    assert summary.index("#id_details.proof") < summary.index("#id_body")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("www.example.org/talk", "https://www.example.org/talk"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_an_address_is_taken_as_people_say_it(
    cast: Cast, as_member: AsMember, said: str, kept: str
) -> None:
    browser = as_member(cast.sam)
    assert 'type="url"' not in browser.get(f"{NEW}?kind=recording").content.decode()
    browser.post(NEW, sent(cast.sam, kind="recording") | {"details.link": said})
    with scope(cast.community):
        assert Resource.objects.get().details["link"] == kept


@pytest.mark.parametrize("said", ["javascript:alert(1)", "our website", "ftp://example.org/x"])
def test_what_is_no_address_is_told_once_and_how_to_mend_it(
    cast: Cast, as_member: AsMember, said: str
) -> None:
    given = sent(cast.sam, kind="recording") | {"details.link": said}
    html = as_member(cast.sam).post(NEW, given).content.decode()
    summary = html[html.index("error-summary") : html.index("</ul>", html.index("error-summary"))]
    assert summary.count("Copy the whole address of the page") == 1


def test_what_need_not_be_said_is_folded_and_opens_where_it_is_wrong(
    cast: Cast, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert FOLDED in browser.get(NEW).content.decode()
    refused = browser.post(NEW, sent(cast.sam, site="999999"))
    assert refused.status_code == 422
    assert OPEN in refused.content.decode()
    with scope(cast.community):
        number = draft(cast, cast.sam).number
    page = browser.get(f"{LIBRARY}{number}/").content.decode()
    assert f'href="{LIBRARY}{number}/edit/?open=about#about"' in page
    assert OPEN in browser.get(f"{LIBRARY}{number}/edit/?open=about").content.decode()


def test_a_gap_leads_to_a_text_about_it_and_to_who_can_be_asked(
    cast: Cast, as_member: AsMember
) -> None:
    data = about(cast, "Using data")
    east = cast.sites["Eastgate"]
    gap = f"about={data}&amp;site={east.pk}"
    html = as_member(cast.sam).get(f"{LIBRARY}?about={data}&site={east.pk}").content.decode()
    assert "Nothing yet from Eastgate about “Using data”" in html
    assert f'href="{NEW}?{gap}"' in html
    assert f'href="{LIBRARY}?about={data}"' in html
    assert f'href="/c/four-rivers/people/?site={east.slug}"' in html
    form = as_member(cast.sam).get(f"{NEW}?about={data}&site={east.pk}").content.decode()
    assert OPEN in form
    assert f'value="{east.pk}" selected' in form
    assert re.search(rf'value="{data}"[^>]* checked', form)
    # Guests begin nothing, and see no list of people.
    html = as_member(cast.gus).get(f"{LIBRARY}?about={data}&site={east.pk}").content.decode()
    assert "Nothing yet from Eastgate" in html
    assert f"{NEW}?" not in html
    assert "/people/?site=" not in html


@pytest.mark.parametrize("query", ["about=capacity-9&site=x", "site=999999", "about="])
def test_a_gap_of_nothing_is_a_form_like_any(cast: Cast, as_member: AsMember, query: str) -> None:
    assert as_member(cast.sam).get(f"{NEW}?{query}").status_code == 200


def test_what_narrows_the_list_is_told_and_taken_off_one_by_one(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        published(cast, cast.sam, title="Bus")
        north = cast.sites["Northbank"]
    browser = as_member(cast.pat)
    html = browser.get(f"{LIBRARY}?kind=case&show=").content.decode()
    # The list comes first: what could be chosen besides is folded.
    assert '<details class="disclosure"><summary>Find by kind' in html
    assert "Kind:</span> Case" in html
    html = browser.get(f"{LIBRARY}?kind=case&site={north.pk}&show=archived").content.decode()
    assert 'href="?kind=case&amp;show=archived"' in html
    assert f'href="?site={north.pk}&amp;show=archived"' in html
    assert "narrowings" not in browser.get(f"{LIBRARY}?show=archived").content.decode()


def test_the_search_of_a_narrowed_list_looks_within_it(cast: Cast, as_member: AsMember) -> None:
    data = about(cast, "Using data")
    north = cast.sites["Northbank"].pk
    with scope(cast.community):
        published(cast, cast.sam, title="Buses", facets=(data,), site=north)
        published(cast, cast.sam, title="Buses elsewhere")
    browser = as_member(cast.pat)
    html = browser.get(f"{LIBRARY}?about={data}&site={north}&kind=case").content.decode()
    form = html[html.index('id="library-search"') :]
    form = form[: form.index("</form>")]
    given = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert given == {"kind": "resource", "about": data, "site": str(north)}
    found = browser.get("/c/four-rivers/search/", given | {"q": "buses"}).content.decode()
    assert "1 result" in found
    assert "Buses elsewhere" not in found
