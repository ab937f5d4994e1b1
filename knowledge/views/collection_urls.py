"""The doors of collections, of the map of what there is, and of what leads the digest."""

from django.urls import URLPattern, path

from knowledge.views import amplification_pages
from knowledge.views import collection_pages as pages
from knowledge.views.coverage_pages import coverage_map

_C = "c/<slug:slug>/library/collections/"
_R = "c/<slug:slug>/library/<int:number>/"
_ONE = f"{_C}<int:number>/"

COLLECTIONS: list[URLPattern] = [
    path(_C, pages.collections, name="collections"),
    path(_ONE, pages.collection, name="collection"),
    path(f"{_ONE}edit/", pages.edit_collection, name="edit_collection"),
    path(f"{_ONE}archive/", pages.archive_of_collection, name="archive_collection"),
    path(
        f"{_ONE}archive/delete/",
        pages.delete_archive_of_collection,
        name="put_collection_back",
    ),
    path(f"{_ONE}start/", pages.start, name="make_start"),
    path(f"{_ONE}start/delete/", pages.delete_start, name="make_no_start"),
    path(f"{_ONE}curators/", pages.curators, name="curators"),
    path(f"{_ONE}curators/<int:grant_id>/delete/", pages.delete_curator, name="delete_curator"),
    path(f"{_ONE}items/", pages.items, name="items"),
    path(f"{_ONE}items/<int:pk>/acceptance/", pages.accept_item, name="accept_item"),
    path(f"{_ONE}items/<int:pk>/refusal/", pages.decline_item, name="decline_item"),
    path(f"{_ONE}items/<int:pk>/delete/", pages.delete_item, name="delete_item"),
    path(f"{_R}amplification/", amplification_pages.amplification, name="amplify"),
    path(
        f"{_R}amplification/delete/",
        amplification_pages.delete_amplification,
        name="amplify_no_more",
    ),
    path("c/<slug:slug>/library/coverage/", coverage_map, name="coverage"),
    path(f"{_R}collections/", pages.placing, name="placing"),
]
