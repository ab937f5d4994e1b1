"""What facilitators are asked about the first days of new members."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forums.models import NewMemberLimits
from forums.new_member_limits import FIELDS, usual_limits


class NewMemberLimitsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = NewMemberLimits
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = usual_limits()
        for name, field in self.fields.items():
            count = getattr(usual, name)
            field.help_text = _("Empty: %(count)s, as usual on this site.") % {"count": count}
