"""Files beside what came of an adaptation: brought by its form, read by those who read it."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import DueWork
from communities.scope import scope
from core.files import check_upload
from forums.models import DroppedFile
from knowledge.adaptations.actions import delete_adaptation
from knowledge.adaptations.erasing import erase_adaptations
from knowledge.adaptations.outcome_files import MOST_FILES, keep_outcome_file
from knowledge.models import Adaptation, OutcomeFile
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import published
from tests.made_files import PDF, picture, upload

WORKED = {"outcome": "worked", "happened": "Thirty come.", "saw": ""}


def begun(cast: Cast, **fields: Any) -> tuple[str, str, Adaptation]:
    """Return the page of what sam's site uses, that of its outcome, and the adaptation."""
    with scope(cast.community):
        found = published(cast, cast.tess)
        one = uses(found, cast.sam, **fields)
    page = f"/c/four-rivers/library/{found.number}/"
    return page, f"{page}adaptations/{one.pk}/outcome/", one


def keys(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(OutcomeFile.objects.order_by("pk").values_list("key", flat=True))


def test_files_come_with_the_outcome_and_stand_beside_it(cast: Cast, client: Client) -> None:
    page, form, one = begun(cast)
    client.force_login(cast.sam.user)
    files = [upload("counts.pdf", PDF), upload("stop.jpg", picture())]
    assert client.post(form, {**WORKED, "upload": files}).status_code == 302
    plan, stop = (f"{page}adaptations/{one.pk}/files/{key}/" for key in keys(cast))
    client.force_login(cast.tess.user)
    shown = client.get(page).content.decode()
    assert f'href="{plan}"' in shown
    assert f'src="{stop}small/"' in shown
    saved = client.get(plan)
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{stop}small/")["Content-Type"] == "image/webp"
    assert client.get(f"{plan}small/").status_code == 404
    client.force_login(cast.olga.user)
    assert client.get(plan).status_code == 404


def test_what_fits_is_kept_when_something_else_is_refused(cast: Cast, client: Client) -> None:
    page, form, one = begun(cast)
    client.force_login(cast.sam.user)
    answer = client.post(form, {"upload": [upload("good.pdf", PDF), upload("run.exe", b"MZ")]})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“run.exe” was not added" in said
    (key,) = keys(cast)
    assert f'name="drop" value="{key}"' in said
    # Until it is told what came of it, its people alone open it.
    assert client.get(f"{page}adaptations/{one.pk}/files/{key}/").status_code == 200
    client.force_login(cast.tess.user)
    assert client.get(f"{page}adaptations/{one.pk}/files/{key}/").status_code == 404
    assert "good.pdf" not in client.get(page).content.decode()
    client.force_login(cast.sam.user)
    assert client.post(form, {**WORKED, "drop": [key, "a\0b"]}).status_code == 302
    assert keys(cast) == []


def test_only_so_many_fit_and_only_its_people_add_some(cast: Cast, client: Client) -> None:
    _page, form, _one = begun(cast)
    client.force_login(cast.sam.user)
    many = [upload(f"{n}.txt", b"Words") for n in range(MOST_FILES + 1)]
    answer = client.post(form, {**WORKED, "upload": many})
    assert "At most 6 files fit here." in answer.content.decode()
    assert len(keys(cast)) == MOST_FILES
    client.force_login(cast.tess.user)
    answer = client.post(form, {**WORKED, "drop": keys(cast)})
    assert answer.status_code == 403
    assert len(keys(cast)) == MOST_FILES


def test_what_is_kept_among_them_keeps_its_files(cast: Cast, client: Client) -> None:
    page, _form, one = begun(cast, is_shown=False)
    with scope(cast.community):
        kept = keep_outcome_file(one, check_upload(upload("a.pdf", PDF)), by=cast.sam)
        tells(one, cast.sam)
    url = f"{page}adaptations/{one.pk}/files/{kept.key}/"
    client.force_login(cast.tess.user)
    assert client.get(url).status_code == 404
    client.force_login(cast.sam.user)
    assert client.get(url).status_code == 200


def test_files_go_with_who_is_erased_and_with_what_they_stand_beside(cast: Cast) -> None:
    _page, _form, one = begun(cast)
    with scope(cast.community):
        mine = keep_outcome_file(one, check_upload(upload("a.pdf", PDF)), by=cast.sam)
        hers = keep_outcome_file(one, check_upload(upload("b.pdf", PDF)), by=cast.fay)
        assert default_storage.exists(mine.path)
        erase_adaptations(cast.sam)
        assert [*OutcomeFile.objects.all()] == [hers]
        delete_adaptation(one, by=cast.fay)
    names = set(DroppedFile.objects.values_list("name", flat=True))
    assert {mine.path, hers.path} <= names
    assert DueWork.objects.filter(kind="drop_file").count() >= 2


def test_twenty_uses_with_files_cost_what_two_do(cast: Cast, client: Client) -> None:
    page, _form, first = begun(cast)
    client.force_login(cast.tess.user)
    counts = []
    for wanted in (2, 20):
        with scope(cast.community):
            have = Adaptation.objects.count()
            new = Adaptation.objects.bulk_create(
                Adaptation(
                    community=cast.community, resource_id=first.resource_id, site=first.site,
                    opened_by=cast.sam, begun_on=first.begun_on, ask_after=0, outcome="worked",
                    shown_at=first.shown_at,
                )
                for _n in range(wanted + 1 - have)
            )  # fmt: skip
            OutcomeFile.objects.bulk_create(
                OutcomeFile(
                    community=cast.community, adaptation=one, added_by=cast.sam, name="a.pdf",
                    content_type="application/pdf", size=9,
                )
                for one in new
            )  # fmt: skip
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
