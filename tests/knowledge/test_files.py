"""Files beside a resource: added, replaced, taken out, opened, and remembered by its versions."""

from dataclasses import replace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.scope import scope
from core.files import check_upload
from forums.models import Draft
from knowledge.actions.writing import change_resource, restore_version
from knowledge.content import FileEntry, content_of
from knowledge.erasing import erase_resources
from knowledge.files.attaching import keep_file
from knowledge.merging import merge
from knowledge.models import Resource, ResourceFile
from tests.cast import Cast
from tests.knowledge.scenes import as_form, content, draft, published, with_file
from tests.made_files import PDF, picture, upload

LIBRARY = "/c/four-rivers/library/"


def page(resource: Resource, rest: str = "") -> str:
    return f"{LIBRARY}{resource.number}/{rest}"


def files_in(cast: Cast, resource: Resource) -> list[tuple[str, int, int | None]]:
    with scope(cast.community):
        rows = ResourceFile.objects.filter(resource=resource).order_by("pk")
        return list(rows.values_list("name", "version", "last_in"))


def sent(client: Client, resource: Resource, version: int = 1, **more: Any) -> Any:
    fields = as_form(more.pop("by"), began_from=version, **more)
    return client.post(page(resource, "edit/"), fields)


def test_files_come_with_the_form_and_stand_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.sam.user)
    files = [upload("Plan & map.pdf", PDF), upload("stop.jpg", picture())]
    body = "Here:\n\n![](stop.jpg)"
    answer = client.post(f"{LIBRARY}new/", as_form(cast.sam, upload=files, body=body))
    assert answer.status_code == 302
    with scope(cast.community):
        made = Resource.objects.get()
        plan, stop = ResourceFile.objects.order_by("pk")
    shown = client.get(page(made)).content.decode()
    assert "Plan &amp; map.pdf" in shown
    assert f'src="{page(made)}files/{stop.key}/small/" alt="stop.jpg"' in shown
    # The picture stands in the text, and not a second time below it.
    assert shown.count(f"files/{stop.key}/small/") == 1
    saved = client.get(f"{page(made)}files/{plan.key}/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved["Content-Security-Policy"]
    assert client.get(f"{page(made)}files/{stop.key}/small/")["Content-Type"] == "image/webp"
    assert client.get(f"{page(made)}files/{plan.key}/small/").status_code == 404


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    client.force_login(cast.sam.user)
    files = [
        upload("good.pdf", PDF),
        upload("empty.txt", b""),
        upload("page.pdf", b"<html>"),
        upload("run.exe", b"MZ"),
    ]
    answer = client.post(f"{LIBRARY}new/", as_form(cast.sam, upload=files, title="Bakery"))
    said = answer.content.decode()
    assert answer.status_code == 422
    for words in ("“empty.txt” was not added", "“page.pdf” was not", "“run.exe” was not", "Bakery"):
        assert words in said
    with scope(cast.community):
        assert not Resource.objects.exists()
        key = ResourceFile.objects.get().key
    assert f'name="file" value="{key}"' in said
    fields = as_form(cast.sam, file=[key], **{f"label-{key}": "Route plan"})
    assert client.post(f"{LIBRARY}new/", fields).status_code == 302
    with scope(cast.community):
        assert Resource.objects.get().files == [[key, "Route plan"]]
    assert "Route plan.pdf" in client.get(f"{LIBRARY}1/").content.decode()


def test_a_newer_version_takes_the_place_and_the_old_one_stays(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam)
        first = with_file(found, by=cast.sam, name="plan.pdf", data=PDF)
    client.force_login(cast.sam.user)
    newer = {"file": [first.key], f"replace-{first.key}": upload("plan-2.pdf", PDF + b"%2")}
    assert sent(client, found, 2, by=cast.sam, **newer).status_code == 302
    assert files_in(cast, found) == [("plan.pdf", 1, 2), ("plan-2.pdf", 2, None)]
    # Whoever reads it may open both: each was in a version that was shown.
    client.force_login(cast.tess.user)
    shown = client.get(page(found)).content.decode()
    assert "plan-2.pdf" in shown
    assert f"files/{first.key}/" in shown
    assert client.get(page(found, f"files/{first.key}/")).status_code == 200
    then = client.get(page(found, "versions/2/")).content.decode()
    assert "plan.pdf" in then
    assert "plan-2.pdf" in client.get(page(found, "versions/3/?against=2")).content.decode()
    assert client.get(page(found, f"versions/3/?against={'9' * 5000}")).status_code == 200


def test_what_went_before_it_was_published_is_its_authors_business(
    cast: Cast, client: Client
) -> None:
    with scope(cast.community):
        found = draft(cast, cast.sam)
        gone = with_file(found, by=cast.sam, name="secret.pdf", data=PDF)
        bare = content(cast.sam)
        change_resource(found, bare, by=cast.sam, began_from=2)
        Resource.objects.filter(pk=found.pk).update(state="published", shown_from=3)
    client.force_login(cast.tess.user)
    assert client.get(page(found, f"files/{gone.key}/")).status_code == 404
    client.force_login(cast.sam.user)
    assert client.get(page(found, f"files/{gone.key}/")).status_code == 200
    with scope(cast.community):
        restore_version(found, 2, by=cast.sam, note="")
    client.force_login(cast.tess.user)
    assert client.get(page(found, f"files/{gone.key}/")).status_code == 200


def test_a_file_is_only_as_visible_as_its_resource(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        closed = published(cast, cast.sam, audience=cast.superintendents.audience)
        open_ = published(cast, cast.sam)
        secret = with_file(closed, by=cast.sam)
        unsent = keep_file(_checked(), by=cast.sam)
    client.force_login(cast.pat.user)
    assert client.get(page(closed, f"files/{secret.key}/")).status_code == 404
    # Nor by the number of another one, nor before it is sent.
    assert client.get(page(open_, f"files/{secret.key}/")).status_code == 404
    assert client.get(page(open_, f"files/{unsent.key}/")).status_code == 404


def test_nobody_takes_the_file_of_somebody_else_into_his_own(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        closed = published(cast, cast.sam, audience=cast.superintendents.audience)
        secret = with_file(closed, by=cast.sam)
        unsent = keep_file(_checked(), by=cast.sam)
    client.force_login(cast.pat.user)
    fields = as_form(cast.pat, file=[secret.key, unsent.key])
    assert client.post(f"{LIBRARY}new/", fields).status_code == 422
    with scope(cast.community):
        mine = draft(cast, cast.pat, files=(FileEntry(secret.key), FileEntry(unsent.key)))
        assert not mine.files


def test_signs_that_nobody_sees_are_left_out_and_break_nothing(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam)
        kept = with_file(found, by=cast.sam, name="plan.pdf", data=PDF)
    client.force_login(cast.sam.user)
    odd = {"file": [kept.key, "a\0b"], f"label-{kept.key}": "Plan\0 1/2:\u202efdp\x07 ?"}
    assert sent(client, found, 2, by=cast.sam, **odd).status_code == 302
    with scope(cast.community):
        assert Resource.objects.get().files == [[kept.key, "Plan 1/2:fdp ?"]]
    saved = client.get(page(found, f"files/{kept.key}/"))
    assert 'filename="Plan 1-2_fdp _.pdf"' in saved["Content-Disposition"]
    assert client.get(page(found, "files/a%00b/")).status_code == 404
    # Kept on the server while it is written, by names and values of whatever kind.
    typed = as_form(cast.sam, title="Bus\0", strands=["pol\0icy"], **{"details.a\0": "x"})
    assert client.post(f"{LIBRARY}new/draft/", typed).status_code == 302
    assert client.post(f"{LIBRARY}new/", typed | {"become": "to\0ol"}).status_code == 200
    with scope(cast.community):
        kept_fields = Draft.objects.get().fields
    assert kept_fields["title"] == "Bus"
    assert "details.a\0" not in kept_fields


def test_two_who_add_files_at_once_both_keep_theirs(cast: Cast) -> None:
    before = content(cast.sam, files=(FileEntry("a"), FileEntry("b")))
    theirs = content(cast.sam, files=(FileEntry("a", "named"), FileEntry("b"), FileEntry("c")))
    mine = content(cast.sam, files=(FileEntry("a"), FileEntry("d")))
    merged = merge(before, theirs, mine)
    assert not merged.open
    assert {*merged.content.files} == {("a", "named"), ("c", ""), ("d", "")}


def test_a_page_with_twenty_files_costs_what_one_with_two_does(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        few, many = published(cast, cast.sam), published(cast, cast.sam)
        for found, count in ((few, 2), (many, 20)):
            rows = ResourceFile.objects.bulk_create(
                ResourceFile(
                    community=cast.community, resource=found, added_by=cast.sam, key=f"{found.pk}-{n}",
                    line=f"{found.pk}-{n}", name=f"{n}.pdf", content_type="application/pdf", size=9,
                )
                for n in range(count)
            )  # fmt: skip
            Resource.objects.filter(pk=found.pk).update(files=[[row.key, ""] for row in rows])
    client.force_login(cast.tess.user)
    client.get(page(few))
    counts = []
    for found in (few, many):
        with CaptureQueriesContext(connection) as asked:
            client.get(page(found))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_files_of_versions_that_are_erased_go(cast: Cast) -> None:
    with scope(cast.community):
        found = published(cast, cast.sam, authors=(cast.sam.pk, cast.tess.pk))
        with_file(found, by=cast.tess, name="tess.pdf", data=PDF)
        now = Resource.objects.with_labels().get(pk=found.pk)
        change_resource(found, replace(content_of(now), files=()), by=cast.sam, began_from=2)
        erase_resources(cast.tess)
        assert not ResourceFile.objects.exists()


def _checked() -> Any:
    return check_upload(upload("mine.pdf", PDF))
