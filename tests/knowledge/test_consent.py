"""Those who are quoted: told, asked, and heard before others read their words."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.quiet_hours import quiet_until
from communities.audience_rules import AudienceRule, covers, rule_of
from communities.models import Membership
from communities.models.membership import Status
from communities.scope import scope
from core.timezones import zone_named
from forums.actions import open_topic, reply
from forums.actions.forum_changes import ForumWords, change_audience, open_forum
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models import Post, Topic
from knowledge.actions.life import publish, send_to_review
from knowledge.harvest.actions import DeclinedError, quote_otherwise
from knowledge.harvest.agreement import NotAgreedError
from knowledge.harvest.answering import tell_of_consent
from knowledge.harvest.asking import ask_quoted, change_rules, settle_silence
from knowledge.harvest.links import quoted_path
from knowledge.harvest.meanings import meant
from knowledge.harvest.showing import Shown, how_shown
from knowledge.models import Consent, Quotation, QuotedPerson, QuotingRules, Resource
from moderation.models import Act
from notifications.models import OutgoingMail
from search.finding import Question, find
from tests.cast import Cast
from tests.costs import takes_at_most
from tests.knowledge.scenes import quoting
from tests.mailroom.letters import HOST, answers, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

AsMember = Callable[[Membership], Client]
ANSWER = "Ring at six. Two parents walk in front."


@pytest.mark.parametrize(
    ("text", "consent"),
    [
        ("Yes", Consent.NAMED),
        ("yes, please!", Consent.NAMED),
        ("Sí.", Consent.NAMED),
        ("Yes, without my name", Consent.NAMELESS),
        ("sí, sin mi nombre", Consent.NAMELESS),
        ("No thanks", Consent.DECLINED),
        ("no", Consent.DECLINED),
        # As people write it.
        ("Sure, go ahead!", Consent.NAMED),
        ("That's fine with me.", Consent.NAMED),
        ("Hi Sam,\n\nYes, you can use my words. Thank you so much!\n\nTess", Consent.NAMED),
        ("Claro que sí, adelante. Gracias por preguntar", Consent.NAMED),
        ("No problem", Consent.NAMED),
        ("No hay problema", Consent.NAMED),
        ("Ok, but no name please", Consent.NAMELESS),
        ("Yes but please don't use my name", Consent.NAMELESS),
        ("Sí, pero sin mi nombre por favor. Saludos, Tess Bell", Consent.NAMELESS),
        ("I'd rather not.", Consent.DECLINED),
        ("Mejor no, gracias", Consent.DECLINED),
        ("Please don't quote me", Consent.DECLINED),
        # What says both, or more, a person reads.
        ("No, you can use it", Consent.CHANGES),
        ("Yes, use it with the new numbers", Consent.CHANGES),
        ("Not my name", Consent.CHANGES),
        ("Thank you!", Consent.CHANGES),
        ("yes " * 400, Consent.CHANGES),
        ("Yes, but say eight children.", Consent.CHANGES),
        ("No hay problema, pero digan ocho.", Consent.CHANGES),
        ("  ", None),
    ],
)
def test_what_an_answer_says(text: str, consent: Consent | None) -> None:
    assert meant(text, name="Tess Bell") == consent


def test_no_mail_of_greetings_keeps_the_worker_busy() -> None:
    # Read in every way that there is, it took seconds.
    greetings = "hi " * 24 + "never"
    assert meant(greetings) == Consent.CHANGES
    assert takes_at_most(1, partial(meant, greetings))


def shown(consent: Consent, *, published: bool, sees: bool, silence: str = "nameless") -> Shown:
    return how_shown(
        consent, silence=silence, is_published=published, sees_source=sees, writes=False
    )


def test_words_are_for_others_once_their_speaker_agreed() -> None:
    for consent in Consent:
        assert shown(consent, published=False, sees=False) == Shown.NOT
        agreed = consent in {Consent.NAMED, Consent.NAMELESS}
        assert (shown(consent, published=True, sees=False) == Shown.NOT) is not agreed
    assert shown(Consent.WAITING, published=False, sees=True) == Shown.NAMED
    for silence in ("named", "nameless"):
        waits = shown(Consent.WAITING, published=True, sees=True, silence=silence)
        assert waits == Shown(silence)
    waits = shown(Consent.WAITING, published=True, sees=True, silence="declined")
    assert waits == Shown.NOT
    assert shown(Consent.DECLINED, published=True, sees=True) == Shown.NOT
    assert shown(Consent.NAMELESS, published=True, sees=True) == Shown.NAMELESS


def test_a_rule_covers_another_axis_by_axis() -> None:
    everyone, some = AudienceRule(), AudienceRule(roles=frozenset({1, 2}))
    few = AudienceRule(roles=frozenset({1}), sites=frozenset({3}))
    named = AudienceRule(named_only=True)
    assert covers(everyone, some)
    assert covers(some, few)
    assert covers(few, named)
    for outer, inner in ((some, everyone), (few, some), (named, few)):
        assert not covers(outer, inner)


@pytest.fixture
def topic(cast: Cast, settings: Settings) -> Topic:
    settings.INBOUND_HOST = HOST
    with scope(cast.community):
        asked = open_topic(cast.superintendents, by=cast.sam, title="Late buses", body="How?")
        reply(asked, by=cast.tess, body=ANSWER)
    return asked


def asked_about(cast: Cast, topic: Topic, **fields: object) -> Resource:
    """Return sam's draft that quotes tess, who was told."""
    with scope(cast.community):
        post = Post.objects.get(topic=topic, number=2)
        made = quoting(cast, {post.pk: ANSWER}, **fields)
        send_to_review(made)
        ask_quoted(made.pk)
        ask_quoted(made.pk)
        made.community = cast.community
    return made


def the_person(cast: Cast) -> QuotedPerson:
    with scope(cast.community):
        return QuotedPerson.objects.select_related("resource").get()


def test_a_mail_asks_once_and_one_button_answers(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = asked_about(cast, topic, audience=None)
    [mail] = OutgoingMail.objects.filter(kind="quoted")
    text = text_of(mail)
    assert ANSWER in text
    assert "you are quoted without your name" in text
    person = the_person(cast)
    link = quoted_path(cast.community.pk, person.pk)
    assert link in text
    assert "You are quoted there." in as_member(cast.tess).get("/c/four-rivers/").content.decode()
    # It is for everybody, and waits for her.
    fay = as_member(cast.fay)
    refused = fay.post(f"{made.get_absolute_url()}publication/")
    assert refused.status_code == 422
    assert "0 of 1 have agreed" in refused.content.decode()
    visitor = Client()
    assert ANSWER in visitor.get(link).content.decode()
    assert the_person(cast).consent == Consent.WAITING
    assert visitor.post(link, {"answer": "changes", "wish": ""}).status_code == 422
    visitor.post(link, {"answer": "changes", "wish": "Say seven."})
    assert "Say seven." in as_member(cast.sam).get(made.get_absolute_url()).content.decode()
    with scope(cast.community), pytest.raises(NotAgreedError):
        publish(made, by=cast.fay)
    work()
    told = OutgoingMail.objects.get(kind="moderation", user=cast.sam.user)
    assert "asks you to change" in text_of(told)
    visitor.post(link, {"answer": "named"})
    work()
    assert "It can be published now" in text_of(
        OutgoingMail.objects.filter(kind="moderation", user=cast.sam.user).latest("pk")
    )
    fay.post(f"{made.get_absolute_url()}publication/")
    thanked = OutgoingMail.objects.get(kind="moderation", user=cast.tess.user)
    assert "your words stand in it" in text_of(thanked)
    html = as_member(cast.pat).get(made.get_absolute_url()).content.decode()
    assert ANSWER in html
    assert "Tess Bell" in html
    assert "Late buses" not in html
    with scope(cast.community):
        assert find(cast.pat, Question("ring at six")).results
    # She may think better of it at any time.
    visitor.post(link, {"answer": "declined"})
    assert ANSWER not in as_member(cast.pat).get(made.get_absolute_url()).content.decode()
    with scope(cast.community):
        assert not find(cast.pat, Question("ring at six")).results


def test_who_is_asked_reads_where_he_said_it_and_what_he_answered(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = asked_about(cast, topic, audience=None)
    text = text_of(OutgoingMail.objects.get(kind="quoted"))
    assert "Late buses" in text
    assert f"{topic.get_absolute_url()}posts/2/" in text
    link, visitor = quoted_path(cast.community.pk, the_person(cast).pk), Client()
    page = visitor.get(link).content.decode()
    assert "Late buses" in page
    assert "If we hear nothing from you by" in page
    empty = visitor.post(link, {"answer": "changes", "wish": ""}).content.decode()
    assert "Write what should be different." in empty
    visitor.post(link, {"answer": "changes", "wish": "Say seven."})
    again = visitor.get(link).content.decode()
    assert "You asked for a change." in again
    assert "Say seven." in again
    work()
    where = f"{made.get_absolute_url()}quotations/1/"
    told = text_of(OutgoingMail.objects.get(kind="moderation", user=cast.sam.user))
    assert where in told
    # Whoever acts on it finds the wish, all that was said, and what saving does.
    page = as_member(cast.sam).get(where).content.decode()
    assert "Tess Bell asks for a change:" in page
    assert "When you save, Tess Bell is asked by mail" in page
    assert page.count(ANSWER) == 2
    with scope(cast.community):
        QuotedPerson.objects.update(consent=Consent.NAMELESS, by_silence=True)
    assert "We heard nothing from you, so" in visitor.get(link).content.decode()
    # What is not open to him any more is named to nobody.
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(status=Status.LEFT)
    assert "Late buses" not in visitor.get(link).content.decode()


def test_a_quotation_is_read_out_in_its_own_language(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = asked_about(cast, topic)
    with scope(cast.community):
        Post.objects.filter(topic=topic, number=2).update(language="es")
    assert (
        '<blockquote lang="es">'
        in as_member(cast.sam).get(made.get_absolute_url()).content.decode()
    )


def test_an_answer_by_mail_counts_and_no_is_no(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = asked_about(cast, topic)
    to = str(opened(OutgoingMail.objects.get(kind="quoted"))["Reply-To"])
    arrive(letter(to, "Yes, without my name", sender="tess@example.org"))
    assert the_person(cast).consent == Consent.NAMELESS
    html = as_member(cast.sam).get(made.get_absolute_url()).content.decode()
    assert "Agreed, without a name." in html
    assert "Tess Bell" not in html
    arrive(letter(to, "We rang at seven.", sender="tess@example.org"))
    assert the_person(cast).consent == Consent.CHANGES
    assert "If you meant yes or no" in text_of(answers(cast.tess)[-1])
    arrive(letter(to, "No", sender="tess@example.org"))
    assert the_person(cast).consent == Consent.DECLINED
    sam = as_member(cast.sam)
    where = f"{made.get_absolute_url()}quotations/1/"
    assert ANSWER not in sam.get(made.get_absolute_url()).content.decode()
    assert sam.get(where).status_code == 404
    with scope(cast.community), pytest.raises(NotAgreedError):
        publish(made, by=cast.fay)
    sam.post(f"{where}delete/")
    with scope(cast.community):
        assert not QuotedPerson.objects.exists()
        publish(made, by=cast.fay)


def test_other_words_of_the_post_are_asked_about_anew(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = asked_about(cast, topic)
    sam, where = as_member(cast.sam), f"{made.get_absolute_url()}quotations/1/"
    assert ANSWER in sam.get(where).content.decode()
    assert sam.post(where, {"words": "Ring at seven."}).status_code == 422
    sam.post(where, {"words": "Ring at six. …"})
    with scope(cast.community):
        assert Quotation.objects.get().words == "Ring at six. …"
        ask_quoted(made.pk)
    assert OutgoingMail.objects.filter(kind="quoted").count() == 2
    with scope(cast.community):
        # She says no while somebody chooses again; nobody asks her once more.
        chosen = Quotation.objects.select_related("person").get()
        QuotedPerson.objects.update(consent=Consent.DECLINED)
        with pytest.raises(DeclinedError):
            quote_otherwise(chosen, "Ring at six.", by=cast.sam)
        assert QuotedPerson.objects.get().consent == Consent.DECLINED
        # What one's co-author or a facilitator chooses of one's words, one is asked about.
        own = Post.objects.get(topic=topic, number=1)
        made = quoting(cast, {own.pk: "How?"})
        for by, consent in ((cast.sam, Consent.NAMED), (cast.fay, Consent.WAITING)):
            quote_otherwise(made.quotations.get(), "How?", by=by)
            assert made.quoted.get().consent == consent


def test_in_quiet_hours_the_question_and_what_is_said_to_it_wait(cast: Cast, topic: Topic) -> None:
    hour = timezone.now().astimezone(zone_named("America/New_York")).hour
    for member in (cast.tess, cast.sam):
        user = member.user
        user.quiet_from, user.quiet_until = (hour - 1) % 24, (hour + 2) % 24
        user.save()
    asked_about(cast, topic)
    Client().post(quoted_path(cast.community.pk, the_person(cast).pk), {"answer": "declined"})
    with scope(cast.community):
        tell_of_consent(the_person(cast).pk)
    for kind, member in (("quoted", cast.tess), ("moderation", cast.sam)):
        mail = OutgoingMail.objects.get(kind=kind, user=member.user)
        assert mail.due_at == quiet_until(member.user, timezone.now())


@pytest.mark.parametrize("silence", ["named", "declined"])
def test_silence_counts_as_the_community_says(
    cast: Cast, as_member: AsMember, topic: Topic, silence: str
) -> None:
    made = asked_about(cast, topic, audience=None)
    rules = {"silence": silence, "days": "14", "removed": "out"}
    as_member(cast.fay).post("/c/four-rivers/library/quoting/", rules)
    with scope(cast.community):
        person = QuotedPerson.objects.get()
        # She was told that silence means something else: it begins anew.
        assert person.asked_at is None
        ask_quoted(made.pk)
        assert OutgoingMail.objects.filter(kind="quoted").count() == 2
        settle_silence(person.pk)
        assert QuotedPerson.objects.get().consent == Consent.WAITING
        QuotedPerson.objects.update(asked_at=timezone.now() - timedelta(days=15))
        settle_silence(person.pk)
        person.refresh_from_db()
        assert (person.consent, person.by_silence) == (silence, True)
        assert QuotingRules.objects.get().silence == silence
    # Those who write it wait for her no longer.
    work()
    told = text_of(OutgoingMail.objects.get(kind="moderation", user=cast.sam.user))
    expected = {
        "named": "or their time is over. It can be published now.",
        "declined": "Not all whom you quote in “Walking bus” answered in time",
    }
    assert expected[silence] in told


def test_two_who_say_the_rules_for_the_first_time_at_once_both_save_them(cast: Cast) -> None:
    with scope(cast.community):
        first, second = (QuotingRules(community=cast.community, days=days) for days in (7, 30))
        change_rules(first, by=cast.fay)
        change_rules(second, by=cast.ada)
        assert QuotingRules.objects.get().days == 30
        assert Act.objects.filter(act="changed", by=cast.ada).latest("pk").note


def test_what_shall_be_changed_reaches_a_co_author_when_the_owner_left(
    cast: Cast, topic: Topic
) -> None:
    with scope(cast.community):
        post = Post.objects.get(topic=topic, number=2)
        quoting(cast, {post.pk: ANSWER}, authors=(cast.sam.pk, cast.rosa.pk))
        Membership.objects.filter(pk=cast.sam.pk).update(status=Status.LEFT)
        QuotedPerson.objects.update(consent=Consent.CHANGES, wish="Say seven.")
        tell_of_consent(QuotedPerson.objects.get().pk)
    mail = OutgoingMail.objects.get(kind="moderation")
    assert mail.user == cast.rosa.user
    assert "Say seven." in text_of(mail)


def test_who_agreed_for_few_is_asked_again_when_their_forum_is_opened(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    with scope(cast.community):
        rule = rule_of(cast.superintendents.audience_id)
        words = ForumWords("Of the two", "", "", "")
        other = open_forum(words, rule=rule, guests=[], by=cast.fay)
        post = Post.objects.get(topic=topic, number=2)
        made = quoting(cast, {post.pk: ANSWER}, audience=other.audience)
        QuotedPerson.objects.update(
            consent=Consent.NAMELESS, by_silence=True, asked_at=timezone.now()
        )
        publish(made, by=cast.fay)
        person = QuotedPerson.objects.get()
        change_audience(other, rule=rule, guests=[], by=cast.fay)
        person.refresh_from_db()
        assert person.consent == Consent.NAMELESS
        change_audience(other, rule=AudienceRule(), guests=[], by=cast.fay)
        person.refresh_from_db()
        assert (person.consent, person.by_silence, person.asked_at) == ("waiting", False, None)
    assert ANSWER not in as_member(cast.pat).get(made.get_absolute_url()).content.decode()


def test_who_wrote_without_his_name_is_asked_and_not_told_of(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.tess, body="Ours were late.", name_hidden=True)
        everyone = audience_chosen(cast.community, EVERYONE)
        made = quoting(cast, {post.pk: "Ours were late."}, audience=everyone)
        ask_quoted(made.pk)
        made.community = cast.community
    text = text_of(OutgoingMail.objects.get(kind="quoted"))
    assert "It stays without your name" in text
    link = quoted_path(cast.community.pk, the_person(cast).pk)
    Client().post(link, {"answer": "named"})
    work()
    for mail in OutgoingMail.objects.filter(kind="moderation"):
        assert "Tess" not in text_of(mail)
    with scope(cast.community):
        publish(made, by=cast.fay)
    for name in ("sam", "pat"):
        html = as_member(cast.members[name]).get(made.get_absolute_url()).content.decode()
        assert "Ours were late." in html
        assert "Tess" not in html
