"""The doors of collections."""

from django.urls import URLPattern, path

from knowledge.views import collection_keeping as keeping
from knowledge.views import collection_pages as pages
from knowledge.views import placing_pages as placing

_C = "c/<slug:slug>/library/collections/"
_ONE = f"{_C}<int:number>/"

COLLECTIONS: list[URLPattern] = [
    path(_C, pages.collections, name="collections"),
    path(_ONE, pages.collection, name="collection"),
    path(f"{_ONE}edit/", keeping.edit_collection, name="edit_collection"),
    path(f"{_ONE}archive/", keeping.archive_of_collection, name="archive_collection"),
    path(
        f"{_ONE}archive/delete/",
        keeping.delete_archive_of_collection,
        name="put_collection_back",
    ),
    path(f"{_ONE}start/", keeping.start, name="make_start"),
    path(f"{_ONE}start/delete/", keeping.delete_start, name="make_no_start"),
    path(f"{_ONE}curators/", keeping.curators, name="curators"),
    path(f"{_ONE}curators/<int:grant_id>/delete/", keeping.delete_curator, name="delete_curator"),
    path(f"{_ONE}items/", placing.items, name="items"),
    path(f"{_ONE}items/<int:pk>/acceptance/", placing.accept_item, name="accept_item"),
    path(f"{_ONE}items/<int:pk>/refusal/", placing.decline_item, name="decline_item"),
    path(f"{_ONE}items/<int:pk>/delete/", placing.delete_item, name="delete_item"),
    path("c/<slug:slug>/library/<int:number>/collections/", placing.placing, name="placing"),
]
