"""Every URL, GET and POST, by everybody whom it does not concern: not there, and nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from communities.models import Community, Membership
from communities.models.membership import Standing
from communities.scope import scope
from forums.actions import open_topic, reply
from tests.cast import Cast
from tests.signing_in import signed_in
from tests.walks import allow_lists, database
from tests.walks.recipe import WALKERS, Recipe, World, make_doorstep
from tests.walks.recipes import ABOUT_ONESELF, RECIPES

# Signing in and being seen write here; that is not of any community.
NOT_COUNTED = {"django_session", "django_migrations", "usersessions_usersession"}
SIGN_IN = "/accounts/login/"
NEW = "has no recipe. Say in tests/walks/recipes.py what it names and to whom it is closed."


@dataclass(frozen=True)
class Door:
    """One URL pattern: its name (or its view's, if it has none) and its route."""

    name: str
    route: str
    named: bool


def doors(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[Door]:
    for found in resolver.url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from doors(found, route, inner)
        elif isinstance(found, URLPattern):
            view = found.callback
            own = f"{view.__module__}.{getattr(view, '__name__', type(view).__name__)}"
            yield Door(f"{space}{found.name}" if found.name else own, route, bool(found.name))


DOORS = sorted(set(doors(get_resolver())), key=lambda door: (door.route, door.name))
LIBRARY = [d for d in DOORS if d.name not in RECIPES and d.route.startswith(tuple(ABOUT_ONESELF))]
WITH_RECIPE = [d for d in DOORS if d.name in RECIPES]


@pytest.fixture
def world(cast: Cast) -> World:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        post = reply(topic, by=cast.tess, body="The district does.")
    return World(cast, topic, post, make_doorstep(cast))


@pytest.fixture
def people(world: World) -> dict[str, Client]:
    """Return a browser for each walker, signed in."""
    return {
        name: Client() if name == "anonymous" else signed_in(getattr(world.cast, name))
        for name in WALKERS
    }


def path_of(door: Door, values: dict[str, Any]) -> str:
    return reverse(door.name, kwargs=values) if door.named else "/" + door.route


def state() -> dict[str, str]:
    """Return a checksum of every table, over all communities."""
    communities = list(Community.objects.values_list("pk", flat=True))
    with scope(*communities), connection.cursor() as cursor:
        closed = NOT_COUNTED | set(allow_lists.CLOSED_TABLES)
        return database.checksums(cursor, sorted(set(database.tables(cursor)) - closed))


def is_closed(answer: HttpResponse) -> bool:
    """404, the sign-in page, or a method that this URL has for nobody."""
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(SIGN_IN)
    return answer.status_code in {404, 405}


def ask(browser: Client, method: str, path: str, recipe: Recipe, world: World) -> HttpResponse:
    browser.raise_request_exception = False
    answer: Any = (
        browser.get(path, recipe.query)
        if method == "GET"
        else browser.post(path, {**recipe.path(world), **recipe.body(world)})
    )
    assert answer.status_code < 500, f"{method} {path} broke: {answer.status_code}"
    response: HttpResponse = answer
    return response


def test_every_url_has_a_recipe() -> None:
    known = {door.name for door in WITH_RECIPE} | {door.name for door in LIBRARY}
    missing = [f"{d.route} ({d.name}) {NEW}" for d in DOORS if d.name not in known]
    assert missing == []


def test_every_recipe_has_a_url() -> None:
    assert RECIPES.keys() - {door.name for door in DOORS} == set()


@pytest.mark.parametrize("door", WITH_RECIPE, ids=lambda door: f"{door.name}")
def test_a_url_is_not_there_for_whom_it_does_not_concern_and_changes_nothing(
    door: Door, world: World, people: dict[str, Client]
) -> None:
    recipe = RECIPES[door.name]
    path = path_of(door, dict(recipe.path(world)))
    before = state()
    for method in ("GET",) if recipe.public else ("GET", "POST"):
        for name in WALKERS:
            if not (recipe.public or name in recipe.closed_to | recipe.refused_to):
                continue
            answer = ask(people[name], method, path, recipe, world)
            if not recipe.public:
                refused = name in recipe.refused_to and answer.status_code == 403
                assert refused or is_closed(answer), (
                    f"{method} {path} by {name}: {answer.status_code}"
                )
        changed = {table for table, sum_ in state().items() if before[table] != sum_}
        assert not changed, f"{method} {path} changed {changed}"
    another_community_s_door_does_not_lead_to_ours(door, world, people)


def another_community_s_door_does_not_lead_to_ours(
    door: Door, world: World, people: dict[str, Client]
) -> None:
    """An admin of Lakes asks under Lakes' address, with our ids."""
    recipe = RECIPES[door.name]
    values = dict(recipe.path(world))
    if "slug" not in values or len(values) == 1:
        return
    with scope(world.cast.other):
        Membership.objects.filter(pk=world.cast.olga.pk).update(standing=Standing.ADMIN)
    path = path_of(door, {**values, "slug": world.cast.other.slug})
    before = state()
    for method in ("GET", "POST"):
        answer = ask(people["olga"], method, path, recipe, world)
        assert is_closed(answer), f"{method} {path}: {answer.status_code}"
    assert state() == before


@pytest.mark.parametrize("door", LIBRARY, ids=lambda door: f"{door.name} {door.route}")
def test_a_library_s_page_changes_nothing_by_being_opened(
    door: Door, world: World, people: dict[str, Client]
) -> None:
    if "<" in door.route or "(" in door.route:
        return  # only with a key that somebody was sent
    before = state()
    for name in ("anonymous", "olga"):
        ask(people[name], "GET", "/" + door.route, Recipe(), world)
    assert state() == before


def test_the_walk_sees_a_page_that_is_open(world: World, people: dict[str, Client]) -> None:
    path = f"/c/four-rivers/forums/{world.cast.families.slug}/"
    assert not is_closed(ask(people["rosa"], "GET", path, Recipe(), world))
    before = state()
    with scope(world.cast.community):
        reply(world.topic, by=world.cast.tess, body="And the city.")
    changed = {table for table, sum_ in state().items() if before[table] != sum_}
    assert {"forums_post", "forums_topic"} <= changed
