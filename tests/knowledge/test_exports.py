"""The library out: what goes along, for whom, and how long it can be fetched."""

import io
import json
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from communities.leaving import Words as LeaversWords
from communities.leaving import leave_for_good
from communities.models import DueWork, Membership
from communities.models.membership import Standing
from communities.scope import scope
from forums.actions import open_topic, reply
from knowledge.actions.life import archive
from knowledge.commenting import comment_on
from knowledge.exchange import exporting, front_matter
from knowledge.exchange.exporting import write_library
from knowledge.exchange.exports import ask_export, forget_exports_of, write_export
from knowledge.harvest.answering import say
from knowledge.kinds import Kind, State
from knowledge.models import Collection, Consent, LibraryExport, QuotedPerson, Resource
from knowledge.shelves.actions import Words, name_curator, open_collection, place
from tests.cast import Cast
from tests.forums.test_attachments import work
from tests.knowledge.scenes import draft, published, quoting, with_file
from tests.made_files import PDF

AsMember = Callable[[Membership], Client]
EXCHANGE = "/c/four-rivers/library/exchange/"


def taken_out(member: Membership, collection: Collection | None = None) -> dict[str, bytes]:
    """Return the files of an export by name; call outside of any scope."""
    out = io.BytesIO()
    write_library(out, member, collection=collection)
    return texts_in(out.getvalue())


def texts_in(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def stored(cast: Cast) -> set[str]:
    """Return what stands in the storage: tests share it."""
    try:
        return set(default_storage.listdir(f"library-exchange/{cast.community.pk}")[1])
    except FileNotFoundError:
        return set()


def forget_all(cast: Cast) -> None:
    """Leave nothing in the storage, which tests share."""
    with scope(cast.community):
        LibraryExport.objects.all().delete()
    work("drop_file")


def test_front_matter_comes_back_as_it_was_written() -> None:
    told = {"title": 'No: "it\'s" #1', "list": ["a, b", "- c"], "text": "x\n\n---\ny", "é": "🚌"}
    assert front_matter.read(front_matter.written(told, "---\nbody")) == (told, "---\nbody")
    assert front_matter.read("no front\n") == ({}, "no front")
    assert front_matter.read("---\n---\n\nbody") == ({}, "body")


def test_a_text_goes_out_with_all_that_is_said_of_it_and_its_files(cast: Cast) -> None:
    with scope(cast.community):
        one = published(cast, cast.sam, strands=("policy",), spans=("early",), licence="cc-by",
                        site=cast.sam.site_id, contributors=("The guards",))  # fmt: skip
        with_file(one, by=cast.sam, label="The bus: in *snow*")
        with_file(one, by=cast.sam, name="plan.pdf", data=PDF)
        with_file(one, by=cast.sam, name="plan.pdf", data=PDF)
        comment_on(one, by=cast.tess, body="Said beside it", anchor="", quote="")
    found = taken_out(cast.fay)
    folder = "00001-walking-bus"
    assert sorted(found) == [
        *(
            f"{folder}/{name}"
            for name in ("bus.jpg", "plan-2.pdf", "plan.pdf", "resource.md", "versions.json")
        ),
        "library.json",
    ]
    assert found[f"{folder}/plan-2.pdf"] == PDF
    told, body = front_matter.read(found[f"{folder}/resource.md"].decode())
    assert body == one.body
    assert told["authors"] == [cast.sam.name]
    assert told["owner"] == cast.sam.name
    assert told["contributors"] == ["The guards"]
    assert told["site"] == "Northbank"
    assert (told["state"], told["audience"], told["licence"]) == ("published", "everyone", "cc-by")
    assert told["files"][0] == {"file": "bus.jpg", "label": "The bus: in *snow*"}
    index = json.loads(found["library.json"])
    assert index["resources"][0]["body"] == one.body
    assert not any(b"Said beside it" in data for data in found.values())


def test_nobody_takes_out_what_he_does_not_see(cast: Cast) -> None:
    with scope(cast.community):
        published(
            cast, cast.sam, title="For superintendents", audience=cast.superintendents.audience
        )
        draft(cast, cast.sam, title="Sam's own draft")
        old = published(cast, cast.tess, title="Old", kind=Kind.LESSON, details={"failed": "Pay"})
        archive(old, by=cast.fay, words="Better one there is")
    sams, pats = taken_out(cast.sam), taken_out(cast.pat)
    assert [name[:5] for name in sams if name.endswith(".md")] == ["00001", "00002", "00003"]
    assert [name for name in pats if name.endswith(".md")] == ["00003-old/resource.md"]
    assert b"note: Better one there is" in pats["00003-old/resource.md"]


def test_a_collection_goes_out_with_what_its_curator_sees(cast: Cast) -> None:
    with scope(cast.community):
        ones = [published(cast, cast.sam, title=title) for title in ("A", "B", "C", "Proposed")]
        hidden = published(cast, cast.sam, title="H", audience=cast.superintendents.audience)
        shown_to = ones[0].audience
        shelf = open_collection(Words("Winter", "When it is dark."), audience=shown_to, by=cast.fay)
        for one in (ones[2], ones[0], hidden):
            place(one, shelf, by=cast.fay, note=f"Why {one.title}", is_proposed=False)
        place(ones[3], shelf, by=cast.tess, note="", is_proposed=True)
    found = taken_out(cast.pat, shelf)
    names = [name for name in found if name.endswith(".md")]
    assert names == ["00001-a/resource.md", "00003-c/resource.md", "collections/001-winter.md"]
    told, note = front_matter.read(found["collections/001-winter.md"].decode())
    assert note == "When it is dark."
    assert told["items"] == [
        {"resource": "00003-c", "note": "Why C"},
        {"resource": "00001-a", "note": "Why A"},
    ]
    assert json.loads(found["library.json"])["collections"][0]["collection"] == "Winter"


def test_words_go_along_only_of_who_agreed_himself(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.tess, title="Buses", body="Ring at six.")
        other = reply(topic, by=cast.fay, body="Pay the guards.")
        first = topic.posts.get(number=1)
        quoting(cast, {first.pk: "Ring at six.", other.pk: "Pay the guards."})
        Resource.objects.update(state=State.PUBLISHED, shown_from=1)
    people: Any = QuotedPerson.objects

    def quoted(**values: Any) -> Any:
        with scope(cast.community):
            people.update(consent=Consent.WAITING, by_silence=False)
            people.filter(member=cast.tess).update(**values)
        return json.loads(taken_out(cast.sam)["library.json"])["resources"][0].get("quotations")

    words = {"words": "Ring at six."}
    assert quoted() is None
    assert quoted(consent=Consent.DECLINED) is None
    assert quoted(consent=Consent.NAMED, by_silence=True) is None
    assert quoted(consent=Consent.NAMELESS) == [words]
    assert quoted(consent=Consent.NAMED) == [{**words, "by": cast.tess.name}]
    assert quoted(consent=Consent.NAMED, name_hidden=True) == [words]


def test_it_is_written_by_the_worker_and_fetched_by_who_asked_for_it(
    cast: Cast, as_member: AsMember
) -> None:
    before = stored(cast)
    with scope(cast.community):
        published(cast, cast.sam)
    fay = as_member(cast.fay)
    for _twice in range(2):
        assert fay.post(f"{EXCHANGE}exports/").status_code == 302
    with scope(cast.community):
        made = LibraryExport.objects.get()
    assert "It is being written: 0 of 0." in fay.get(EXCHANGE).content.decode()
    assert fay.get(f"{EXCHANGE}exports/{made.pk}/").status_code == 404
    work("write_library_export")
    assert "1 text" in fay.get(EXCHANGE).content.decode()
    answer = fay.get(f"{EXCHANGE}exports/{made.pk}/")
    assert answer["Content-Disposition"].startswith('attachment; filename="four-rivers-')
    assert "library.json" in texts_in(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    for somebody in (cast.ada, cast.sam, cast.gus):
        assert as_member(somebody).get(f"{EXCHANGE}exports/{made.pk}/").status_code == 404
        assert as_member(somebody).post(f"{EXCHANGE}exports/{made.pk}/delete/").status_code == 404
    # Another one takes its place; after some days it goes, with its file.
    fay.post(f"{EXCHANGE}exports/")
    work("write_library_export")
    work("drop_file")
    assert len(stored(cast) - before) == 1
    work("forget_library_export")
    work("drop_file")
    assert not stored(cast) - before
    with scope(cast.community):
        assert not LibraryExport.objects.exists()


def test_what_quotes_words_that_were_taken_back_goes_at_once(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.tess, title="Buses", body="Ring at six.")
        quoted = quoting(cast, {topic.posts.get(number=1).pk: "Ring at six."})
        Resource.objects.update(state=State.PUBLISHED, shown_from=1)
        person = QuotedPerson.objects.select_related("resource__community").get()
        say(person, Consent.NAMED)
        other = published(cast, cast.sam, title="Quotes nobody")
        shelf = open_collection(Words("Winter", ""), audience=other.audience, by=cast.ada)
        place(other, shelf, by=cast.ada, note="", is_proposed=False)
        ask_export(by=cast.sam)
        ask_export(by=cast.ada, collection=shelf)
    work("write_library_export")
    exports: Any = LibraryExport.objects
    with scope(cast.community):
        assert [list(one.quoted) for one in exports.order_by("pk")] == [[str(quoted.pk)], []]
        paths = [one.path for one in exports.order_by("pk")]
        # Who says it once more takes nothing back.
        say(person, Consent.NAMED)
        assert not exports.exclude(stale_at=None).exists()
        say(person, Consent.NAMELESS)
        stale = exports.exclude(stale_at=None).get()
        assert stale.by == cast.sam
        Membership.objects.filter(pk=cast.sam.pk).update(standing=Standing.FACILITATOR)
    work("drop_file")
    assert [default_storage.exists(path) for path in paths] == [False, True]
    sam = as_member(cast.sam)
    assert sam.get(f"{EXCHANGE}exports/{stale.pk}/").status_code == 404
    assert "may not be read any more" in sam.get(EXCHANGE).content.decode()
    sam.post(f"{EXCHANGE}exports/")
    work("write_library_export")
    assert "may not be read any more" not in sam.get(EXCHANGE).content.decode()
    forget_all(cast)


def test_what_is_being_written_when_words_are_taken_back_is_begun_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.tess, title="Buses", body="Ring at six.")
        quoting(cast, {topic.posts.get(number=1).pk: "Ring at six."})
        Resource.objects.update(state=State.PUBLISHED, shown_from=1)
        person = QuotedPerson.objects.select_related("resource__community").get()
        say(person, Consent.NAMED)
        first = ask_export(by=cast.sam)

    def slowly(*about: Any, **more: Any) -> int:
        written = write_library(*about, **more)
        with scope(cast.community):
            say(person, Consent.DECLINED)
        return written

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(exporting, "write_library", slowly)
        write_export(first.pk)
    assert not default_storage.exists(first.path)
    with scope(cast.community):
        second = LibraryExport.objects.get()
        assert second.pk != first.pk
        assert second.finished_at is None
    work("write_library_export")
    work("drop_file")
    with scope(cast.community):
        second.refresh_from_db()
    assert second.quoted == {}
    assert default_storage.exists(second.path)
    forget_all(cast)


@pytest.mark.parametrize("words", [LeaversWords.NAMELESS, LeaversWords.ERASED])
def test_who_takes_his_words_or_his_name_along_leaves_none_in_what_was_taken_out(
    cast: Cast, words: LeaversWords
) -> None:
    with scope(cast.community):
        published(cast, cast.tess)
        ask_export(by=cast.fay)
    work("write_library_export")
    leave_for_good(cast.tess, words)
    with scope(cast.community):
        assert LibraryExport.objects.get().stale_at is not None
    forget_all(cast)


def test_a_curator_takes_out_what_he_curates_and_a_member_nothing(
    cast: Cast, as_member: AsMember
) -> None:
    tess = as_member(cast.tess)
    assert tess.get(EXCHANGE).status_code == 403
    with scope(cast.community):
        shelf = open_collection(
            Words("Winter", ""), audience=cast.superintendents.audience, by=cast.fay
        )
        name_curator(shelf, cast.tess, by=cast.fay)
    assert tess.get(EXCHANGE).status_code == 200
    assert "Take it out as a file" in tess.get(shelf.get_absolute_url()).content.decode()
    assert tess.post(f"{EXCHANGE}exports/", {"collection": shelf.number}).status_code == 302
    for number in ("99", "x", "9" * 30):
        assert tess.post(f"{EXCHANGE}exports/", {"collection": number}).status_code == 404
    assert as_member(cast.pat).post(f"{EXCHANGE}exports/").status_code == 403
    with scope(cast.community):
        assert LibraryExport.objects.get().collection == shelf


def test_a_worker_that_was_killed_begins_anew_and_who_has_left_gets_nothing(cast: Cast) -> None:
    before = stored(cast)
    with scope(cast.community):
        published(cast, cast.sam)
        made = ask_export(by=cast.fay)
    # Killed after it was stored, before that was noted.
    write_export(made.pk)
    with scope(cast.community):
        LibraryExport.objects.update(finished_at=None)
        assert ask_export(by=cast.fay) == made
    write_export(made.pk)
    assert len(stored(cast) - before) == 1
    with scope(cast.community):
        LibraryExport.objects.update(finished_at=None)
        Membership.objects.filter(pk=cast.fay.pk).update(status="left")
    write_export(made.pk)
    with scope(cast.community):
        assert LibraryExport.objects.get().finished_at is None
        forget_exports_of(cast.fay)
        assert not LibraryExport.objects.exists()
    assert DueWork.objects.filter(kind="drop_file").exists()


def test_the_command_writes_what_a_facilitator_sees(cast: Cast, tmp_path: Path) -> None:
    with scope(cast.community):
        published(cast, cast.sam)
    out = tmp_path / "out.zip"
    call_command("export_library", "four-rivers", out, email=cast.fay.user.email, stdout=StringIO())
    assert "00001-walking-bus/resource.md" in texts_in(out.read_bytes())
    for slug, email, more in (
        ("nowhere", cast.fay.user.email, {}),
        ("four-rivers", cast.sam.user.email, {}),
        ("four-rivers", cast.fay.user.email, {"collection": 7}),
    ):
        with pytest.raises(CommandError):
            call_command("export_library", slug, out, email=email, **more)
