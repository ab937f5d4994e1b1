"""A field for the address of a page."""

from django import forms
from django.utils.translation import gettext_lazy

from knowledge.kinds import is_page

_NO_PAGE = gettext_lazy(
    "Copy the whole address of the page, as your browser shows it: https://www.example.org/page"
)


class PageField(forms.URLField):
    """The address of a page, also as people say it: "www.example.org".

    No <input type="url">: with it browsers refuse what has no "https://".
    """

    widget = forms.TextInput(
        attrs={"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}
    )
    default_validators = [is_page]
    default_error_messages = {"invalid": _NO_PAGE}
