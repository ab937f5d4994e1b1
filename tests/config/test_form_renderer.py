"""Controls that are built as strings are those of Django's templates."""

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
@pytest.mark.parametrize("widget", [forms.HiddenInput(), forms.TextInput(), forms.Textarea()])
def test_a_control_is_drawn_as_django_draws_it(
    widget: forms.Widget, attrs: dict[str, Any], value: Any
) -> None:
    assert widget.template_name in DRAWN
    ours = widget.render("body", value, attrs, PorchlightRenderer())
    assert ours == widget.render("body", value, attrs, TemplatesSetting())
