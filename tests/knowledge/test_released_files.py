"""Files that go along with what is released: chosen one by one, and read as long as that is read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import Client

from communities.scope import scope
from core.addresses import address
from forums.models import DroppedFile
from knowledge.commons.files_chosen import files_to_choose
from knowledge.commons.released import released
from knowledge.commons.releasing import agree_to_release, ask_release, choose_credit, withdraw
from knowledge.commons.standing import with_credits
from knowledge.files.reading import read_library_file
from knowledge.kinds import Reach
from knowledge.loading import content_at
from knowledge.models import CommonsEntry, Resource, ResourceFile, SnapshotFile
from tests.cast import Cast
from tests.forums.test_attachments import no_room_beyond
from tests.knowledge.scenes import asked_for, published, released_by_lakes, with_file
from tests.made_files import PDF, picture

BODY = "At the stop:\n\n![](stop.jpg)"


def beside(cast: Cast) -> tuple[Resource, ResourceFile, ResourceFile, ResourceFile]:
    """Return something of sam's with a picture and a plan that go along, and a list that stays."""
    cast.community.may_publish = True
    cast.community.save()
    found = published(cast, cast.sam, licence="cc-by", body=BODY)
    stop = with_file(found, by=cast.sam, name="stop.jpg", data=picture(), label="Our stop")
    plan = with_file(found, by=cast.sam, name="plan.pdf", data=PDF)
    names = with_file(found, by=cast.sam, name="list.txt", data=b"Call Tess Bell, tess@example.org")
    return found, stop, plan, names


def out(cast: Cast, found: Resource, reach: str, *files: ResourceFile) -> CommonsEntry:
    """Let sam ask and ada agree that these files go along."""
    resource = Resource.objects.with_labels().select_related("audience").get(pk=found.pk)
    resource.community = cast.community
    content = content_at(resource, resource.version)
    made = released(resource, content, resource.version, files=[file.key for file in files])
    release = ask_release(resource, made, reach=reach, by=cast.sam)
    release.resource.community = cast.community
    agree_to_release(release, by=cast.ada)
    return CommonsEntry.objects.select_related("current").get(resource_id=found.pk)


def urls(cast: Cast, entry: CommonsEntry, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Give every address that a file could have beyond its community, by who asks there."""
    for key in keys:
        for small in ("", "small/"):
            yield "public", address("knowledge:public_file", entry.pk, key) + small
            yield "lakes", address("knowledge:from_others_file", "lakes", entry.pk, key) + small


def answers(
    client: Client, cast: Cast, entry: CommonsEntry, keys: list[str]
) -> dict[str, set[int]]:
    """Return what is answered at these addresses, by who asks."""
    found: dict[str, set[int]] = {"public": set(), "lakes": set()}
    for who, url in urls(cast, entry, keys):
        client.logout()
        if who == "lakes":
            client.force_login(cast.olga.user)
        found[who].add(client.get(url).status_code)
    return found


def test_the_page_asks_of_each_file_and_shows_what_goes_along(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found, stop, plan, names = beside(cast)
    read_library_file(names.pk)
    read_library_file(plan.pk)
    with scope(cast.community):
        found = Resource.objects.with_labels().get(pk=found.pk)
        found.community = cast.community
        told = {
            file.name: file.help
            for file in files_to_choose(found, content_at(found, found.version))
        }
    assert "Look at it" in told["stop.jpg"]
    assert "could not be read" in told["plan.pdf"]
    assert "tess@example.org" in told["list.txt"]
    assert "Tess Bell" in told["list.txt"]
    client.force_login(cast.sam.user)
    page = f"/c/four-rivers/library/{found.number}/release/"
    asks = client.get(f"{page}?reach=platform").content.decode()
    assert "plan.pdf (PDF" in asks
    fields: dict[str, Any] = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asks)
    )
    assert client.post(page, {**fields, "look": "1"}).status_code == 422
    fields |= {f"take-{stop.key}": "take", f"take-{plan.key}": "take", f"take-{names.key}": "leave"}
    looks = client.post(page, {**fields, "look": "1"}).content.decode()
    asked, _heading, shown = looks.partition('id="visible"')
    # Whoever decides on a file can look into it there.
    assert all(f"/files/{file.key}/" in asked for file in (stop, plan, names))
    assert f"/files/{stop.key}/small/" in shown
    assert f"/files/{plan.key}/" in shown
    assert f"/files/{names.key}/" not in shown
    seen = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', looks))["seen"]
    assert client.post(page, {**fields, "seen": seen, "ask": "1"}).status_code == 302
    client.force_login(cast.ada.user)
    waits = client.get(page).content.decode()
    assert f"/files/{plan.key}/" in waits
    assert f"/files/{names.key}/" not in waits


def test_a_link_to_a_public_page_is_shown_with_its_first_picture(
    cast: Cast, client: Client
) -> None:
    with scope(cast.community):
        found, stop, plan, _names = beside(cast)
        for reach in (Reach.PLATFORM, Reach.PUBLIC):
            entry = out(cast, found, reach, plan, stop)
    html = client.get(entry.get_absolute_url()).content.decode()
    (image,) = re.findall(r'property="og:image" content="([^"]*)"', html)
    assert client.get(image).headers["Content-Type"].startswith("image/")


def test_a_picture_that_stays_at_home_leaves_no_name_in_the_text(cast: Cast) -> None:
    with scope(cast.community):
        body = "Look:\n\n![Rosa at the corner](rosa stop.jpg)\n\nand ![the bus](bus.jpg)."
        found = published(cast, cast.sam, licence="cc-by", body=body)
        with_file(found, by=cast.sam, name="rosa stop.jpg", label="Rosa at the corner")
        bus = with_file(found, by=cast.sam, name="bus.jpg")
        it = out(cast, found, Reach.PLATFORM, bus).current
    assert it is not None
    assert not any("rosa" in text.lower() for text in (it.body, it.html, it.words))
    assert "bus.jpg" in it.html


def test_a_name_that_is_left_out_is_left_out_of_names_of_files(cast: Cast) -> None:
    with scope(cast.community):
        body = "![Tess Bell at the stop](tess-bell.jpg)"
        found = published(cast, cast.sam, licence="cc-by", body=body)
        files = [
            with_file(found, by=cast.sam, name="tess-bell.jpg", label="Tess Bell at the stop"),
            with_file(found, by=cast.sam, name="Tess_Bell_plan.pdf", data=PDF),
        ]
        keys = [file.key for file in files]
        release = asked_for(cast, found, by=cast.sam, files=keys, left_out=[cast.tess.name])
        made = with_credits(release)
    assert [one["name"] for one in made.files] == ["[…].jpg", "[…]_plan.pdf"]
    assert '<em class="picture">[…].jpg</em>' in made.html
    assert "bell" not in " ".join(made.texts()).lower()


def test_what_is_not_released_cannot_be_read_by_any_address(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found, stop, plan, names = beside(cast)
        entry = out(cast, found, Reach.PLATFORM, stop)
    at_home = [stop.key, plan.key, names.key]
    first = SnapshotFile.objects.get()
    # For all communities here: not for everybody, and under no key that it has at home.
    assert answers(client, cast, entry, at_home) == {"public": {404}, "lakes": {404}}
    assert answers(client, cast, entry, [first.key]) == {"public": {404}, "lakes": {200}}
    with scope(cast.community):
        entry = out(cast, found, Reach.PUBLIC, stop)
    assert answers(client, cast, entry, [first.key]) == {"public": {200}, "lakes": {200}}
    assert answers(client, cast, entry, at_home) == {"public": {404}, "lakes": {404}}
    with scope(cast.community):
        entry = out(cast, found, Reach.PUBLIC, plan)
    # Of what is read now only, though an earlier snapshot has it still.
    assert answers(client, cast, entry, [first.key]) == {"public": {404}, "lakes": {404}}
    now = SnapshotFile.objects.get(snapshot=entry.current_id)
    client.logout()
    sent = client.get(address("knowledge:public_file", entry.pk, now.key))
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert sent["Cache-Control"] == "public, max-age=300"
    assert not sent.cookies
    same = client.get(sent.request["PATH_INFO"], headers={"If-None-Match": sent["ETag"]})
    assert same.status_code == 304
    cast.community.may_publish = False
    cast.community.save()
    assert client.get(sent.request["PATH_INFO"]).status_code == 410
    with scope(cast.community):
        resource = Resource.objects.select_related("audience").get(pk=found.pk)
        resource.community = cast.community
        withdraw(resource, by=cast.sam, words="It is wrong.")
    entry.refresh_from_db()
    assert answers(client, cast, entry, [first.key, now.key]) == {"public": {410}, "lakes": {404}}
    assert not SnapshotFile.objects.exists()
    assert {first.path, now.path} <= set(DroppedFile.objects.values_list("name", flat=True))


def test_a_snapshot_keeps_its_own_copies_which_nobody_changes(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found, stop, plan, _names = beside(cast)
        out(cast, found, Reach.PLATFORM, stop)
        entry = out(cast, found, Reach.PUBLIC, stop, plan)
        rows = SnapshotFile.objects.filter(origin=stop.key)
        # The same picture of two snapshots is there once.
        assert len(set(rows.values_list("key", flat=True))) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(name="other.jpg")
        default_storage.delete(stop.path)
        ResourceFile.objects.all().delete()
        choose_credit(found_of(cast, found), cast.sam, is_named=True)
    entry.refresh_from_db()
    shown = client.get(f"/commons/{entry.pk}/").content.decode()
    key = rows.get(snapshot=entry.current_id).key
    # In its place in the text, with what it shows.
    assert f'<img src="/commons/{entry.pk}/files/{key}/small/" alt="Our stop"' in shown
    assert "plan.pdf" in shown
    assert client.get(f"/commons/{entry.pk}/files/{key}/").status_code == 200


def test_a_full_disk_gets_a_sentence_and_nothing_goes_out(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam, licence="cc-by")
        file = with_file(found, by=cast.sam, name="big.txt", data=b"a " * 100_000)
        release = asked_for(cast, found, by=cast.sam, files=[file.key])
    client.force_login(cast.ada.user)
    page = f"/c/four-rivers/library/{found.number}/release/agreement/"
    with no_room_beyond(100_000):
        refused = client.post(page, {"release": release.pk})
    assert refused.status_code == 422
    assert "There is no room for its files just now." in refused.content.decode()
    assert not CommonsEntry.objects.exists()
    assert client.post(page, {"release": release.pk}).status_code == 302
    assert CommonsEntry.objects.readable().exists()


def test_a_copy_takes_the_files_along(cast: Cast, client: Client) -> None:
    entry = released_by_lakes(cast, body=BODY)
    kept = SnapshotFile(
        snapshot=entry.current, community=cast.other, origin="0" * 32, name="stop.jpg",
        label="Their stop", content_type="image/jpeg", size=9, width=9, height=9,
    )  # fmt: skip
    kept.save()
    for path in (kept.path, kept.small_path):
        default_storage.save(path, picture_file())
    client.force_login(cast.sam.user)
    one = address("knowledge:from_others_one", "four-rivers", entry.pk)
    assert f"/files/{kept.key}/small/" in client.get(one).content.decode()
    made = client.post(f"{one}copy/")
    assert made.status_code == 302
    with scope(cast.community):
        copied = ResourceFile.objects.get()
        assert (copied.name, copied.width) == ("stop.jpg", 9)
        assert Resource.objects.get().files == [[copied.key, "Their stop"]]
    shown = client.get(made["Location"]).content.decode()
    assert f"/files/{copied.key}/small/" in shown
    assert client.get(f"{made['Location']}files/{copied.key}/").status_code == 200


def found_of(cast: Cast, found: Resource) -> Resource:
    resource = Resource.objects.select_related("audience").get(pk=found.pk)
    resource.community = cast.community
    return resource


def picture_file() -> "ContentFile[bytes]":
    return ContentFile(picture())
