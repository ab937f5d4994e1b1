"""The Spanish catalogue: whole, faithful to the English, and what a Spanish reader is shown."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.translation import ngettext
from pytest_django.fixtures import Settings

from communities.models import Membership
from config.catalogues import compile_catalogues
from tests.accounts.conftest import SIGN_IN
from tests.cast import Cast
from tests.digests.scenes import answer, ask, message, only_mail, part, send, settle_in
from tests.smtp_peer import SmtpPeer

CATALOGUE = Path("locale/es/LC_MESSAGES/django.po")
# What must come through a translation unharmed: values, and the tags around words.
KEPT = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?[a-z][^>]*>|https?://\S+")
# Counts that some forms spell out: "one thing" has no number in either language.
COUNTED = {"%(n)s", "%(count)s", "%(count)d", "%(people)s", "%(sites)s"}

APPS = ["config", "digests", "forums", "search", "notifications", "moderation", "communities"]
APPS += ["accounts", "core", "site_updates", "knowledge", "meetings"]
ASKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}

type Sentence = tuple[str | None, str, str]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_catalogues()


def catalogue() -> polib.POFile:
    return polib.pofile(str(settings.BASE_DIR / CATALOGUE))


def texts(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Give each English text of an entry with its Spanish one."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    for form, text in entry.msgstr_plural.items():
        yield (entry.msgid if form == 0 else entry.msgid_plural), text


def sentences(entries: polib.POFile) -> set[Sentence]:
    return {(e.msgctxt, e.msgid, e.msgid_plural) for e in entries if not e.obsolete}


def test_every_sentence_is_translated_and_none_is_a_guess() -> None:
    entries = catalogue()
    assert [e.msgid for e in entries.untranslated_entries()] == []
    assert [e.msgid for e in entries.fuzzy_entries()] == []
    assert [e.msgid for e in entries.obsolete_entries()] == []
    assert len(entries) > 400


def test_no_sentence_stands_inside_an_f_string_where_it_would_not_be_collected() -> None:
    root = Path(settings.BASE_DIR)
    sources = [path for app in APPS for path in (root / app).rglob("*.py")]
    assert len(sources) > 300
    assert [str(path.relative_to(root)) for path in sources if has_sentence_inside(path)] == []


def has_sentence_inside(path: Path) -> bool:
    """Return whether the source asks for a translation between the braces of an f-string."""
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKS
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
    )


def test_values_and_tags_come_through() -> None:
    wrong = []
    for entry in catalogue():
        for english, spanish in texts(entry):
            # A form for one may leave its number out; no form may name a value that is not there.
            counted = COUNTED if entry.msgid_plural else set()
            if set(KEPT.findall(spanish)) - counted != set(KEPT.findall(english)) - counted:
                wrong.append((english, spanish))
    assert wrong == []


def test_sentences_end_as_the_english_ones_do() -> None:
    wrong = []
    for entry in catalogue():
        for english, spanish in texts(entry):
            ends = [
                (text[:1].isspace(), text.rstrip()[-1:] in ".:?…") for text in (english, spanish)
            ]
            if ends[0] != ends[1] or english[-1:].isspace() != spanish[-1:].isspace():
                wrong.append((english, spanish))
    assert wrong == []


def test_every_count_has_all_forms_of_spanish() -> None:
    """One, many (a million), other: a form that is missing shows the English sentence."""
    counted = [entry for entry in catalogue() if entry.msgid_plural]
    assert [entry.msgid for entry in counted if set(entry.msgstr_plural) != {0, 1, 2}] == []


def test_spanish_questions_and_exclamations_are_opened() -> None:
    for entry in catalogue():
        for _, spanish in texts(entry):
            assert spanish.count("?") == spanish.count("¿"), spanish
            assert spanish.count("!") == spanish.count("¡"), spanish


def test_readers_are_spoken_to_with_respect() -> None:
    familiar = re.compile(
        r"\b(tú|tu|tus|te|ti|contigo|vosotros|vuestr[oa]s?|tienes|puedes)\b", re.IGNORECASE
    )
    for entry in catalogue():
        for _, spanish in texts(entry):
            assert not familiar.search(spanish), spanish


def test_the_header_names_nobody_and_no_date() -> None:
    assert set(catalogue().metadata) == {
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 temas con novedades"),
        (1, "1 tema con novedades"),
        (2, "2 temas con novedades"),
        (1_000_000, "1000000 de temas con novedades"),
    ],
)
def test_one_several_and_a_million(number: int, words: str) -> None:
    with translation.override("es"):
        said = ngettext("%(n)s topic with news", "%(n)s topics with news", number)
    assert said % {"n": number} == words


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_the_catalogue_holds_what_the_sources_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    copy = tmp_path / "sources"
    shutil.copytree(
        settings.BASE_DIR,
        copy,
        ignore=shutil.ignore_patterns(
            ".*", "tests", "static", "staticfiles", "media", "docs", "bench", "__pycache__", "*.mo"
        ),
    )
    monkeypatch.chdir(copy)
    settings.LOCALE_PATHS = [copy / "locale"]
    call_command("makemessages", locale=["es"], verbosity=0)
    collected = sentences(polib.pofile(str(copy / CATALOGUE)))
    kept = sentences(catalogue())
    assert collected - kept == set(), "new sentences: run `make messages` and translate them"
    assert kept - collected == set(), "gone from the sources: run `make messages`"


def test_the_list_of_forums_is_spanish_for_who_reads_spanish(
    cast: Cast, as_member: Callable[[Membership], Client]
) -> None:
    page = as_member(cast.rosa).get("/c/four-rivers/forums/").content.decode()
    assert '<html lang="es"' in page
    assert re.search(r"<h1[^>]*>\s*Foros\s*</h1>", page)
    assert "Roles distintos" in page
    assert "Mixed roles" not in page
    english = as_member(cast.sam).get("/c/four-rivers/forums/").content.decode()
    assert "Mixed roles" in english


def test_a_visitor_is_greeted_in_the_language_of_the_browser(client: Client, db: None) -> None:
    page = client.get(SIGN_IN, headers={"accept-language": "es-MX,es;q=0.9"}).content.decode()
    assert "Escriba su correo electrónico" in page


def test_the_mail_with_the_code_is_in_the_readers_language(
    client: Client, cast: Cast, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": cast.rosa.user.email}, headers={"accept-language": "en"})
    [mail] = smtp_peer.to(cast.rosa.user.email)
    assert mail.subject.startswith("Su código para entrar: ")
    assert "no se lo dé a nadie" in mail.text
    assert '<html lang="es">' in mail.html


@pytest.mark.django_db
def test_a_digest_is_in_the_readers_language(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    question = ask(cast.families, cast.rosa, "¿A qué hora son las reuniones?")
    answer(question, cast.pat, "A las seis.")
    send()
    mail = only_mail(cast.rosa)
    assert message(mail)["Subject"] == "Pat Lund le respondió, en Four Rivers Network"
    text = part(mail)
    assert "Buenos días, Rosa Peña." in text
    assert "Roles distintos: Family engagement" in text
    assert "No recibir más estos correos" in text
    assert '<html lang="es">' in part(mail, "html")
