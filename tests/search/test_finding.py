"""What is found, and by whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from forums.actions import (
    accept_answer,
    edit_post,
    merge_topic,
    move_topic,
    open_topic,
    remove_post,
    reply,
    restore_post,
    split_topic,
    take_back_answer,
)
from forums.models import Topic
from search.actions import learn_words
from search.finding import Found, Question, find
from search.models import Entry
from tests.cast import Cast

AsMember = Callable[[Membership], Client]


def look(cast: Cast, member: Membership, words: str, **narrowed: object) -> Found:
    arrived = member_of(cast.community, member.user)
    assert arrived is not None
    return find(arrived, Question(words, **narrowed))  # type: ignore[arg-type]


def titles(found: Found) -> list[str]:
    return [result.hit.title for result in found.results]


@pytest.fixture
def bus(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Paying for the bus", body="Attendance fell."
        )
        reply(topic, by=cast.tess, body="Our bus runs on **donated** diesel.")
        open_topic(
            cast.families,
            by=cast.rosa,
            title="Reunión de madres",
            body="¿Quién viene a las reuniones de la escuela? Los niños y las familias.",
        )
        for entry in Entry.objects.all():
            learn_words(entry.pk)
        return topic


def test_another_form_of_the_word_is_found_and_marked(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        found = look(cast, cast.tess, "bus")
        assert titles(found) == ["Paying for the bus"]
        assert found.entries == 2
        assert found.results[0].more == 1
        assert found.results[0].title == "Paying for the <mark>bus</mark>"
        assert "<mark>donated</mark>" in look(cast, cast.tess, "donate").results[0].excerpt


def test_spanish_is_found_with_and_without_accents_in_every_form(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        for words in ("reunion", "reunión", "REUNIONES", "madre", "niño", "nino"):
            assert titles(look(cast, cast.pat, words)) == ["Reunión de madres"], words


def test_phrases_and_words_that_must_not_be_there(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        assert look(cast, cast.tess, '"donated diesel"').entries == 1
        assert look(cast, cast.tess, '"diesel donated"').entries == 0
        assert look(cast, cast.tess, "bus -diesel").entries == 1


def test_words_are_found_between_signs(cast: Cast) -> None:
    with scope(cast.community):
        body = "`<tram>` and data/tables, see https://example.org/lunches"
        open_topic(cast.families, by=cast.pat, title="A <ferry>", body=body)
        for words in ("tram", "table", "lunch", "ferry", "data/tables"):
            assert look(cast, cast.tess, words).entries == 1, words


def test_nobody_finds_or_counts_what_he_may_not_see(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        for member in (cast.rosa, cast.pat, cast.ada, cast.gus):
            found = look(cast, member, "bus")
            assert (found.results, found.entries, found.threads, found.spelling) == ([], 0, 0, "")
            # Nor does a spelling tell of a word that others wrote.
            found = look(cast, member, "atendance")
            assert (found.entries, found.spelling, found.asked_instead) == (0, "", "")
        assert look(cast, cast.fay, "bus").entries == 2


def test_a_community_finds_only_its_own(cast: Cast, bus: Topic) -> None:
    with scope(cast.other):
        member = member_of(cast.other, cast.sam.user)
        assert member is not None
        assert find(member, Question("bus")).entries == 0
        # Not even with the other community's audiences.
        member.audience_ids = [cast.superintendents.audience_id]
        assert find(member, Question("bus")).entries == 0


def test_a_role_that_is_taken_away_takes_the_hits_along(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        cast.tess.role_links.all().delete()
        assert look(cast, cast.tess, "bus").entries == 0


def test_a_typing_error_finds_what_was_meant(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        found = look(cast, cast.tess, "atendance")
        assert (found.question.words, found.asked_instead) == ("attendance", "atendance")
        assert titles(found) == ["Paying for the bus"]
        open_topic(cast.superintendents, by=cast.tess, title="Atendance", body="A slip of mine.")
        assert look(cast, cast.tess, "atendance").spelling == "attendance"


def test_it_is_narrowed_by_kind_forum_role_site_and_day(cast: Cast, bus: Topic) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    with scope(cast.community):
        open_topic(cast.families, by=cast.pat, title="A bus long ago", body="Old", at=long_ago)
        principal, superintendent = (
            cast.roles[name].pk for name in ("principal", "superintendent")
        )
        both = ["Paying for the bus", "A bus long ago"]
        old, new = ["A bus long ago"], ["Paying for the bus"]
        month = timezone.now() - timedelta(days=30)
        for narrowed, wanted in (
            ({}, both),
            ({"kind": "topic"}, both),
            ({"kind": "post"}, new),
            ({"place": f"forum {cast.families.pk}"}, old),
            ({"place": "forum 0"}, []),
            ({"role_id": principal}, old),
            ({"role_id": superintendent}, new),
            ({"site_id": cast.sites["Eastgate"].pk}, new),
            ({"since": month}, new),
            ({"until": month}, old),
        ):
            member = cast.tess
            cast.tess.__dict__.pop("audience_ids", None)
            assert titles(look(cast, member, "bus", **narrowed)) == wanted, narrowed


def test_a_changed_post_is_found_by_its_new_words(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        edit_post(bus.posts.get(number=2), by=cast.tess, body="We bought bicycles.")
        assert look(cast, cast.tess, "diesel").entries == 0
        assert look(cast, cast.tess, "bicycle").entries == 1


def test_a_removed_post_leaves_the_index_until_it_is_restored(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        for number, words, before in ((2, "diesel", 1), (1, "attendance", 1)):
            post = bus.posts.get(number=number)
            post.topic.community = cast.community
            assert look(cast, cast.tess, words).entries == before
            remove_post(post, by=cast.fay, reason="Too long.")
            for member in (cast.tess, cast.fay):
                found = look(cast, member, words)
                assert (found.entries, found.results, found.spelling) == (0, [], "")
            restore_post(post, by=cast.fay)
            assert look(cast, cast.tess, words).entries == before


def test_a_topic_whose_first_post_is_removed_is_found_by_its_title(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        first, second = bus.posts.order_by("number")
        first.topic = second.topic = bus
        remove_post(first, by=cast.fay, reason="Too long.")
        found = look(cast, cast.tess, "paying")
        assert titles(found) == ["Paying for the bus"]
        assert found.results[0].excerpt == ""
        assert look(cast, cast.rosa, "paying").entries == 0
        # With its last post the topic goes, and comes back with any of them.
        remove_post(second, by=cast.fay, reason="Too long.")
        assert look(cast, cast.tess, "paying").entries == 0
        restore_post(second, by=cast.fay)
        assert look(cast, cast.tess, "paying").entries == 1
        assert look(cast, cast.tess, "attendance").entries == 0
        restore_post(first, by=cast.fay)
        assert look(cast, cast.tess, "attendance").entries == 1


def test_the_newest_thread_of_two_alike_comes_first_and_pages_hold_each_once(
    cast: Cast,
) -> None:
    with scope(cast.community):
        now = timezone.now()
        for number in range(25):
            at = now - timedelta(days=number % 7)
            topic = open_topic(cast.families, by=cast.pat, title=f"T{number}", body="Tram", at=at)
            if number % 3 == 0:
                reply(topic, by=cast.pat, body="Another tram", at=at)
        arrived = member_of(cast.community, cast.tess.user)
        assert arrived is not None
        pages = [find(arrived, Question("tram"), page=page) for page in (1, 2, 3)]
        assert [len(page.results) for page in pages] == [10, 10, 5]
        assert {(page.threads, page.entries) for page in pages} == {(25, 34)}
        shown = [title for page in pages for title in titles(page)]
        assert len(set(shown)) == 25
        days = [int(title[1:]) % 7 for title in shown]
        assert days == sorted(days)
        assert sum(result.more for page in pages for result in page.results) == 9


def test_a_moved_topic_is_found_by_those_who_see_its_new_forum(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        assert look(cast, cast.rosa, "diesel").entries == 0
        move_topic(bus, by=cast.fay, to=cast.families)
        assert look(cast, cast.rosa, "diesel").entries == 1
        bus.refresh_from_db()
        move_topic(bus, by=cast.fay, to=cast.superintendents)
        assert look(cast, cast.rosa, "diesel").entries == 0


def test_split_and_merged_posts_are_found_once_where_they_stand(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        new = split_topic(bus, by=cast.fay, numbers=[2], title="Fuel")
        found = look(cast, cast.tess, "diesel")
        assert (titles(found), found.entries) == (["Fuel"], 1)
        assert titles(look(cast, cast.tess, "fuel")) == ["Fuel"]
        merge_topic(new, by=cast.fay, into=bus)
        found = look(cast, cast.tess, "diesel")
        assert (titles(found), found.entries) == (["Paying for the bus"], 1)
        assert look(cast, cast.tess, "fuel").entries == 0


def test_people_are_found_by_name_site_and_what_they_know(cast: Cast) -> None:
    with scope(cast.community):
        cast.pat.user.ask_me_about = "School gardens"
        cast.pat.user.save()
        assert [p.name for p in look(cast, cast.tess, "pena").people] == ["Rosa Peña"]
        assert [p.name for p in look(cast, cast.tess, "garden").people] == ["Pat Lund"]
        assert [p.name for p in look(cast, cast.tess, "northbank pat").people] == ["Pat Lund"]
        # Who left is not there, a person of another community neither, and guests see no list.
        assert look(cast, cast.tess, "lee").people == []
        assert look(cast, cast.tess, "olga").people == []
        assert look(cast, cast.gus, "pat").people == []


def test_people_are_found_by_names_without_accents_and_with_typing_errors(cast: Cast) -> None:
    with scope(cast.community):
        for words in ("peña", "PENA", "rosa pena", "pénã"):
            found = look(cast, cast.tess, words)
            assert [p.name for p in found.people] == ["Rosa Peña"], words
            assert not found.names_are_alike
        for words in ("penha", "rossa", "roas pnea", "Rosa Penna"):
            found = look(cast, cast.tess, words)
            assert [p.name for p in found.people] == ["Rosa Peña"], words
            assert found.names_are_alike
        # Other people, other communities' people, and people for guests do not come that way either.
        assert look(cast, cast.tess, "zzyzx").people == []
        assert look(cast, cast.tess, "Olgga").people == []
        assert look(cast, cast.gus, "penha").people == []
        assert look(cast, cast.tess, "penha", kind="topic").people == []


def test_a_changed_name_is_found_at_once(cast: Cast) -> None:
    with scope(cast.community):
        cast.pat.user.display_name = "Björn-Åke O’Malley"
        cast.pat.user.save()
        for words in ("bjorn", "ake", "malley", "Björn-Åke", "O'Malley"):
            assert [p.name for p in look(cast, cast.tess, words).people] == ["Björn-Åke O’Malley"]
        cast.pat.user.display_name = ""
        cast.pat.user.save()
        local = cast.pat.user.email.partition("@")[0]
        assert len(look(cast, cast.tess, local).people) == 1


def test_questions_that_say_nothing_find_nothing(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        for words in ("the", "de la", '""', "-", "%", "\\", "'", "!!", "a" * 200, "( & | ) :*"):
            assert look(cast, cast.tess, words).entries == 0, words


def test_questions_with_an_answer_are_told_from_those_without(cast: Cast, bus: Topic) -> None:
    with scope(cast.community):
        Topic.objects.filter(pk=bus.pk).update(form="question")
        assert look(cast, cast.tess, "bus", answered=True).entries == 0
        accept_answer(bus, bus.posts.get(number=2), by=bus.author)
        assert titles(look(cast, cast.tess, "bus", answered=True)) == ["Paying for the bus"]
        take_back_answer(bus, by=bus.author)
        assert look(cast, cast.tess, "bus", answered=True).entries == 0
