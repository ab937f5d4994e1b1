"""Two scribes save at the same moment, on connections of their own: one text stands, none is lost.

A third connection holds the section until both wait for it, so that they really meet.
"""

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from communities.models import Membership
from communities.scope import scope
from meetings.models import NotesSection, NotesVersion, SetAside
from meetings.notes.scribing import HasScribeError, put_in, take_section
from tests.cast import Cast, make_cast
from tests.locks import until_waiting
from tests.meetings.notes_scenes import section_of, writes

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def at_once(section: NotesSection, *acts: Callable[[], object]) -> list[object]:
    """Do these at the same moment; return what each returned or raised."""
    done: list[object] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with scope(section.community):
                done.append(act())
        except HasScribeError as error:
            done.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    with transaction.atomic(using="owner"):
        list(NotesSection.objects.using("owner").select_for_update().filter(pk=section.pk))
        for thread in threads:
            thread.start()
        until_waiting(len(threads))
    for thread in threads:
        thread.join()
    return done


@pytest.fixture
def cast_and_section(db: None) -> tuple[Cast, NotesSection]:
    cast = make_cast()
    with scope(cast.community):
        return cast, section_of(cast)


def test_two_who_save_at_once_lose_nothing(cast_and_section: tuple[Cast, NotesSection]) -> None:
    cast, section = cast_and_section

    def saving(by: Membership) -> Callable[[], object]:
        return lambda: writes(by, section, f"By {by.name}.", base=0)

    at_once(section, saving(cast.sam), saving(cast.tess), saving(cast.rosa))
    with scope(cast.community):
        stands = NotesSection.objects.get(pk=section.pk)
        beside = set(SetAside.objects.values_list("text", flat=True))
        assert stands.version == 1
        assert {stands.text, *beside} == {"By Sam Ortiz.", "By Tess Bell.", "By Rosa Peña."}
        assert len(beside) == 2
        assert NotesVersion.objects.get().text == stands.text


def test_of_two_who_want_to_write_at_once_one_becomes_the_scribe(
    cast_and_section: tuple[Cast, NotesSection],
) -> None:
    cast, section = cast_and_section
    done = at_once(
        section,
        lambda: take_section(section, by=cast.sam),
        lambda: take_section(section, by=cast.tess),
    )
    assert sum(isinstance(one, HasScribeError) for one in done) == 1


def test_what_two_put_in_at_once_stands_there_once(
    cast_and_section: tuple[Cast, NotesSection],
) -> None:
    cast, section = cast_and_section
    with scope(cast.community):
        writes(cast.sam, section, "One.", base=0)
        writes(cast.sam, section, "Two.", base=0)
        aside = SetAside.objects.get()
        aside.section = section
    at_once(section, lambda: put_in(aside, by=cast.sam), lambda: put_in(aside, by=cast.sam))
    with scope(cast.community):
        assert NotesSection.objects.get(pk=section.pk).text == "One.\n\nTwo."
