"""Migrating makes few models anew, and what a migration's Python gets is whole."""

from typing import Any

from django.db import models
from django.db.migrations import AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from communities.management.commands.migrate import neighbours_left_alone


def key() -> "models.Field[Any, Any]":
    return models.BigAutoField(primary_key=True)


def to(model: str, name: str) -> "models.Field[Any, Any]":
    return models.ForeignKey(model, models.CASCADE, related_name=name)


def state_after(*operations: Operation) -> ProjectState:
    """Return the state of a project of sites and people after these, its models being in use."""
    state = ProjectState()
    CreateModel("site", [("id", key())]).state_forwards("town", state)
    CreateModel("person", [("id", key()), ("site", to("town.site", "people"))]).state_forwards(
        "town", state
    )
    assert state.apps.get_model("town", "person")
    for one in operations:
        one.state_forwards("town", state)
    return state


OPERATIONS = (
    CreateModel("visit", [("id", key()), ("person", to("town.person", "visits"))]),
    AddField("visit", "site", to("town.site", "visits")),
    AddIndex("visit", models.Index(fields=["person", "site"], name="visit_by_both")),
)


def test_what_is_related_is_left_as_it_was() -> None:
    before = state_after()
    site = before.apps.get_model("town", "site")
    with neighbours_left_alone():
        for one in OPERATIONS:
            one.state_forwards("town", before)
    assert before.apps.get_model("town", "site") is site
    visit = before.apps.get_model("town", "visit")
    assert [field.name for field in visit._meta.local_fields] == ["id", "person", "site"]
    assert [index.name for index in visit._meta.indexes] == ["visit_by_both"]
    assert visit._meta.get_field("site").related_model is site


def test_a_migration_s_python_gets_models_that_know_of_each_other() -> None:
    with neighbours_left_alone():
        state = state_after(*OPERATIONS)
        state.clear_delayed_apps_cache()  # as RunPython does first
    usual = state_after(*OPERATIONS)
    for name in ("site", "person", "visit"):
        ours, django_s = (one.apps.get_model("town", name) for one in (state, usual))
        assert {f.name for f in ours._meta.get_fields()} == {
            f.name for f in django_s._meta.get_fields()
        }
    assert "visits" in {
        field.name for field in state.apps.get_model("town", "site")._meta.get_fields()
    }
    assert state == usual


def test_afterwards_django_does_as_it_always_did() -> None:
    with neighbours_left_alone():
        pass
    before = state_after()
    person = before.apps.get_model("town", "person")
    OPERATIONS[0].state_forwards("town", before)
    assert before.apps.get_model("town", "person") is not person
