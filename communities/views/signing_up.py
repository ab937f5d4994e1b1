"""A table at a meeting: people say yes on paper or aloud, and somebody types who they are."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.forms.provisioning import LANGUAGES
from communities.invitations import invite
from communities.known_people import known_people
from communities.models import Role, Site
from communities.models.invitation import Source
from communities.permissions import check_invite
from communities.roster import RosterPerson

# Stays from one person to the next.
KEPT = ("language", "role", "site")


class SignUpForm(forms.Form):
    """One person of a paper list."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "options--columns"}),
    )
    role = forms.ModelChoiceField(
        label=gettext_lazy("Role"),
        queryset=Role.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=gettext_lazy("No role"),
    )
    site = forms.ModelChoiceField(
        label=gettext_lazy("Site"),
        queryset=Site.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("No site"),
    )

    def __init__(self, *args: Any, request: MemberRequest, **kwargs: Any) -> None:
        given = {name: request.GET[name] for name in KEPT if name in request.GET}
        kwargs["initial"] = {"language": get_language(), **given}
        super().__init__(*args, **kwargs)
        self.community = request.community
        for name, model in (("role", Role), ("site", Site)):
            field: Any = self.fields[name]
            field.queryset = model.objects.filter(community=request.community)
        role: Any = self.fields["role"]
        role.label_from_instance = lambda one: one.label

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        known = known_people(self.community, [email])
        if known.is_here(email):
            raise forms.ValidationError(_("This person is a member already."))
        if known.is_invited(email):
            raise forms.ValidationError(
                _("This person was invited already, and has a mail from us.")
            )
        return email

    def person(self) -> RosterPerson:
        """Return whom to invite, from a valid form."""
        given = self.cleaned_data
        return RosterPerson(
            given["email"],
            given["name"],
            1,
            site=given["site"].name if given["site"] else "",
            roles=[given["role"].key] if given["role"] else [],
            circle="outer",
            standing="member",
            language=given["language"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def sign_up(request: MemberRequest) -> HttpResponse:
    """Show an empty form; a POST adds one person and shows it again, with what stays the same."""
    check_invite(request.member)
    form = SignUpForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        invite(request.community, form.person(), by=request.member, source=Source.PAPER)
        messages.success(
            request,
            _("Added: %(name)s. A mail is on its way to %(email)s.") % form.cleaned_data,
        )
        stays = urlencode({name: form.data.get(name, "") for name in KEPT})
        return redirect(reverse("communities:sign_up", args=[request.community.slug]) + f"?{stays}")
    context = {"form": form, "place": "people"}
    status = 422 if form.errors else 200
    return render(request, "communities/sign_up.html", context, status=status)
