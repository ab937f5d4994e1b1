"""The doors of collections."""

from django.urls import URLPattern, path

from knowledge.views import collection_pages as pages

_C = "c/<slug:slug>/library/collections/"
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
    path(f"{_ONE}items/<int:pk>/delete/", pages.delete_item, name="delete_item"),
    path("c/<slug:slug>/library/<int:number>/collections/", pages.placing, name="placing"),
]
