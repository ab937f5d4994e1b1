"""A mail's frame takes what people typed as it is, and escapes it in HTML."""

import pytest

from digests.frames import HOLE, Frame, escaped, hole


def test_what_is_put_into_a_frame_is_never_taken_for_a_hole() -> None:
    frame = Frame(HOLE.split(f"Hello {hole('name')}: {hole('part 0')} {hole('name')}"))
    filled = frame.fill({"name": hole("part 0"), "part 0": "news"})
    assert filled == f"Hello {hole('part 0')}: news {hole('part 0')}"


def test_a_hole_that_nothing_fills_is_no_mail() -> None:
    with pytest.raises(KeyError):
        Frame(HOLE.split(hole("name"))).fill({})


def test_words_of_people_are_escaped() -> None:
    assert escaped({"name": "<b>Ana</b> & co"}) == {"name": "&lt;b&gt;Ana&lt;/b&gt; &amp; co"}
