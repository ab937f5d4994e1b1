"""Menus that are drawn once."""

from django import forms
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from core import kept_select
from core.kept_select import KeptSelect

PLAIN = [("", lazystr("Any")), (1, "North & South"), ("b", "B")]
GROUPED = [("", "Any"), ("Results", [("r-1", "Ready"), ("r-2", "Safe")])]


class Places(forms.Form):
    plain = forms.ChoiceField(choices=PLAIN, widget=KeptSelect)
    as_django = forms.ChoiceField(choices=PLAIN)
    grouped = forms.ChoiceField(
        choices=GROUPED, required=False, widget=KeptSelect(attrs={"a": "b"})
    )
    grouped_as_django = forms.ChoiceField(
        choices=GROUPED, required=False, widget=forms.Select(attrs={"a": "b"})
    )


def test_it_is_drawn_as_every_other_menu() -> None:
    for chosen in ("", "1", "b", "r-2", "<i>"):
        form = Places(initial=dict.fromkeys(Places.base_fields, chosen))
        for name, other in (("plain", "as_django"), ("grouped", "grouped_as_django")):
            assert str(form[name]) == str(form[other]).replace(other, name)
    refused = Places({"plain": "zz", "as_django": "zz"})
    assert 'aria-invalid="true"' in str(refused["plain"])
    assert str(refused["plain"]) == str(refused["as_django"]).replace("as_django", "plain")


def test_it_is_drawn_once_for_the_same_choices_and_anew_for_others() -> None:
    kept_select._drawn.cache_clear()
    drawn = [str(Places(initial={"plain": chosen})["plain"]) for chosen in ("b", "b", 1)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert kept_select._drawn.cache_info().misses == 2
    form = Places(initial={"plain": "b"})
    form.fields["plain"].choices = [*PLAIN, ("c", "C")]  # type: ignore[attr-defined]
    assert str(form["plain"]) == drawn[0].replace(
        "</select>", '<option value="c">C</option></select>'
    )


def test_labels_are_text_also_where_they_were_markup_before() -> None:
    for label in (mark_safe("<b>x</b>"), "<b>x</b>"):
        drawn = KeptSelect(choices=[("a", label)]).render("name", "a")
        assert "&lt;b&gt;x" in drawn
