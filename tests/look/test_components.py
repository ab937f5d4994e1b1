"""The pieces that pages are made of."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from config import styleguide
from core.option_labels import described
from core.pagination import post_page
from core.stylesheet import LAYERS, NAME, joined, sources
from core.templatetags.kept import kept
from core.templatetags.look import avatar, chip, count, icon, pagination, person, when

SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"


class Enquiry(forms.Form):
    name = forms.CharField(label="Your name", help_text="As people call you.")
    nickname = forms.CharField(required=False)
    pace = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("d", described("Each day", "Only <if> new."))]
    )


def tag(html: str, name: str) -> str:
    """Return the first tag that has this name attribute."""
    found = re.search(rf'<[a-z]+ [^>]*name="{name}"[^>]*>', html)
    assert found, html
    return found.group()


def test_an_error_is_tied_to_its_field() -> None:
    html = Enquiry({}).as_div()
    control = tag(html, "name")
    assert 'aria-invalid="true"' in control
    ids = re.search(r'aria-describedby="([^"]+)"', control)
    assert ids
    assert ids.group(1).split() == ["id_name_helptext", "id_name_error"]
    for one in ids.group(1).split():
        assert html.count(f'id="{one}"') == 1


def test_an_error_of_a_group_is_tied_to_the_group() -> None:
    html = Enquiry({"name": "Ana"}).as_div()
    assert '<fieldset aria-describedby="id_pace_error">' in html
    assert html.count('id="id_pace_error"') == 1


def test_the_summary_links_to_every_field_that_has_a_mistake() -> None:
    html = str(Enquiry({}))
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_name", "id_pace"]
    for target in targets:
        assert html.count(f'id="{target}"') == 1


def test_a_form_without_mistakes_has_no_summary_and_nothing_invalid() -> None:
    html = str(Enquiry())
    assert "error-summary" not in html
    assert "aria-invalid" not in html


def test_what_was_typed_is_kept_beside_the_mistake() -> None:
    assert 'value="Nan"' in str(Enquiry({"nickname": "Nan"}))


def test_only_optional_fields_are_marked() -> None:
    assert "(optional)" not in Enquiry()["name"].as_field_group()
    assert "(optional)" in Enquiry()["nickname"].as_field_group()


def test_the_hint_of_a_choice_is_escaped() -> None:
    html = Enquiry()["pace"].as_field_group()
    assert '<span class="option__title">Each day</span>' in html
    assert "Only &lt;if&gt; new." in html


def test_a_person_has_the_same_colour_everywhere() -> None:
    assert avatar(styleguide.ANA) == avatar("Ana Rosario")
    assert "style=" not in avatar("Ana Rosario")


def test_a_name_cannot_break_out_of_the_avatar() -> None:
    assert "<script" not in avatar("1<script> 2")


def test_a_person_stands_with_name_line_and_moment() -> None:
    html = person("Ana <b>", line="parent, <i>", url="/?a=1&b=2", moment=timezone.now())
    assert "Ana &lt;b&gt;</a>" in html
    assert 'href="/?a=1&amp;b=2"' in html
    assert "parent, &lt;i&gt; · <relative-time>" in html
    assert "person__detail" not in person("Ana")


def test_what_never_happened_has_no_day() -> None:
    assert when(None) == ""


def test_the_same_day_is_said_in_each_reader_s_language() -> None:
    moment = dt.datetime(2020, 5, 1, 12, 0, tzinfo=dt.UTC)
    said = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            said.append(when(moment))
    assert said[0] == said[2] != said[1]


def test_pages_of_posts_link_by_their_number() -> None:
    html = pagination(post_page(45, page=2))
    assert 'href="?page=1"' in html
    assert 'href="?page=3"' in html
    assert "Page 2 of 3" in html
    assert pagination(post_page(3)) == ""


def test_addresses_and_words_of_a_pagination_are_escaped() -> None:
    html = pagination({"next_url": '?q="><b>&page=2'}, next_label="<i>")
    assert 'href="?q=&quot;&gt;&lt;b&gt;&amp;page=2"' in html
    assert "&lt;i&gt;" in html
    assert 'rel="prev"' not in html


def test_a_chip_never_speaks_by_colour_alone() -> None:
    assert "Role-alike: Superintendents" in chip("role-alike", "Superintendents")
    assert "Mixed roles: Data" in chip("mixed-role", "Data")
    assert "&lt;b&gt;" in chip("site", "<b>")


def test_markup_and_the_same_text_do_not_share_what_is_kept() -> None:
    for name in (mark_safe("<b>"), "<b>"):
        marked = hasattr(name, "__html__")
        assert ("<span><b></span>" in chip("site", name)) == marked
        assert ("<b></span>" in person(name)) == marked


def test_nobody_waiting_lights_no_badge() -> None:
    assert count(0, "waiting") == ""
    assert "waiting" in count(3, "waiting")
    assert "99+" in count(100)


def test_a_moment_is_shown_in_the_reader_s_zone_and_language() -> None:
    moment = dt.datetime(2020, 3, 1, 2, 0, tzinfo=dt.UTC)
    with timezone.override("America/New_York"), translation.override("es"):
        html = when(moment)
    assert 'datetime="2020-03-01T02:00+00:00"' in html
    assert "29 de" in html


def templates() -> list[Path]:
    """Return the templates of pages; mails need styles of their own in each tag."""
    found = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    return [path for path in found if "mail" not in path.parts]


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    for path in templates():
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r'{% icon "([^"]+)"', text))
        named |= set(re.findall(r'(?:empty|seen_by)\.html" with [^%]*icon="([^"]+)"', text))
        assert named <= known, path
    assert re.search(r'href="[^"]+#home"', icon("home"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.stem)
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # "one=" is what a template gives to another.
    assert not re.search(r"\sstyle=|<style|\son(?!e=)[a-z]+=|javascript:", text)
    # What a script element says of the page as data is not run.
    assert not re.search(r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">)', text)


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_every_rule_stands_in_a_layer(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    depth = 0
    outside = ""
    for letter in text:
        if letter == "}":
            depth -= 1
        elif letter == "{":
            depth += 1
        elif depth == 0:
            outside += letter
    assert depth == 0
    assert set(outside.split()) <= {"@layer", *LAYERS.strip(";\n").replace(",", "").split()}
    assert "url(" not in text


def test_staticfiles_finds_the_joined_stylesheet() -> None:
    found = finders.find(NAME)
    assert found
    text = Path(found).read_text(encoding="utf-8")
    assert text == joined()
    assert text.startswith("@layer reset, tokens, base, layout, components, utilities;")
    listed = [path for finder in finders.get_finders() for path, _ in finder.list([])]
    assert listed.count(NAME) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_an_error_page_needs_no_context(status: int) -> None:
    html = render_to_string(f"{status}.html")
    assert html.count("<h1>") == 1
    assert '<html lang="en">' in html


def test_403_says_why() -> None:
    assert "Only facilitators." in render_to_string("403.html", {"exception": "Only facilitators."})


@pytest.mark.parametrize("view", ["components", "home", "topic", "forum", "narrow"])
def test_a_page_of_the_style_guide_renders_in_both_languages(view: str) -> None:
    request = RequestFactory().get("/styleguide/")
    request.user = styleguide.ANA  # type: ignore[assignment]
    for language in ("en", "es"):
        with translation.override(language):
            html = getattr(styleguide, view)(request).content.decode()
        assert f'<html lang="{language}"' in html
        assert html.count("<h1") == 1
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))


def test_the_current_place_is_marked() -> None:
    html = kept("components/places.html", slug="four-rivers", home="/", place="home", waiting=2)
    assert html.count('aria-current="page"') == 1
    assert "waiting for you" in html
