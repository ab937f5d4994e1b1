"""How every form of the site is drawn."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString


class PorchlightRenderer(TemplatesSetting):
    """Label, help, error and control in our markup: `{{ form }}` and `{{ field.as_field_group }}`.

    The controls that stand on pages which are read often are built as strings: a template a control,
    with another for its attributes, costs as much as twenty posts.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    named = f'type="{_text(widget["type"])}" name="{_text(widget["name"])}"'
    return f"<input {named}{value}{_attributes(widget)}>"


def _textarea(widget: Mapping[str, Any]) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    # Browsers drop the first line break, and would else drop one that somebody typed.
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _at in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}</select>'


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    drawn = "".join(map(_option, options))
    return f'<optgroup label="{_text(name)}">{drawn}</optgroup>' if name else drawn


def _option(widget: Mapping[str, Any]) -> str:
    value = _text(widget["value"])
    return f'<option value="{value}"{_attributes(widget)}>{_text(widget["label"])}</option>'


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


# The same markup as the templates of these names in django/forms/templates.
DRAWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/date.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
}
