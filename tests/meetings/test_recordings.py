"""The recording of a meeting: a link, with who agreed to it, for those who see the meeting."""

from datetime import timedelta

import pytest

from communities.scope import scope
from meetings.models import Recording
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.after_meetings import browser_of, going_on, held, page_of

pytestmark = pytest.mark.django_db
WHERE = "recordings/"
GIVEN = {
    "link": "https://video.example/123",
    "consent": "We asked all at the beginning, and nobody said no.",
}


def links(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(Recording.objects.values_list("link", flat=True))


def test_the_host_puts_it_up_and_those_who_see_the_meeting_find_it(cast: Cast) -> None:
    meeting = held(cast, audience=cast.superintendents.audience)
    done = browser_of(cast.ada).post(page_of(cast, meeting, WHERE), GIVEN, follow=True)
    assert "The recording is up." in done.text
    page = browser_of(cast.sam).get(page_of(cast, meeting)).text
    assert GIVEN["link"] in page
    assert GIVEN["consent"] in page
    assert browser_of(cast.rosa).get(page_of(cast, meeting)).status_code == 404


def test_a_link_is_taken_as_it_stands_in_an_address_line(cast: Cast) -> None:
    meeting = held(cast)
    page = browser_of(cast.ada).get(page_of(cast, meeting, WHERE)).text
    # A browser itself would refuse what has no https:// in a field for links.
    assert 'type="url"' not in page
    browser_of(cast.ada).post(page_of(cast, meeting, WHERE), {**GIVEN, "link": "video.example/7"})
    assert links(cast) == ["https://video.example/7"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"consent": ""}, "Say who agreed to be recorded"),
        ({"consent": "yes"}, "Say who agreed to be recorded"),
        ({"link": ""}, "Paste the link"),
        ({"link": "javascript:alert(1)"}, "Paste a whole link"),
        ({"link": "ftp://video.example/1"}, "Paste a whole link"),
    ],
)
def test_without_a_link_or_consent_nothing_is_put_up_and_what_was_typed_stays(
    cast: Cast, changes: dict[str, str], says: str
) -> None:
    meeting = held(cast)
    sent = {**GIVEN, **changes}
    refused = browser_of(cast.ada).post(page_of(cast, meeting, WHERE), sent)
    assert refused.status_code == 422
    assert says in refused.text
    assert sent["consent"] in refused.text
    assert links(cast) == []


def test_it_is_taken_down_with_a_reason_that_is_recorded(cast: Cast) -> None:
    meeting = held(cast)
    host = browser_of(cast.ada)
    host.post(page_of(cast, meeting, WHERE), GIVEN)
    with scope(cast.community):
        path = page_of(cast, meeting, f"{WHERE}{Recording.objects.get().pk}/delete/")
    assert host.post(path, {"reason": ""}).status_code == 422
    assert links(cast) == [GIVEN["link"]]
    host.post(path, {"reason": "One of them said no."})
    assert links(cast) == []
    with scope(cast.community):
        act = Act.objects.get(act="recording_removed")
        assert (act.note, act.object_id) == ("One of them said no.", meeting.pk)
    assert GIVEN["link"] not in browser_of(cast.sam).get(page_of(cast, meeting)).text


def test_members_put_up_nothing_and_take_nothing_down(cast: Cast) -> None:
    meeting = held(cast)
    browser_of(cast.ada).post(page_of(cast, meeting, WHERE), GIVEN)
    with scope(cast.community):
        pk = Recording.objects.get().pk
    sam = browser_of(cast.sam)
    assert sam.post(page_of(cast, meeting, WHERE), GIVEN).status_code == 403
    path = page_of(cast, meeting, f"{WHERE}{pk}/delete/")
    assert sam.post(path, {"reason": "Mine."}).status_code == 403
    assert links(cast) == [GIVEN["link"]]


def test_before_it_begins_there_is_no_recording(cast: Cast) -> None:
    meeting = going_on(cast, since=timedelta(hours=-1))
    host = browser_of(cast.ada)
    refused = host.post(page_of(cast, meeting, WHERE), GIVEN)
    assert refused.status_code == 403
    assert "has not begun yet" in refused.text
    assert links(cast) == []
    assert "Put up a recording" not in host.get(page_of(cast, meeting)).text


def test_what_another_meeting_has_is_not_there(cast: Cast) -> None:
    first, second = held(cast), held(cast)
    host = browser_of(cast.ada)
    host.post(page_of(cast, first, WHERE), GIVEN)
    with scope(cast.community):
        pk = Recording.objects.get().pk
    assert (
        host.post(page_of(cast, second, f"{WHERE}{pk}/delete/"), {"reason": "No."}).status_code
        == 404
    )
    assert links(cast) == [GIVEN["link"]]
