"""A site uses a resource, and tells what came of it."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.leaving import Words, leave_for_good
from communities.models import Membership, Site
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from knowledge.actions.life import publish, show_to
from knowledge.adaptations.actions import Plan, Report, begin_adaptation, tell_outcome
from knowledge.commenting import comment_on
from knowledge.listed_rows import Wanted, library_page
from knowledge.models import Adaptation, Outcome, Resource, ResourceRevision
from moderation.models import Act
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"
TODAY = timezone.localdate().isoformat()
PLAN = {"change": "We walk at noon.", "people": "Tess Bell\nAna Ruiz", "ask_after": "91"}
OUTCOME = {
    "outcome": "partly",
    "happened": "Thirty of them come.",
    "figure-0-label": "On time",
    "figure-0-before": "10",
    "figure-0-after": "30",
}


def page(resource: Resource, rest: str = "") -> str:
    return f"{LIBRARY}{resource.number}/{rest}"


def test_a_site_uses_it_and_tells_what_came_of_it(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    tess, pat = as_member(cast.tess), as_member(cast.pat)
    assert "using this at our site" in tess.get(page(resource)).content.decode()
    assert (
        tess.post(page(resource, "adaptations/new/"), {**PLAN, "begun_on": ""}).status_code == 422
    )
    for _twice in range(2):
        tess.post(page(resource, "adaptations/new/"), {**PLAN, "begun_on": TODAY})
    with scope(cast.community):
        one = Adaptation.objects.get()
        assert [str(person) for person in one.people.order_by("position")] == [
            "Tess Bell",
            "Ana Ruiz",
        ]
        assert one.people.get(position=0).member == cast.tess
    html = pat.get(page(resource)).content.decode()
    assert "1 site uses it now" in html
    assert "We walk at noon." in html
    assert "Tell what came of it" not in html
    own = page(resource, f"adaptations/{one.pk}/")
    assert pat.post(own, PLAN).status_code == 403
    assert pat.post(f"{own}outcome/", OUTCOME).status_code == 403
    assert tess.post(f"{own}outcome/", {}).status_code == 422
    rosa = as_member(cast.rosa)  # Of the same site.
    assert rosa.post(f"{own}outcome/", OUTCOME).status_code == 302
    assert rosa.post(f"{own}delete/").status_code == 403
    # Tess had the form open meanwhile: nothing that rosa told is lost.
    met = tess.post(f"{own}outcome/", {**OUTCOME, "happened": "Forty."})
    assert met.status_code == 409
    assert all(words in met.content.decode() for words in ("Thirty of them come.", "Forty."))
    html = pat.get(page(resource)).content.decode()
    assert "Tried at 1 site." in html
    assert "On time: 10 → 30" in html
    assert "Thirty of them come." in html
    with scope(cast.community):
        current = Resource.objects.get()
        assert (current.evidence, current.version) == ("once", 2)
        assert Act.objects.filter(act="evidence_moved", by=cast.rosa).count() == 1
        rows = library_page(cast.pat, Wanted(used_at=str(cast.sites["Eastgate"].pk)), cursor=None)
        assert [row.number for row in rows.items] == [resource.number]
        nobody = library_page(
            cast.pat, Wanted(used_at=str(cast.sites["Northbank"].pk)), cursor=None
        )
        assert nobody.items == []


def test_nothing_that_two_of_a_site_type_at_once_is_lost(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        Membership.objects.filter(pk=cast.pat.pk).update(site=cast.sites["Eastgate"])
    new, tess, pat = page(resource, "adaptations/new/"), as_member(cast.tess), as_member(cast.pat)
    assert pat.get(new).status_code == 200
    tess.post(new, {**PLAN, "begun_on": TODAY})
    with scope(cast.community):
        one = Adaptation.objects.get()
    edit = page(resource, f"adaptations/{one.pk}/")
    # Who comes later is led to what is there, and typing what nobody saw loses nothing.
    assert pat.get(new)["Location"] == edit
    sent = {**PLAN, "begun_on": TODAY, "change": "We ride."}
    met = pat.post(new, sent)
    assert met.status_code == 409
    html = met.content.decode()
    assert f'action="{edit}"' in html
    assert "We walk at noon." in html
    assert "We ride.</textarea>" in html
    # The same where both change what stood there.
    saw = re.findall(r'name="saw" value="(\w+)"', tess.get(edit).content.decode())[0]
    tess.post(edit, {**PLAN, "begun_on": TODAY, "change": "We run.", "saw": saw})
    met = pat.post(edit, {**sent, "saw": saw})
    assert met.status_code == 409
    html = met.content.decode()
    assert "We run." in html
    saw = re.findall(r'name="saw" value="(\w+)"', html)[0]
    assert pat.post(edit, {**sent, "change": "We run and ride.", "saw": saw}).status_code == 302
    with scope(cast.community):
        assert Adaptation.objects.get().change == "We run and ride."


def test_a_draft_is_seen_by_its_site_and_moves_nothing(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, evidence="idea")
        one = uses(resource, cast.tess, is_shown=False)
        tells(one, cast.tess)
        assert Resource.objects.get().evidence == "idea"
    for member, sees in ((cast.rosa, True), (cast.fay, True), (cast.pat, False), (cast.sam, False)):
        html = as_member(member).get(page(resource)).content.decode()
        assert ("We walk at noon." in html) is sees
    own = page(resource, f"adaptations/{one.pk}/")
    assert as_member(cast.pat).get(own).status_code == 404
    as_member(cast.rosa).post(own, {**PLAN, "begun_on": TODAY})
    assert "We walk at noon." in as_member(cast.pat).get(page(resource)).content.decode()
    with scope(cast.community):
        assert Resource.objects.get().evidence == "once"


def test_several_sites_move_it_on_and_a_person_s_own_word_stands(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, evidence="idea", site=cast.sites["Northbank"].pk)
        tells(uses(resource, cast.sam), cast.sam)
        assert Resource.objects.get().evidence == "once"
        Resource.objects.update(evidence="idea")
        tells(uses(resource, cast.tess), cast.tess, Outcome.FAILED)
        assert Resource.objects.get().evidence == "idea"
        west = Site.objects.create(community=cast.community, name="West", slug="west")
        plan = Plan(begun_on=timezone.localdate(), ask_after=0)
        third = begin_adaptation(resource, west, plan, by=cast.fay)
        tell_outcome(third, Report(outcome=Outcome.PARTLY), by=cast.fay)
        assert Resource.objects.get().evidence == "several"


def test_who_has_no_site_or_is_a_guest_cannot_begin_one(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        Membership.objects.filter(pk=cast.pat.pk).update(site=None)
    answer = as_member(cast.pat).get(page(resource, "adaptations/new/"))
    assert answer.status_code == 403
    assert "You belong to no site yet" in answer.content.decode()
    fay = as_member(cast.fay)
    typed = {**PLAN, "begun_on": TODAY, "site": str(cast.sites["Eastgate"].pk)}
    assert fay.post(page(resource, "adaptations/new/"), {**typed, "site": ""}).status_code == 422
    assert fay.post(page(resource, "adaptations/new/"), typed).status_code == 302
    with scope(cast.community):
        own = page(resource, f"adaptations/{Adaptation.objects.get().pk}/")
    assert fay.post(f"{own}delete/").status_code == 302


def test_its_page_costs_the_same_for_many_sites(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        for name in ("A", "B"):
            _at_a_new_site(cast, resource, name)
    browser = as_member(cast.pat)
    browser.get(page(resource))
    with CaptureQueriesContext(connection) as two:
        browser.get(page(resource))
    with scope(cast.community):
        for n in range(18):
            _at_a_new_site(cast, resource, f"Site {n}")
    with CaptureQueriesContext(connection) as twenty:
        html = browser.get(page(resource)).content.decode()
    assert "20 sites use it now" in html
    assert len(twenty) == len(two)


def test_who_is_erased_leaves_what_others_wrote(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        tells(uses(resource, cast.tess), cast.rosa)
        uses(resource, cast.tess)
        assert ResourceRevision.objects.filter(by=cast.rosa).exists()
    leave_for_good(cast.tess, Words.ERASED)
    with scope(cast.community):
        left = Adaptation.objects.get()
        assert (left.change, left.happened, left.people.count()) == ("", "Thirty come.", 0)
        comment_on(resource, by=cast.pat, body="We tried it.", anchor="a", quote="At the bakery.")
    # Who told what came of it wrote nothing in the text: that goes with who wrote it alone, and
    # what others said beside it stays.
    leave_for_good(cast.sam, Words.ERASED)
    pat = as_member(cast.pat)
    html = pat.get(page(resource)).content.decode()
    assert "Thirty come." in html
    html += pat.get(page(resource, "comments/")).content.decode()
    assert "We tried it." in html
    assert "Walking" not in html
    assert "bakery" not in html
    with scope(cast.community):
        [left_over] = ResourceRevision.objects.all()
        assert left_over.content["title"] == "Erased by its author"
        assert left_over.content["body"] == left_over.note == ""


def _at_a_new_site(cast: Cast, resource: Resource, name: str) -> None:
    site = Site.objects.create(community=cast.community, name=name, slug=name.replace(" ", ""))
    plan = Plan(begun_on=timezone.localdate(), ask_after=0, people=(cast.tess.pk, f"Ana {name}"))
    begin_adaptation(resource, site, plan, by=cast.fay)


def test_what_a_site_made_of_it_becomes_a_text_of_its_own(cast: Cast, as_member: AsMember) -> None:
    """Linked both ways, for those who see the other."""
    with scope(cast.community):
        narrow = cast.superintendents.audience
        resource = published(cast, cast.sam, audience=narrow)
        one = uses(resource, cast.tess, people=(cast.tess.pk, cast.rosa.pk, "Ana Ruiz"))
        tells(one, cast.tess)
    tess = as_member(cast.tess)
    for _twice in range(2):
        answer = tess.post(page(resource, f"adaptations/{one.pk}/resource/"))
    with scope(cast.community):
        made = Resource.objects.exclude(pk=resource.pk).get()
        assert (made.title, made.audience, made.owner) == (
            "Walking bus, at Eastgate",
            narrow,
            cast.tess,
        )
        assert "We walk at noon." in made.body
        assert "Rain is no reason to stop." in made.body
        whose = [(str(credit), credit.is_author) for credit in made.credits.order_by("pk")]
        # Rosa does it too, and does not see the text that it began from.
        assert whose == [("Tess Bell", True), ("Ana Ruiz", True), ("Sam Ortiz", False)]
    assert answer.headers["Location"] == page(made)
    assert "Adapted from" in tess.get(page(made)).content.decode()
    assert "Adapted as" in tess.get(page(resource)).content.decode()
    sam = as_member(cast.sam)
    assert "Adapted as" not in sam.get(page(resource)).content.decode()
    with scope(cast.community):
        publish(made, by=cast.fay)
        show_to(made, audience_chosen(cast.community, EVERYONE), by=cast.fay)
    assert "Adapted as" in sam.get(page(resource)).content.decode()
    html = as_member(cast.pat).get(page(made)).content.decode()
    assert "Walking bus, at Eastgate" in html
    assert "Adapted from" not in html
