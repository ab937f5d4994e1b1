"""The doors of the library."""

from django.urls import path

from knowledge.views import (
    adaptation_pages,
    amplification_pages,
    candidate_pages,
    comment_pages,
    coverage_pages,
    draft_pages,
    export_pages,
    file_pages,
    following_pages,
    from_others_pages,
    harvest_notes_pages,
    harvest_pages,
    holding_link,
    import_pages,
    list_pages,
    named_link,
    outcome_link,
    public_pages,
    quotation_pages,
    resource_pages,
    state_pages,
    version_pages,
    writing_pages,
)
from knowledge.views.collection_urls import COLLECTIONS
from knowledge.views.release_urls import RELEASES

app_name = "knowledge"

L = "c/<slug:slug>/library/"
R = f"{L}<int:number>/"

urlpatterns = [
    *COLLECTIONS,
    *coverage_pages.urlpatterns,
    *amplification_pages.urlpatterns,
    *file_pages.urlpatterns,
    *export_pages.urlpatterns,
    *import_pages.urlpatterns,
    path(L, list_pages.listing, name="library"),
    path(f"{L}new/", writing_pages.new, name="new"),
    *draft_pages.urlpatterns,
    path(R, resource_pages.resource, name="resource"),
    path(f"{R}edit/", writing_pages.edit, name="edit"),
    path(f"{R}delete/", writing_pages.delete, name="delete"),
    path(f"{R}saving/", resource_pages.saving, name="save"),
    path(f"{R}saving/delete/", resource_pages.delete_saving, name="unsave"),
    # From what was said.
    *harvest_pages.patterns,
    *harvest_notes_pages.patterns,
    *candidate_pages.patterns,
    *quotation_pages.patterns,
    *named_link.patterns,
    # Its life.
    path(f"{R}audience/", state_pages.audience, name="audience"),
    path(f"{R}review/", state_pages.review, name="review"),
    path(f"{R}review/delete/", state_pages.delete_review, name="take_back"),
    path(f"{R}review/refusal/", state_pages.refusal, name="send_back"),
    path(f"{R}publication/", state_pages.publication, name="publish"),
    path(f"{R}archive/", state_pages.archiving, name="archive"),
    path(f"{R}archive/delete/", state_pages.delete_archiving, name="put_back"),
    path(f"{R}still-holds/", state_pages.still_holds, name="still_holds"),
    *holding_link.patterns,
    # What is said of its paragraphs.
    path(f"{R}comments/", comment_pages.comments, name="comments"),
    path(f"{R}comments/<int:pk>/delete/", comment_pages.delete_comment, name="delete_comment"),
    path(f"{R}comments/<int:pk>/settlement/", comment_pages.settlement, name="settle"),
    path(
        f"{R}comments/<int:pk>/settlement/delete/", comment_pages.delete_settlement, name="reopen"
    ),
    path(f"{R}following/", following_pages.following, name="follow"),
    path(f"{R}following/delete/", following_pages.delete_following, name="unfollow"),
    # What it said before.
    path(f"{R}versions/", version_pages.versions, name="versions"),
    path(f"{R}versions/<int:version>/", version_pages.version, name="version"),
    path(f"{R}versions/<int:version>/restoration/", version_pages.restoration, name="restore"),
    path(f"{R}on/<str:day>/", version_pages.as_it_was, name="as_it_was"),
    # Who uses it.
    *adaptation_pages.urlpatterns,
    # Who reads it beyond the community.
    *RELEASES,
    *from_others_pages.urlpatterns,
    *public_pages.urlpatterns,
    *outcome_link.urlpatterns,
]
