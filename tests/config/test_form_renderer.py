"""Controls that are built as strings are those of Django's templates."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from config.form_renderer import DRAWN, PorchlightRenderer

NASTY = "<b>&\"'"


@pytest.mark.parametrize("value", [None, "", NASTY, mark_safe("<b>"), 0, "\nfirst\nsecond"])
@pytest.mark.parametrize(
    "attrs",
    [
        {},
        {"id": "id_body", "rows": 8, "required": True, "hidden": False},
        {"data-words": NASTY, "title": mark_safe("&amp;")},
    ],
)
@pytest.mark.parametrize(
    "widget",
    [forms.HiddenInput(), forms.TextInput(), forms.Textarea(), forms.CheckboxInput()],
)
def test_a_control_is_drawn_as_django_draws_it(
    widget: forms.Widget, attrs: dict[str, Any], value: Any
) -> None:
    assert widget.template_name in DRAWN
    ours = widget.render("body", value, attrs, PorchlightRenderer())
    assert ours == widget.render("body", value, attrs, TemplatesSetting())


@pytest.mark.parametrize("value", [None, "", "2", NASTY, mark_safe("<b>"), 2])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_role", "title": NASTY, "required": True}])
def test_a_list_to_choose_from_is_drawn_as_django_draws_it(
    attrs: dict[str, Any], value: Any
) -> None:
    choices: Any = [
        ("", "Any"),
        (2, NASTY),
        (NASTY, mark_safe("<i>marked</i>")),
        (NASTY, [("b", "in a group")]),
    ]
    widget = forms.Select(choices=choices)
    assert widget.template_name in DRAWN
    ours = widget.render("role", value, attrs, PorchlightRenderer())
    theirs = widget.render("role", value, attrs, TemplatesSetting())
    # Django's has line breaks and spaces between the tags.
    assert ours == re.sub(r"\n *", "", theirs)
