"""The timed agendas of forms: whole, in order, as long as the meeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.models import Step
from meetings.agenda.formats import FORMATS, timed_agenda
from meetings.agenda.steps import AgendaStep
from meetings.models import Format


def test_a_peer_consult_of_55_minutes_is_as_its_source_has_it() -> None:
    assert [(str(step), minutes) for step, minutes in timed_agenda("consult", 55)] == [
        ("welcome", 5),
        ("present", 10),
        ("clarify", 15),
        ("advise", 15),
        ("commit", 5),
        ("close", 5),
    ]


def test_targeted_networking_presents_asks_and_answers() -> None:
    steps = [str(step) for step, _minutes in timed_agenda("networking", 80)]
    assert steps == ["welcome", "present", "ask", "answer", "close"]


def test_each_form_that_brings_an_agenda_is_a_form_of_meetings() -> None:
    assert set(FORMATS) <= set(Format.values)


def test_a_consult_has_the_words_of_the_forums() -> None:
    steps = {str(step): str(step.label) for step, _minutes in FORMATS["consult"]}
    assert {str(one): str(one.label) for one in Step}.items() <= steps.items()


@given(st.sampled_from(sorted(FORMATS)), st.integers(6, 1440))
def test_minutes_add_up_and_each_step_has_some(name: str, minutes: int) -> None:
    timed = timed_agenda(name, minutes)
    assert sum(count for _step, count in timed) == minutes
    assert all(count >= 1 for _step, count in timed)
    assert [step for step, _count in timed] == [step for step, _share in FORMATS[name]]
    if minutes >= 40 and minutes % 5 == 0:
        assert all(count % 5 == 0 for _step, count in timed)


@pytest.mark.parametrize("minutes", [-5, 0, 4])
def test_too_short_a_meeting_has_no_such_agenda(minutes: int) -> None:
    with pytest.raises(ValueError, match=str(minutes)):
        timed_agenda("networking", minutes)


def test_other_forms_bring_none() -> None:
    with pytest.raises(KeyError):
        timed_agenda("webinar", 60)


def test_no_step_is_longer_named_than_its_column() -> None:
    assert max(map(len, AgendaStep.values)) <= 8
