"""The library in: the round trip, what people bring, what is hostile, and what is done twice."""

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone, translation

from communities.models import DueWork, Membership
from communities.models.membership import Standing
from communities.scope import scope
from knowledge.actions.life import archive, publish, send_to_review
from knowledge.actions.writing import change_resource
from knowledge.content import content_of
from knowledge.exchange import importing
from knowledge.exchange.bundles import BundleError, SingleFile, ZipBundle, bundle_of
from knowledge.exchange.contents_read import moment_told
from knowledge.exchange.exporting import write_library
from knowledge.exchange.front_matter import FrontMatterError, read
from knowledge.exchange.importing import make_all, state_of
from knowledge.exchange.imports import agree_to_import, look_at, make_import
from knowledge.exchange.looking import rows_of
from knowledge.exchange.places import PICTURE
from knowledge.exchange.planned import Planned
from knowledge.exchange.planning import plan
from knowledge.exchange.portable import Names
from knowledge.exchange.states_wanted import AS_SAID, DRAFTS, PUBLISHED
from knowledge.kinds import Kind
from knowledge.models import (
    Collection,
    CollectionUserObjectPermission,
    LibraryImport,
    Resource,
    ResourceFile,
    ResourceRevision,
)
from knowledge.shelves.actions import Words, make_start, name_curator, open_collection, place
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.forums.test_attachments import work
from tests.knowledge.scenes import SUMMARY, draft, published, with_file
from tests.knowledge.test_exports import EXCHANGE, texts_in
from tests.made_files import PDF, picture, upload
from tests.made_files import archive as zipped

AsMember = Callable[[Membership], Client]
WHOLE = "\n".join(f"{key}: {words}" for key, words in SUMMARY.items())


def taken_out(member: Membership) -> bytes:
    out = io.BytesIO()
    write_library(out, member)
    return out.getvalue()


def planned(member: Membership, data: bytes, name: str = "a.zip") -> list[Planned]:
    """Return what would be made of it; call in the scope."""
    names = Names(member.community, member)
    names.look_up()
    found = list(plan(bundle_of(io.BytesIO(data), name), names))
    return [one for one in found if isinstance(one, Planned)]


def made(member: Membership, data: bytes, wanted: str = DRAFTS) -> importing.Made:
    """Make it; call outside of any scope."""
    names = Names(member.community, member)
    return make_all(ZipBundle(io.BytesIO(data)), names, wanted=wanted)


def facilitator_of_lakes(cast: Cast) -> Membership:
    with scope(cast.other):
        Membership.objects.filter(pk=cast.olga.pk).update(standing=Standing.FACILITATOR)
    cast.olga.community, cast.olga.standing = cast.other, Standing.FACILITATOR
    return cast.olga


def test_an_export_makes_the_same_library_in_another_community(cast: Cast) -> None:
    with scope(cast.community):
        first = published(cast, cast.fay, strands=("policy",), spans=("early",), licence="cc-by",
                          review_by=date(2027, 5, 3), contributors=("The guards",),
                          body="# Eins\n\n--- \n\n![](bus.jpg)\n\n“Ñandú” 🚌\n\n---\n\nend")  # fmt: skip
        with_file(first, by=cast.fay, label="The bus: in *snow*")
        with_file(first, by=cast.fay, name="plan.pdf", data=PDF)
        with_file(first, by=cast.fay, name="read.md", data=b"# Not a text of its own")
        second = published(cast, cast.tess, kind=Kind.LESSON, title="No: it's \"not\" pay",
                           details={"failed": "- a\n- b\n\n  c"}, evidence="once")  # fmt: skip
        archive(second, by=cast.fay, words="Better one there is")
        draft(cast, cast.fay, what="", title="[draft] #1")
        draft(cast, cast.pat, title="Pat's own, seen by nobody else")
        shelf = open_collection(
            Words("Winter", "Dark.\n\nCold."), audience=first.audience, by=cast.fay
        )
        for one in (second, first):
            place(one, shelf, by=cast.fay, note=f"Why {one.kind}", is_proposed=False)
        make_start(shelf, by=cast.fay)
    data = taken_out(cast.fay)
    olga = facilitator_of_lakes(cast)
    mails = OutgoingMail.objects.count()
    for _twice in range(2):
        done = made(olga, data, AS_SAID)
        # The second time the collection is there.
        assert (done.collections, len(done.faults)) in ((1, 0), (0, 1))
        assert done.count == 3
        before, after = texts_in(data), texts_in(taken_out(olga))
        assert sorted(before) == sorted(after)
        for name in before:
            # Nobody there is called so: what is owned is hers. Pictures are made anew.
            owned = b"owner: " + cast.olga.name.encode()
            if name.endswith(".md") and "resource" in name:
                told, here = read(before[name].decode()), read(after[name].decode())
                assert told[0] | {"owner": ""} == here[0] | {"owner": ""}, name
                assert told[1] == here[1], name
                assert owned in after[name]
            elif not name.endswith((".jpg", ".json")):
                assert before[name] == after[name], name
    assert OutgoingMail.objects.count() == mails
    with scope(cast.other):
        assert Collection.objects.get().is_start


def test_versions_and_curators_travel_as_far_as_people_are_known(cast: Cast) -> None:
    with scope(cast.community):
        one = published(cast, cast.tess, body="First ![](bus.jpg)", evidence="idea")
        with_file(one, by=cast.fay, label="The bus")
        one = Resource.objects.with_labels().get(pk=one.pk)
        one.community = cast.community
        last = replace(
            content_of(one), body="Last words", title="Walking bus, again", evidence="once"
        )
        change_resource(one, last, by=cast.tess, began_from=one.version, note="Counted in May")
        shelf = open_collection(Words("Winter", ""), audience=one.audience, by=cast.fay)
        name_curator(shelf, cast.tess, by=cast.fay)
        name_curator(shelf, cast.sam, by=cast.fay)
    data = taken_out(cast.fay)
    assert b"@example.org" not in b"".join(texts_in(data).values())
    olga = facilitator_of_lakes(cast)
    with scope(cast.other):
        bundle = ZipBundle(io.BytesIO(data))
        assert [row["earlier"] for row in rows_of(bundle, Names(cast.other, olga))] == [2, 0]
    done = made(olga, data, AS_SAID)
    assert done.faults == [
        (
            "collections/001-winter.md",
            "Curated there by people who are not known here: Tess Bell. Name others on its page.",
        )
    ]
    with scope(cast.other):
        there = Resource.objects.get()
        rows = list(ResourceRevision.objects.order_by("number"))
        assert [row.number for row in rows] == [1, 2, 3]
        assert (there.version, there.shown_from) == (3, 3)
        assert {row.by_id for row in rows} == {olga.pk}
        assert rows[2].note == "Tess Bell: Counted in May"
        assert [row.content["evidence"] for row in rows] == ["idea", "idea", "once"]
        assert rows[0].content["body"] == "First ![](bus.jpg)"
        file = ResourceFile.objects.get()
        assert rows[1].content["files"] == [[file.key, "The bus"]]
        assert CollectionUserObjectPermission.objects.get().user == cast.sam.user
    # And from there once more: the same, with the same days.
    first, second = (
        json.loads(texts_in(each)["00001-walking-bus-again/versions.json"])
        for each in (data, taken_out(olga))
    )
    strange = {"by", "note", "authors"}
    for before, after in zip(first, second, strict=True):
        assert {k: v for k, v in before.items() if k not in strange} == {
            k: v for k, v in after.items() if k not in strange
        }


def test_a_reader_takes_out_no_version_from_before_it_was_published(cast: Cast) -> None:
    with scope(cast.community):
        one = draft(cast, cast.sam, body="Not for you")
        one = Resource.objects.with_labels().get(pk=one.pk)
        one.community = cast.community
        change_resource(one, replace(content_of(one), body="For all"), by=cast.sam, began_from=1)
        send_to_review(one)
        one.refresh_from_db()
        publish(one, by=cast.fay)
    assert b"Not for you" not in b"".join(texts_in(taken_out(cast.pat)).values())
    for member in (cast.fay, cast.sam):
        assert b"Not for you" in b"".join(texts_in(taken_out(member)).values())


@pytest.mark.parametrize(
    "versions",
    [
        b"{", b"[" * 100_000, b"{}", b'[1, null, "x"]', b"\xff", b'[{"body": 1, "files": 3}]',
        b'[{"body": "x", "title": "' + b"y" * 500 + b'"}]', b'[{"at": "9999-99-99", "by": {}}]',
        b'[{"body": "\\u0000", "title": "A", "files": [{"file": "../../x"}], "review_by": "x"}]',
    ],
)  # fmt: skip
def test_versions_that_are_broken_or_hostile_hold_nothing_up(cast: Cast, versions: bytes) -> None:
    files = {"00001-a/resource.md": b"---\ntitle: A\n---\nNow", "00001-a/versions.json": versions}
    assert made(cast.fay, zipped(files)).count == 1
    with scope(cast.community):
        assert Resource.objects.get().body == "Now"


def test_only_a_facilitator_is_believed_that_somebody_else_wrote_a_version(cast: Cast) -> None:
    told = [{"by": cast.sam.name, "at": "2026-01-02", "note": "Before", "title": "A", "body": "x"}]
    files = {
        "00001-a/resource.md": b"---\ntitle: A\n---\nNow",
        "00001-a/versions.json": json.dumps(told).encode(),
    }
    with scope(cast.community):
        shelf = open_collection(Words("W", ""), audience=cast.superintendents.audience, by=cast.fay)
        name_curator(shelf, cast.tess, by=cast.fay)
    for member, whose, note in (
        (cast.tess, cast.tess, f"{cast.sam.name}: Before"),
        (cast.fay, cast.sam, "Before"),
    ):
        made(member, zipped(files))
        with scope(cast.community):
            first = ResourceRevision.objects.get(resource__owner=member, number=1)
            assert (first.by_id, first.note) == (whose.pk, note)


def test_an_export_that_comes_home_doubles_nothing_and_keeps_its_owners(
    cast: Cast, tmp_path: Path
) -> None:
    with scope(cast.community):
        published(cast, cast.sam, audience=cast.superintendents.audience)
    (tmp_path / "out.zip").write_bytes(taken_out(cast.fay))
    options: dict[str, Any] = {"email": cast.fay.user.email, "state": AS_SAID}

    def brought() -> str:
        said = StringIO()
        call_command("import_library", "four-rivers", tmp_path / "out.zip", stdout=said, **options)
        return said.getvalue()

    assert "already; left out" in brought()
    with scope(cast.community):
        assert Resource.objects.count() == 1
        Resource.objects.all().delete()
    assert "1 texts" in brought()
    with scope(cast.community):
        again = Resource.objects.get()
        assert (again.owner_id, again.state) == (cast.sam.pk, "published")
        assert again.audience_id == cast.superintendents.audience_id


def test_a_folder_of_anybody_s_markdown_comes_in_as_drafts(cast: Cast) -> None:
    data = zipped(
        {
            "notes/bus.md": b"# Rope and bell\n\nSee ![the stop](img/stop.png), ![two](../stop.png)"
            b" and ![page](https://x.example/a.png) and ../up.",
            "notes/img/stop.png": picture("PNG"),
            "stop.png": picture("PNG", (40, 30)),
            "plan.md": "---\nreview_by: 0001-01-01\ntitle: Piñata\nauthor: Sam Ruiz; x\ntags: [Weather]\nsite: Mars\n"
            "layout: post\n---\nBody".encode(),
            "loose.pdf": PDF,
            "links.csv": b"\xef\xbb\xbfTitle;Link\r\nRadio;https://radio.example/1\r\nNone;\r\n;nowhere\r\n",
            "__MACOSX/._plan.md": b"x",
            "run.exe": b"MZ",
        }
    )  # fmt: skip
    with scope(cast.community):
        told = {one.source: one for one in planned(cast.fay, data)}
    assert [f for f, _label in told["notes/bus.md"].files] == ["notes/img/stop.png", "stop.png"]
    assert told["plan.md"].title == "Piñata"
    assert "“Weather”" in told["plan.md"].remarks[1]
    assert "“Mars”" in " ".join(told["plan.md"].remarks)
    assert "“0001-01-01”" in " ".join(told["plan.md"].remarks)
    assert told["plan.md"].note == "From the file plan.md. layout: post"
    assert told["links.csv:2"].content is not None
    assert told["links.csv:2"].content.details == {"link": "https://radio.example/1"}
    assert told["links.csv:3"].wrong
    assert told["links.csv:4"].wrong
    assert "not taken" in told["run.exe"].wrong
    done = made(cast.fay, data)
    assert (done.count, done.faults) == (4, [])
    with scope(cast.community):
        assert set(Resource.objects.values_list("state", flat=True)) == {"draft"}
        bus = Resource.objects.get(title="Rope and bell")
        assert bus.body == (
            "See ![the stop](stop.jpg), ![two](stop-2.jpg)"
            " and ![page](https://x.example/a.png) and ../up."
        )
        names = ResourceFile.objects.filter(resource=bus).values_list("name", flat=True)
        assert sorted(names) == ["stop-2.jpg", "stop.jpg"]
        noted = ResourceRevision.objects.get(resource__title="Piñata")
        assert noted.note == "From the file plan.md. layout: post"
        assert Resource.objects.get(title="Piñata").credits.get().name == "Sam Ruiz; x"


def test_what_other_programs_write_comes_in_with_its_pictures_and_files(cast: Cast) -> None:
    folder = "Walking bus 1f2e3d4c5b6a79880011223344556677"
    notion = (
        f"# **Walking** bus\n\n![Map](Walking%20bus%20{folder[-32:]}/Untitled%20(1).png)\n\n"
        f"[the plan](Walking%20bus%20{folder[-32:]}/plan.pdf), [next](Next.md)"
    )
    obsidian = "\ufeff---  \r\naliases: [Papás, {a: b}]\r\n...\r\nSee [[Next|that]] and [[Next]].\r\n\r\n![[Foto é.jpg|300]]"
    google = f"# Doc\\!\n\nA ![][image1] b\n\n[image1]: <data:image/png;base64,{'A' * 100_000}>\n"
    files = {
        f"n/{folder}.md": notion.encode(),
        f"n/{folder}/Untitled (1).png": picture("PNG"),
        f"n/{folder}/plan.pdf": PDF,
        "o/Nota.md": obsidian.encode(),
        # As some programs write é.
        "o/files/Foto e\u0301.jpg": picture(),
        "jekyll/_posts/2023-05-04-walk.markdown": b"![a](/assets/a.jpg)",
        "assets/a.jpg": picture(),
        "google.md": google.encode(),
        "Thumbs.db": b"x",
        "empty.md": b"\n",
    }
    with scope(cast.community):
        found = {one.source: one for one in planned(cast.fay, zipped(files))}
    assert found["empty.md"].wrong == "It is empty."
    assert {name for name, one in found.items() if not one.wrong} == {
        name for name in files if name.endswith((".md", ".markdown")) and name != "empty.md"
    }
    assert found[f"n/{folder}.md"].title == "Walking bus"
    assert found["o/Nota.md"].note.endswith("aliases: Papás, a: b")
    assert found["google.md"].title == "Doc!"
    assert "1 picture is packed into the text" in found["google.md"].remarks[0]
    made(cast.fay, zipped(files))
    with scope(cast.community):
        bodies = {one.title: one.body for one in Resource.objects.all()}
        beside = sorted(ResourceFile.objects.values_list("resource__title", "name"))
    assert bodies["Walking bus"] == "![Map](Untitled (1).jpg)\n\nthe plan, [next](Next.md)"
    assert bodies["Nota"] == "See that and Next.\n\n![](Foto é.jpg)"
    assert bodies["Walk"] == "![a](a.jpg)"
    assert bodies["Doc!"] == "A  b"
    assert beside == [
        ("Nota", "Foto é.jpg"),
        ("Walk", "a.jpg"),
        ("Walking bus", "Untitled (1).jpg"),
        ("Walking bus", "plan.pdf"),
    ]


def test_a_table_as_people_head_it_comes_in_line_by_line(cast: Cast) -> None:
    table = (
        "Título;Dirección web;Descripción;Autor;Idioma;Tipo;Etiquetas\r\n"
        "Guía;https://ejemplo.org/guia;Una guía;Rosa Peña;Español;Grabación;asistencia, familia\r\n"
        "Web;www.ejemplo.org/a;;;;;\r\nMala;no-es-enlace;x;;;;\r\nSin enlace;;x;;;;\r\n"
    ).encode("cp1252")
    other = b"Name,Notes\nA,B\n"
    with scope(cast.community):
        good, bare, bad, none, file = planned(
            cast.fay, zipped({"enlaces.csv": table, "other.csv": other})
        )
    assert good.content is not None
    assert (good.title, good.content.what, good.content.kind) == ("Guía", "Una guía", "recording")
    assert good.content.said_language == "es"
    assert good.content.details["link"] == "https://ejemplo.org/guia"
    assert "“asistencia”, “familia”" in good.remarks[0]
    assert bare.content is not None
    assert bare.content.details["link"] == "https://www.ejemplo.org/a"
    assert "“no-es-enlace” is no address" in bad.wrong
    assert bad.called == "enlaces.csv, line 4"
    assert none.wrong == "There is no link in this line."
    assert "no column “link”" in file.remarks[0]


def test_names_of_an_archive_that_does_not_say_that_they_are_utf_8_are_read_so() -> None:
    data = zipped({"Reuni\xf3n.md": b"x"})
    name = "Reuni\xf3n.md".encode()
    unsaid = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    assert name in unsaid
    assert ZipBundle(io.BytesIO(unsaid)).names == ["Reuni\xf3n.md"]


def test_who_may_publish_says_in_what_state_things_come() -> None:
    whole = Planned("a.md", may_be_shown=True, state="published")  # type: ignore[arg-type]
    old = Planned("a.md", may_be_shown=True, state="archived")  # type: ignore[arg-type]
    half = Planned("a.md", may_be_shown=False, state="published")  # type: ignore[arg-type]
    found = {
        wanted: [str(state_of(one, wanted)) for one in (whole, old, half)]
        for wanted in (DRAFTS, AS_SAID, PUBLISHED)
    }
    assert found == {
        DRAFTS: ["draft", "draft", "draft"],
        AS_SAID: ["published", "archived", "draft"],
        PUBLISHED: ["published", "archived", "draft"],
    }


@pytest.mark.parametrize(
    "front",
    [
        *("title: [unclosed", "a: &a [x, x]\nb: [*a, *a]", "- no", "a: b: c", "%YAML 9.9\na: 1"),
        *("[" * 9_000, "- " * 9_000, "a: " + "{a: " * 9_000, "[\n" * 9_000),
        *("a: 1\n" * 9_000, "a: " + "x" * 200_001, 'a: "\\ud800"', "just words"),
    ],
    ids=lambda front: front[:12],
)
def test_front_matter_that_is_broken_or_hostile_is_refused(front: str) -> None:
    with pytest.raises(FrontMatterError):
        read(f"---\n{front}\n---\nx")


def test_front_matter_that_cannot_be_read_names_its_line(cast: Cast) -> None:
    text = b"---\r\ntitle: A\r\nfoo: Bad: colon\r\n---\r\nx"
    with scope(cast.community):
        (one,) = planned(cast.fay, text, "a.md")
    assert one.wrong.endswith("Look at line 3.")


def test_front_matter_makes_strings_and_no_objects() -> None:
    told, _body = read(
        '---\na: !!python/object/apply:os.system [x]\nb: 2026-01-01\nc: "x\\0"\n---\n'
    )
    assert told == {"a": ["x"], "b": "2026-01-01", "c": "x"}


@pytest.mark.parametrize("told", ["0001-01-01", "9999-12-31T23:59:59-12:00", "2026-13-01", ""])
def test_a_moment_that_no_clock_reckons_with_is_none(told: str) -> None:
    assert moment_told(told) is None


def test_a_text_of_nothing_but_beginnings_of_pictures_is_read_once() -> None:
    # Read again for each of them, these would take until tomorrow.
    assert PICTURE.findall("![" * 100_000) == []
    assert PICTURE.findall("![](" * 50_000) == []
    assert PICTURE.findall("![" + "](" * 50_000) == []
    assert PICTURE.findall("![](" + "(" * 50_000) == []
    assert PICTURE.findall("![a [b](photo (1).jpg) ![c](<d e.jpg>)") == [("c", "d e.jpg")]
    assert PICTURE.findall("![](photo (1).jpg)") == [("", "photo (1).jpg")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"---\n[\n---\nx", "put quotation marks"),
        (b"---\ntitle: " + b"x" * 300 + b"\n---\nx", "title is too long"),
        (b"---\nwhat: " + b"x" * 400 + b"\n---\nx", "too long"),
        (b"x" * 30_000, "20,000"),
        (b"a\x00b", "no text"),
        (b"x" * 2_000_000, "too large"),
        (b"---\ncollection: ''\n---\n", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(cast: Cast, text: bytes, words: str) -> None:
    names = Names(cast.community, cast.fay)
    with scope(cast.community):
        names.look_up()
    (one,) = plan(SingleFile("a.md", text), names)
    assert one.wrong
    assert words in one.wrong


def test_a_hostile_zip_is_refused_or_left_out(cast: Cast) -> None:
    with pytest.raises(BundleError):
        ZipBundle(io.BytesIO(b"PK\x03\x04 nothing"))
    with pytest.raises(BundleError):
        ZipBundle(io.BytesIO(zipped({f"{n}.md": b"" for n in range(20_001)})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("../../etc/passwd.md", "/elsewhere/a.md", "C:/b.md", "ok.md", "twice.md"):
            packed.writestr(name, "# x")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("twice.md", "# The last one")
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        for ending in ("md", "txt"):
            packed.writestr(f"bomb.{ending}", b"a" * 30_000_000)
    with scope(cast.community):
        found = planned(cast.fay, out.getvalue())
    assert [one.source for one in found if not one.wrong] == ["ok.md", "twice.md"]
    assert found[2].title == "The last one"


def test_a_zip_that_says_two_sizes_of_its_list_is_refused_by_the_larger() -> None:
    plain = zipped({"a.md": b"# x"})
    place = plain.rfind(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 9 << 20, 0)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1)
    with pytest.raises(BundleError, match="too many files"):
        ZipBundle(io.BytesIO(plain[:place] + large + where + plain[place:]))


def test_what_is_packed_in_a_rare_way_is_left_out_and_said(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a.md", "# One")
        packed.writestr("b.md", "# Two", zipfile.ZIP_DEFLATED)
    # Broken, it would end in an error that zipfile does not call its own.
    broken = out.getvalue().replace(b"One", b"\xff" * 3)
    with scope(cast.community):
        found = planned(cast.fay, broken)
    assert [(one.source, bool(one.wrong)) for one in found] == [("b.md", False), ("a.md", True)]


def test_no_name_in_front_matter_brings_what_no_database_keeps(cast: Cast) -> None:
    text = b'---\ntitle: A\n"a\\0b": "c\\0d"\n---\nx'
    with scope(cast.community):
        found = look_at(io.BytesIO(text), "a.md", by=cast.fay)
        assert "ab: cd" in LibraryImport.objects.get(pk=found.pk).plan[0]["remarks"][-1]


def test_a_folder_is_not_left_by_links(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("# Bakery\n\nBread ![x](../secret.md)")
    (tmp_path / "in" / "b.md").write_text("---\n[\n---\n")
    (tmp_path / "in" / "c.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "in" / "d").symlink_to(tmp_path)
    said = StringIO()
    options: dict[str, Any] = {"email": cast.fay.user.email, "stdout": said}
    with pytest.raises(CommandError):
        call_command("import_library", "four-rivers", tmp_path / "in", **options)
    call_command("import_library", "four-rivers", tmp_path / "in", dry_run=True, **options)
    call_command("import_library", "four-rivers", tmp_path / "in", skip_errors=True, **options)
    with pytest.raises(CommandError, match="There is no file or folder at"):
        call_command("import_library", "four-rivers", tmp_path / "nowhere", **options)
    assert "c.md: Its name leads out" in said.getvalue()
    assert "1 would be made, 2 not." in said.getvalue()
    with scope(cast.community):
        assert Resource.objects.get().title == "Bakery"


def test_who_sees_it_is_never_widened_and_who_is_quoted_is_asked(cast: Cast) -> None:
    quoted = f"---\ntitle: Q\nstate: published\nkind: case\n{WHOLE}\nquotations:\n- words: Ring\n  by: Tess\n---\nx"
    with scope(cast.community):
        published(cast, cast.sam, audience=cast.superintendents.audience)
    olga = facilitator_of_lakes(cast)
    with scope(cast.other):
        (hidden,) = planned(olga, taken_out(cast.sam))
        (quoting,) = planned(olga, quoted.encode(), "q.md")
    assert (hidden.may_be_shown, quoting.may_be_shown) == (False, False)
    assert "choose who sees it" in hidden.remarks[-1]
    assert quoting.content is not None
    assert quoting.content.body == "x\n\n> Ring\n>\n> — Tess"


def test_a_facilitator_looks_first_and_then_has_it_made(cast: Cast, as_member: AsMember) -> None:
    fay = as_member(cast.fay)
    data = zipped({"a.md": f"---\ntitle: Bakery\nkind: case\n{WHOLE}\n---\nBread".encode(),
                   "b.md": b"---\n[\n---\n", "c.md": b"# Walking bus"})  # fmt: skip
    with scope(cast.community):
        published(cast, cast.sam)
    assert fay.post(f"{EXCHANGE}imports/").status_code == 422
    assert fay.post(f"{EXCHANGE}imports/", {"upload": upload("x.zip", b"PK")}).status_code == 422
    shown = fay.post(f"{EXCHANGE}imports/", {"upload": upload("two.zip", data)}, follow=True)
    page, said = shown.redirect_chain[0][0], shown.content.decode()
    for words in ("1 thing would be made.", "b.md", "1 title is in the library already", "Bakery"):
        assert words in said
    for somebody in (cast.ada, cast.sam):
        assert as_member(somebody).get(page).status_code == 404
        assert as_member(somebody).post(f"{page}agreement/").status_code == 404
    assert "It is being made: 0 of 3." in fay.post(
        f"{page}agreement/", {"wanted": "published"}, follow=True
    ).content.decode()  # fmt: skip
    work("make_library_import")
    with scope(cast.community):
        assert Resource.objects.get(title="Bakery").state == "published"
        assert Resource.objects.count() == 2
    assert "Done: 1 text is in the library." in fay.get(page).content.decode()
    # The same file once more finds it there.
    again = fay.post(f"{EXCHANGE}imports/", {"upload": upload("two.zip", data)}, follow=True)
    assert "0 things would be made." in again.content.decode()
    assert fay.post(f"{page}delete/").status_code == 302
    assert fay.get(page).status_code == 404
    assert "two.zip" in fay.get(EXCHANGE).content.decode()
    work("forget_library_import")
    with scope(cast.community):
        assert not LibraryImport.objects.exists()


def test_a_worker_that_is_killed_goes_on_and_makes_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped({f"{n:02}.md": f"# Text {n}\n\nx".encode() for n in range(12)})
    with scope(cast.community):
        found = look_at(io.BytesIO(data), "a.zip", by=cast.fay)
        agree_to_import(found, DRAFTS)
    write, calls = importing._write, []

    def killed(*given: Any) -> Resource:
        calls.append(given)
        if len(calls) == 8:
            raise KeyboardInterrupt
        return write(*given)

    monkeypatch.setattr(importing, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        make_import(found.pk)
    with scope(cast.community):
        assert Resource.objects.count() == 7
        assert LibraryImport.objects.get().finished_at is None
    make_import(found.pk)
    with scope(cast.community):
        assert Resource.objects.count() == 12
        assert LibraryImport.objects.get().made == 12


def test_a_curator_brings_drafts(cast: Cast) -> None:
    data = zipped(
        {"a.md": f"---\ntitle: A\nstate: published\nkind: case\n{WHOLE}\n---\nx".encode()}
    )
    with scope(cast.community):
        found = look_at(io.BytesIO(data), "a.zip", by=cast.tess)
        agree_to_import(found, PUBLISHED)
    # Who curates nothing any more brings nothing.
    make_import(found.pk)
    with scope(cast.community):
        assert not Resource.objects.exists()
        shelf = open_collection(Words("W", ""), audience=cast.superintendents.audience, by=cast.fay)
        name_curator(shelf, cast.tess, by=cast.fay)
    make_import(found.pk)
    with scope(cast.community):
        assert Resource.objects.get().state == "draft"


def test_a_line_of_a_table_is_the_same_in_every_language(cast: Cast) -> None:
    data = b"link;title\nhttps://example.org/a;Walking bus\nhttps://example.org/b;Bakery\n"
    with scope(cast.community), translation.override("es"):
        published(cast, cast.sam)
        found = look_at(io.BytesIO(data), "links.csv", by=cast.fay)
        agree_to_import(found, DRAFTS)
        keys = {
            one.key(Names(cast.community, cast.fay)) for one in planned(cast.fay, data, "a.csv")
        }
    # The worker speaks English with fay: what is there already is left out all the same.
    make_import(found.pk)
    with scope(cast.community):
        assert sorted(one.title for one in Resource.objects.all()) == ["Bakery", "Walking bus"]
        again = planned(cast.fay, data, "a.csv")
        assert {one.key(Names(cast.community, cast.fay)) for one in again} == keys
        assert again[1].called == "a.csv, line 3"


def test_who_waits_for_what_has_stopped_reads_so_and_tries_it_again(
    cast: Cast, as_member: AsMember
) -> None:
    fay = as_member(cast.fay)
    sent = {"upload": upload("a.zip", zipped({"a.md": b"# A"}))}
    page = fay.post(f"{EXCHANGE}imports/", sent, follow=True).redirect_chain[0][0]
    with scope(cast.community):
        path = LibraryImport.objects.get().path
    with default_storage.open(path) as file:
        data = file.read()
    default_storage.delete(path)
    fay.post(f"{page}agreement/", {"wanted": "drafts"})
    for _time in range(3):
        for shown in (fay.get(page).text, fay.get(EXCHANGE).text):
            assert "It is being made: 0 of 1." in shown
        work("make_library_import")
    assert "It has stopped: 0 of 1 are done" in fay.get(page).text
    assert "It has stopped." in fay.get(EXCHANGE).text
    default_storage.save(path, ContentFile(data))
    assert "It is being made: 0 of 1." in fay.post(f"{page}agreement/", follow=True).text
    work("make_library_import")
    assert "Done: 1 text is in the library." in fay.get(page).text

    fay.post(f"{EXCHANGE}exports/")
    assert "It is being written" in fay.get(EXCHANGE).text
    DueWork.objects.filter(kind="write_library_export").update(held=True)
    assert "could not be written" in fay.get(EXCHANGE).text
    assert "It is being written" in fay.post(f"{EXCHANGE}exports/", follow=True).text
    work("write_library_export")
    assert "Fetch it" in fay.get(EXCHANGE).text


def test_what_is_not_made_since_its_member_is_paused_has_stopped_too(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        found = look_at(io.BytesIO(b"# A"), "a.md", by=cast.fay)
        agree_to_import(found, DRAFTS)
        Membership.objects.filter(pk=cast.fay.pk).update(
            paused_until=timezone.now() + timedelta(days=2)
        )
    work("make_library_import")
    assert "It has stopped" in as_member(cast.fay).get(f"{EXCHANGE}imports/{found.pk}/").text


def test_what_takes_too_long_to_look_at_is_refused(cast: Cast) -> None:
    bundle = ZipBundle(io.BytesIO(zipped({"a.md": b"# A", "b.md": b"# B"})))
    with scope(cast.community), pytest.raises(BundleError, match="too much"):
        rows_of(bundle, Names(cast.community, cast.fay), seconds=-1)
