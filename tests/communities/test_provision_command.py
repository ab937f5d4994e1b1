"""`manage.py provision_community`, as an admin at a terminal runs it."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from communities.models import Community, DueWork, Invitation, Membership, Site
from communities.scope import scope

HEADER = "Name;E-mail;Site;Roles;Circle;Standing;Language\n"


def run(people: Path | None = None, **options: object) -> str:
    out = io.StringIO()
    call_command(
        "provision_community",
        template="promise-neighborhood",
        name="Four Rivers",
        slug="four-rivers",
        people=people,
        stdout=out,
        **options,
    )
    return out.getvalue()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(
        HEADER + "Rosa Peña;rosa@example.org;Eastgate;parent;;;es\n"
        "Sam Ortiz;sam@example.org;Northbank;superintendent;core;facilitator;\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.django_db
def test_the_command_makes_the_community_and_says_what_it_did(people: Path) -> None:
    said = run(people, admin="ada@example.org")
    assert "line 2: ok: Rosa Peña." in said
    assert "2 ok, 0 note, 0 error" in said
    assert "2 invitations" in said
    community = Community.objects.get(slug="four-rivers")
    with scope(community):
        assert Membership.objects.get().user.email == "ada@example.org"
        assert Invitation.objects.get(email="rosa@example.org").language == "es"
        assert Invitation.objects.get(email="sam@example.org").standing == "facilitator"


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_says_the_same(people: Path) -> None:
    said = run(people, admin="ada@example.org", dry_run=True)
    assert "line 3: ok: Sam Ortiz." in said
    assert "Would add:" in said
    assert not Community.objects.exists()
    assert not User.objects.exists()
    assert not DueWork.objects.exists()


@pytest.mark.django_db
def test_lines_with_errors_stop_the_whole_run(people: Path) -> None:
    people.write_text(HEADER + "Rosa;rosa@;;;;;\nSam;sam@example.org;;;;;\n")
    with pytest.raises(CommandError, match="Nothing was written"):
        run(people)
    assert not Community.objects.exists()


@pytest.mark.django_db
def test_lines_with_errors_can_be_left_out(people: Path) -> None:
    people.write_text(HEADER + "Rosa;rosa@;;;;;\nSam;sam@example.org;;;;;\n")
    said = run(people, skip_errors=True)
    assert "line 2: error: Rosa. “rosa@” is not an e-mail address." in said
    with scope(Community.objects.get()):
        assert [i.email for i in Invitation.objects.all()] == ["sam@example.org"]


@pytest.mark.django_db
def test_running_again_adds_only_who_is_new(people: Path) -> None:
    run(people)
    with people.open("a") as file:
        file.write("Tess Bell;tess@example.org;Lakeside;principal;;;\n")
    said = run(people)
    assert "line 2: note: Rosa Peña. Is invited already." in said
    assert "Added: 1 sites, 1 invitations." in said
    assert "Added: nothing; all of it is there." in run(people)


@pytest.mark.django_db
def test_a_new_role_must_be_confirmed(people: Path) -> None:
    people.write_text(HEADER + "Bo;bo@example.org;;Bus driver;;;\n")
    with pytest.raises(CommandError):
        run(people)
    run(people, add_roles=True)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_every_habit_give_the_same_people(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "gente.csv"
    rows = [["Nombre", "Correo electrónico", "Sitio"], ["Rosa Peña", "rosa@example.org", "Añil"]]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    run(path)
    with scope(Community.objects.get()):
        assert Invitation.objects.get().name == "Rosa Peña"
        assert Site.objects.get().name == "Añil"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Phone\nRosa,555\n", "no column of e-mail addresses"),
        ("", "empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        run(path)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot read"):
        run(tmp_path / "nowhere.csv")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["four rivers", "a/b", "x" * 61])
def test_an_address_that_cannot_be_one_is_refused(slug: str) -> None:
    with pytest.raises(CommandError, match="--slug takes"):
        call_command("provision_community", template="working-community", name="X", slug=slug)


@pytest.mark.django_db
@pytest.mark.slow
def test_five_thousand_rows_are_taken_at_once(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    roles = ("parent", "principal, parent", "superintendent", "teacher")
    path.write_text(
        HEADER
        + "".join(
            f"Person Number{n};person{n}@example.org;Site {n % 60};{roles[n % 4]};;;en\n"
            for n in range(5000)
        )
    )
    run(path)
    with scope(Community.objects.get()):
        assert Invitation.objects.count() == 5000
        assert Site.objects.count() == 60
