"""The doors of a community."""

from django.urls import URLPattern, path

from communities.views import (
    charter,
    front,
    home,
    invitations,
    join_requests,
    joining,
    leaving,
    people,
    settings,
    signing_up,
)

app_name = "communities"

C = "c/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path(C, home.home, name="home"),
    # The door: what a visitor may reach.
    path(f"{C}about/", joining.about, name="about"),
    path(f"{C}about/request/", joining.ask, name="ask"),
    path(f"{C}about/account/", joining.new_account, name="new_account"),
    path(f"{C}join/<str:token>/", joining.join, name="join"),
    path(f"{C}join/<str:token>/link/", joining.fresh_link, name="fresh_link"),
    path(f"{C}welcome/", joining.welcome, name="welcome"),
    path(f"{C}leave/", leaving.leave_community, name="leave"),
    path("mail/leaving/<str:token>/", leaving.leave_by_link, name="leave_by_link"),
    # People.
    path(f"{C}people/", people.people, name="people"),
    path(f"{C}people/sign-up/", signing_up.sign_up, name="sign_up"),
    path(f"{C}people/invite/", invitations.invite, name="invite"),
    path(f"{C}people/invite/<int:draft_id>/", invitations.invite_check, name="invite_check"),
    path(f"{C}people/invitations/", invitations.invitations, name="invitations"),
    path(
        f"{C}people/invitations/<int:invitation_id>/sending/",
        invitations.resend,
        name="resend_invitation",
    ),
    path(
        f"{C}people/invitations/<int:invitation_id>/withdrawal/",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    path(f"{C}people/requests/", join_requests.requests, name="requests"),
    path(
        f"{C}people/requests/<int:membership_id>/approval/",
        join_requests.approval,
        name="approve_request",
    ),
    path(
        f"{C}people/requests/<int:membership_id>/refusal/",
        join_requests.refusal,
        name="refuse_request",
    ),
    path(f"{C}people/<int:membership_id>/", people.person, name="person"),
    path(f"{C}people/<int:membership_id>/edit/", people.edit, name="person_edit"),
    path(f"{C}people/<int:membership_id>/removal/", people.removal, name="remove_person"),
    # The charter and the settings.
    path(f"{C}charter/", charter.charter, name="charter"),
    path(f"{C}charter/edit/", charter.edit, name="charter_edit"),
    path(f"{C}charter/history/", charter.history, name="charter_history"),
    path(f"{C}charter/<int:number>/", charter.version, name="charter_version"),
    path(f"{C}settings/", settings.settings, name="settings"),
    path(f"{C}settings/me/", settings.my_settings, name="my_settings"),
]
