"""Queries that are compiled once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.prepared import fields_of, instance_of, prepared, prepared_for_each

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
builds: list[str] = []


@prepared
def since(moment: datetime, ids: list[int], language: str) -> QuerySet[User, tuple[Any, ...]]:
    builds.append("since")
    people = User.objects.filter(date_joined__gte=moment, id__any_of=ids, language=language)
    return people.order_by("email").values_list("email", "date_joined")


@prepared
def like(person: User) -> QuerySet[User, tuple[Any, ...]]:
    return User.objects.filter(email=person.email, pk=person.pk).values_list(*fields_of(User))


@prepared
def speakers(least: int) -> QuerySet[User, tuple[Any, ...]]:
    people = User.objects.values_list("language").annotate(n=Coalesce(Count("pk"), Value(0)))
    return people.filter(n__gte=least).order_by(F("n"))


@prepared_for_each("person.is_staff", "backwards")
def seen_by(person: User, backwards: bool, at_most: datetime) -> QuerySet[User, tuple[Any, ...]]:
    builds.append(f"{person.is_staff} {backwards}")
    found = User.objects.filter(date_joined__lte=at_most)
    found = found if person.is_staff else found.filter(pk=person.pk)
    return found.order_by("-email" if backwards else "email").values_list("email")


@pytest.fixture
def people() -> list[User]:
    return [
        User.objects.create_user(f"{name}@a.example", language=language, date_joined=LONG_AGO + day)
        for name, language, day in [
            ("ann", "en", timedelta(0)),
            ("ben", "es", timedelta(1)),
            ("cleo", "en", timedelta(2)),
        ]
    ]


def test_each_run_has_its_own_values_and_the_query_is_built_once(people: list[User]) -> None:
    builds.clear()
    ids = [person.pk for person in people]
    emails = [[row[0] for row in since(LONG_AGO, wanted, "en")] for wanted in (ids, ids[:2], [])]
    assert emails == [["ann@a.example", "cleo@a.example"], ["ann@a.example"], []]
    assert since(moment=LONG_AGO + timedelta(1), ids=ids, language="es") == [
        ("ben@a.example", LONG_AGO + timedelta(1))
    ]
    assert len(builds) <= 1


def test_the_text_is_the_same_however_many_ids_there_are(people: list[User]) -> None:
    with CaptureQueriesContext(connection) as asked:
        since(LONG_AGO, [people[0].pk], "en")
        since(LONG_AGO, list(range(500)), "en")
    assert len(asked) == 2
    assert since.compiled[()].sql.count("%s") == 3


def test_attributes_of_a_model_are_read_when_it_runs(people: list[User]) -> None:
    rows = [like(person) for person in people]
    assert [instance_of(User, found[0]) for found in rows] == people
    ann = instance_of(User, rows[0][0])
    assert (ann.language, ann.date_joined, bool(ann.avatar)) == ("en", LONG_AGO, False)
    # It is a row of the database to Django: saving it changes that row.
    ann.display_name = "Ann"
    ann.save()
    assert User.objects.get(pk=ann.pk).display_name == "Ann"


def test_what_is_looked_at_makes_a_query_of_its_own(people: list[User]) -> None:
    builds.clear()
    ann, ben, cleo = people
    cleo.is_staff = True
    for _twice in range(2):
        assert seen_by(cleo, False, LONG_AGO + timedelta(1)) == [
            ("ann@a.example",),
            ("ben@a.example",),
        ]
        assert seen_by(cleo, True, LONG_AGO + timedelta(1))[0] == ("ben@a.example",)
        assert seen_by(ann, False, LONG_AGO + timedelta(1)) == [("ann@a.example",)]
        assert seen_by(ben, backwards=False, at_most=LONG_AGO) == []
    assert builds == ["True False", "True True", "False False"]


def test_columns_that_django_converts_are_converted(people: list[User]) -> None:
    assert speakers(2) == [("en", 2)]
    assert speakers(1) == [("es", 1), ("en", 2)]


def test_values_are_values_and_never_sql(people: list[User]) -> None:
    ids = [person.pk for person in people]
    assert since(LONG_AGO, ids, "en' OR '1'='1") == []


def test_a_list_works_in_a_plain_query_too(people: list[User]) -> None:
    found = User.objects.filter(id__any_of=[people[2].pk, people[0].pk, 0]).order_by("email")
    assert list(found) == [people[0], people[2]]
    assert not User.objects.filter(id__any_of=[]).exists()


@prepared
def marked(person: User) -> QuerySet[User, tuple[Any, ...]]:
    there = User.objects.filter(pk=person.pk, display_name__contains="50%", is_active=True)
    mark = Concat("display_name", Value("'s 100% %s \\"), output_field=CharField())
    return there.exclude(email="o'neil@a.example").values_list(mark, Value(7))


def test_what_never_changes_is_written_into_the_text_as_it_is(people: list[User]) -> None:
    ann, ben, _cleo = people
    for person, name in ((ann, "Ann 50%"), (ben, "Ben 50")):
        person.display_name = name
        person.save(update_fields=["display_name"])
    assert marked(ann) == [("Ann 50%'s 100% %s \\", 7)]
    assert marked(ben) == []
    assert len(marked.compiled[()].places) == 1
