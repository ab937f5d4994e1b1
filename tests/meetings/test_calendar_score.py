"""Calendar programs expand our feeds to the meetings that we mean: `make calendar-score`."""

from tests.meetings.calendar_score import corpus, score


def test_all_readers_agree_with_us_on_the_whole_corpus() -> None:
    found = score()
    assert found.wrong == []
    assert set(found.right) == {"recurring-ical-events", "ical.js"}
    assert set(found.right.values()) == {found.rows}


def test_the_corpus_has_something_of_everything() -> None:
    rows = corpus()
    assert len(rows) >= 60
    events = [row.event for row in rows]
    kinds = {event.rule.partition(";")[0] for event in events}
    assert kinds == {"", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"}
    assert len({event.zone for event in events}) >= 20
    years = [(row.meant[-1][0] - row.meant[0][0]) / (365 * 86400) for row in rows]
    assert sum(lasts > 4 for lasts in years) >= 40
    assert any(event.left_out for event in events)
    assert any(override.cancelled for event in events for override in event.overrides)
    assert any(not override.cancelled for event in events for override in event.overrides)
