"""The doors of meetings."""

from django.urls import path

from meetings.views import (
    action_pages,
    agenda_order_pages,
    agenda_pages,
    agenda_topic_pages,
    answer_pages,
    attendance_pages,
    calendar_pages,
    change_pages,
    day_off_pages,
    feedback_pages,
    file_pages,
    host_pages,
    list_pages,
    mailed_pages,
    mailed_time_pages,
    notes_pages,
    planning_pages,
    recording_pages,
    section_pages,
    subscription_pages,
    team_pages,
    time_pages,
)

app_name = "meetings"

M = "c/<slug:slug>/meetings/"
ONE = f"{M}<int:number>/"
SERIES = f"{M}series/<int:number>/"

urlpatterns = [
    *calendar_pages.urlpatterns,
    *mailed_pages.urlpatterns,
    *time_pages.urlpatterns,
    *mailed_time_pages.urlpatterns,
    *team_pages.urlpatterns,
    *subscription_pages.urlpatterns,
    path(f"{M}new/", planning_pages.new, name="new"),
    path(ONE, list_pages.meeting, name="meeting"),
    path(f"{ONE}answer/", answer_pages.answer, name="answer"),
    path(f"{ONE}answers/", answer_pages.answers, name="answers"),
    path(SERIES, list_pages.series, name="series"),
    path(f"{SERIES}answer/", answer_pages.answer_all, name="answer_series"),
    *agenda_pages.urlpatterns,
    *agenda_order_pages.urlpatterns,
    *agenda_topic_pages.urlpatterns,
    *change_pages.urlpatterns,
    *day_off_pages.urlpatterns,
    *file_pages.urlpatterns,
    *host_pages.urlpatterns,
    *action_pages.urlpatterns,
    *notes_pages.urlpatterns,
    *section_pages.urlpatterns,
    *attendance_pages.urlpatterns,
    *feedback_pages.urlpatterns,
    *recording_pages.urlpatterns,
]
