"""Pieces of pages that are kept: each is its values and nothing else."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.templatetags.kept import _kept, kept

PIECE = '{% load i18n %}<p>{{ word }} {{ secret }}{% translate "Forums" %}</p>'


@dataclass(frozen=True)
class Place:
    name: str


@dataclass
class Changing:
    name: str


@pytest.fixture(autouse=True)
def piece(tmp_path: Path) -> Iterator[Path]:
    """Give the templates a piece of our own, and forget it afterwards."""
    (tmp_path / "piece.html").write_text(PIECE, encoding="utf-8")
    folders: list[Any] = engines["django"].engine.dirs  # type: ignore[attr-defined]
    _forget()
    folders.append(tmp_path)
    yield tmp_path / "piece.html"
    folders.remove(tmp_path)
    _forget()


def _forget() -> None:
    _kept.cache_clear()
    _reset_loaders()


def _reset_loaders() -> None:
    """Do what the autoreloader of `make run` does when a template changes."""
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()


def test_a_piece_is_drawn_once_for_the_same_values(piece: Path) -> None:
    first = kept("piece.html", word="Ana")
    assert kept("piece.html", word="Ana") is first
    assert "Ana" in first


def test_other_values_give_another_piece() -> None:
    assert "Ana" in kept("piece.html", word="Ana")
    assert "Ben" in kept("piece.html", word="Ben")
    assert "Ana" in kept("piece.html", secret="Ana")


def test_values_that_are_equal_and_of_other_types_do_not_share_a_piece() -> None:
    assert "<p><b> " in kept("piece.html", word=mark_safe("<b>"))
    assert "<p>&lt;b&gt; " in kept("piece.html", word="<b>")
    assert "<p>1 " in kept("piece.html", word=1)
    assert "<p>True " in kept("piece.html", word=True)
    assert "&lt;b&gt;" in kept("piece.html", word=("<b>",))
    assert kept("piece.html", word=(mark_safe("<b>"),)) is not kept("piece.html", word=("<b>",))
    marked, plain = Place(mark_safe("<b>")), Place("<b>")
    assert marked == plain
    assert kept("piece.html", word=marked) is not kept("piece.html", word=plain)


def test_what_people_typed_is_escaped() -> None:
    assert "<p>&lt;b&gt;&amp;&quot; " in kept("piece.html", word='<b>&"')


def test_a_piece_sees_nothing_of_the_page_round_it() -> None:
    page = Template('{% load kept %}{{ secret }}{% kept "piece.html" word=word %}')
    assert page.render(Context({"word": "Ana", "secret": "S."})).count("S.") == 1


def test_each_reader_has_his_language() -> None:
    said = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            said.append(kept("piece.html"))
    assert said[0] == said[2] != said[1]


def test_words_that_wait_for_the_language_are_told_apart_by_it() -> None:
    words = gettext_lazy("People")
    with translation.override("en"):
        assert "People" in kept("piece.html", word=words)
    with translation.override("es"):
        assert "Personas" in kept("piece.html", word=words)


def test_lists_and_frozen_things_may_be_handed_over() -> None:
    places = [Place("Here"), Place("There")]
    first = kept("piece.html", word=places)
    assert kept("piece.html", word=SimpleLazyObject(lambda: list(places))) is first
    places.append(Place("Elsewhere"))
    assert "Elsewhere" in kept("piece.html", word=places)


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime(2020, 5, 1, tzinfo=dt.UTC),
        {"name": "Ana"},
        Changing("Ana"),
        [Changing("Ana")],
        Place(Changing("Ana")),  # type: ignore[arg-type]
        object(),
        SimpleLazyObject(lambda: "a token"),
    ],
)
def test_nothing_else_may_be_handed_over(value: object) -> None:
    with pytest.raises(TypeError, match="plain values"):
        kept("piece.html", word=value)


def test_whoever_works_on_a_template_sees_it_at_once(
    piece: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by override_settings(), which would make new template engines.
    monkeypatch.setattr(settings, "DEBUG", True)
    assert "Forums" in kept("piece.html")
    piece.write_text("changed", encoding="utf-8")
    _reset_loaders()
    assert kept("piece.html") == "changed"


def test_no_kept_piece_of_ours_has_a_form_or_a_moment() -> None:
    folder = settings.BASE_DIR / "templates"
    sources = {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")
    }
    pieces = {name for text in sources.values() for name in re.findall(r'{% kept "([^"]+)"', text)}
    assert "components/places.html" in pieces
    for piece in pieces | {"components/pagination.html"}:
        text = _source(sources, piece)
        assert not re.search(r"csrf_token|{% (when|now|person) |\|(date|time)\b|request\b", text), (
            piece
        )


def _source(sources: dict[str, str], piece: str) -> str:
    """Return the text of a template, or of the part of it that "name#part" names."""
    name, _, part = piece.partition("#")
    if not part:
        return sources[name]
    found = re.search(rf"{{% partialdef {part} .*?{{% endpartialdef", sources[name], re.DOTALL)
    assert found, piece
    return found.group()
