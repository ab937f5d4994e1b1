"""Every mail, with sample data, in English and Spanish: what holds for all of them."""

import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.mails.samples import ALL, OF_PEOPLE, SAMPLES, TITLES, text_and_html, whole
from tests.reading_ease import english_grade, sentences, spanish_ease

LANGUAGES = ("en", "es")
GRADE = 6
EASE = 70
SIGNATURE = "\n-- \n"
NOT_SPOKEN = re.compile(r"https?://\S+|\S+@\S+|^[=-]{3,}.*$|\b\d+\b", re.MULTILINE)
WHY = {
    "en": ("You get this mail", "If you do not want to join"),
    "es": ("Recibe este correo", "Si no quiere unirse", "Si no quiere entrar"),
}
# Lines that are the same in both: what people wrote, names, addresses.
NO_SENTENCE = re.compile(r"https?:|@|^\d|^5\d\d|^[A-Z][a-z]+ [A-Z][a-z]+$")

everything = pytest.mark.parametrize("name", ALL)


@cache
def parts(name: str, language: str) -> tuple[str, str]:
    return text_and_html(name, language)


def spoken(name: str, language: str) -> str:
    """Return the words of a mail that are ours, without addresses and numbers."""
    text = parts(name, language)[0]
    for said in (OF_PEOPLE[language], TITLES[language]):
        text = text.replace(said, "")
    return NOT_SPOKEN.sub("", text)


def test_every_template_has_a_sample() -> None:
    folder = settings.BASE_DIR / "templates" / "mail"
    there = {path.stem for path in folder.iterdir() if not path.name.startswith("_")}
    assert there - {"base", "letter", "not_you"} == set(SAMPLES)


def test_english_is_read_by_a_twelve_year_old() -> None:
    """One test for all, since the dictionary of syllables takes a second to read."""
    hard = {}
    for name in ALL:
        text = spoken(name, "en")
        if english_grade(text) > GRADE:
            hard[name] = sorted(sentences(text), key=english_grade)[-3:]
    assert hard == {}


@everything
def test_spanish_is_fairly_easy(name: str) -> None:
    text = spoken(name, "es")
    ease = spanish_ease(text)
    hardest = sorted(sentences(text), key=spanish_ease)[:3]
    assert ease >= EASE, f"ease {ease:.0f}; hardest: {hardest}"


@everything
def test_no_sentence_is_left_untranslated(name: str) -> None:
    english, spanish = (
        {line for line in spoken(name, language).splitlines() if len(line.split()) > 2}
        for language in LANGUAGES
    )
    assert {line for line in english & spanish if not NO_SENTENCE.search(line)} == set()


@everything
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_ends_with_who_reads_answers_and_why_it_came(name: str, language: str) -> None:
    text, html = parts(name, language)
    footer = text.rpartition(SIGNATURE)[2]
    assert any(why in footer for why in WHY[language]), footer
    nobody = {"en": "Nobody would read it.", "es": "Nadie lo leería."}[language]
    answer = {"en": ("answer", "reply"), "es": ("respond", "conteste")}[language]
    assert nobody in footer or any(word in footer.lower() for word in answer), footer
    assert footer.splitlines()[0].strip() in " ".join(read(html).text.split())


@everything
def test_it_says_something_in_the_list_of_mails(name: str) -> None:
    for language in LANGUAGES:
        shown = read(parts(name, language)[1]).preheader
        assert len(shown) > 10
        assert shown != TITLES[language]


@everything
def test_its_links_lead_somewhere(name: str) -> None:
    for language in LANGUAGES:
        text, html = parts(name, language)
        links = [*read(html).links, *re.findall(r"https?://\S+", text)]
        assert links
        for link in links:
            assert link.startswith((settings.SITE_URL, "mailto:", "tel:")), link
            if not link.startswith(("mailto:", "tel:")):
                assert leads_somewhere(link), link


def leads_somewhere(link: str) -> bool:
    try:
        resolve(urlsplit(link).path)
    except Resolver404:
        return False
    return True


@everything
def test_it_is_small_and_brings_no_picture(name: str) -> None:
    for language in LANGUAGES:
        assert len(whole(name, language)) < 90_000
        html = parts(name, language)[1]
        assert "<img" not in html
        assert "background-image" not in html


@everything
def test_it_does_without_its_style_block(name: str) -> None:
    """Outside of what is only for narrow and dark screens, the block says nothing but defaults."""
    html = parts(name, "en")[1]
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    always = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", style)
    rules = re.findall(r"([^{}\s][^{}]*?)\s*\{", always)
    assert [rule.strip() for rule in rules] == [":root", "a"]
    assert read(html).without_style == []
    assert "prefers-color-scheme: dark" in style
    # Or the rule for links would give a button's words the colour of the button.
    assert ".ink a.button" in style


class _Reader(HTMLParser):
    """Reads links, the pre-header, the text, and elements that show text without a style."""

    STYLED = ("td", "p", "a", "h1", "h2")

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.without_style: list[str] = []
        self.preheader = ""
        self.text = ""
        self._hidden = 0
        self._skipped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        style = found.get("style") or ""
        if self._hidden:
            self._hidden += tag == "div"
        elif tag == "div" and "display:none" in style.replace(" ", ""):
            self._hidden = 1
        self._skipped = tag in {"style", "title"}
        if tag == "a":
            self.links.append(found.get("href") or "")
            if "color:" not in style:
                self.without_style.append(f"a {found}")
        if tag in self.STYLED and not style and not found.get("role"):
            self.without_style.append(f"{tag} {found}")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "div" and self._hidden > 0
        self._skipped = False

    def handle_data(self, data: str) -> None:
        if self._hidden:
            self.preheader += data.replace("\u2007", "").replace("\u034f", "").strip()
        elif not self._skipped:
            self.text += data


@cache
def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def test_the_sample_of_a_digest_has_something_in_it() -> None:
    for language in LANGUAGES:
        for found in parts("digest", language):
            assert TITLES[language] in found
            assert OF_PEOPLE[language] in found
