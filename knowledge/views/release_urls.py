"""The doors of what is read beyond the community, in the library's own pages."""

from django.urls import URLPattern, path

from knowledge.views import release_answers as answers
from knowledge.views.release_asking import release

_R = "c/<slug:slug>/library/<int:number>/release/"

RELEASES: list[URLPattern] = [
    path(_R, release, name="release"),
    path(f"{_R}delete/", answers.delete_release, name="delete_release"),
    path(f"{_R}agreement/", answers.agreement, name="agree"),
    path(f"{_R}refusal/", answers.refusal, name="refuse"),
    path(f"{_R}credit/", answers.credit, name="credit"),
    path(f"{_R}withdrawal/", answers.withdrawal, name="withdraw"),
]
