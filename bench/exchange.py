"""How long the whole library takes to go out, and 1,000 texts to come in, by the command line."""

import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError
from bench.plan import OTHER_SLUG
from bench.seed import Seeded
from bench.texts import a_body, a_title
from communities.models import Community, Membership
from communities.scope import scope
from config.embedded.data_folder import PROJECT
from knowledge.exchange.exporting import exported
from knowledge.models import Resource
from knowledge.search_documents import RESOURCE
from search.actions import forget

TEXTS = 1000
OUT_GOAL = "goal: under 60 s and 300 MB"
IN_GOAL = "goal: under 60 s"


@dataclass(frozen=True)
class Carried:
    """What was carried, in how many seconds, and of these of processor time of the command's own.

    `peak_mb` is its most memory, in MB of 1,000,000 bytes.
    """

    what: str
    seconds: float
    cpu_s: float
    peak_mb: float


def take_out(seeded: Seeded) -> Carried:
    """Write all that a facilitator sees into a ZIP. Raise BenchError if something is missing."""
    with scope(seeded.community):
        member = _facilitator(seeded.community)
        count = exported(member).count()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "library.zip"
        figures = _run("export_library", seeded.community.slug, str(out), member)
        with zipfile.ZipFile(out) as written:
            texts = sum(name.endswith("/resource.md") for name in written.namelist())
    if texts != count:
        raise BenchError(f"{texts} of {count} texts went out.")
    return Carried(f"{count} texts out", *figures)


def bring_in() -> Carried:
    """Bring made-up texts into the smaller community, published; take them away afterwards."""
    community, choice = Community.objects.get(slug=OTHER_SLUG), random.Random(1)
    with scope(community):
        member = _facilitator(community)
        last = Resource.objects.filter(community=community).order_by("-number")[0].number
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TEXTS):
            told = f'title: "{number}. {a_title(choice)}"\ntags: [Result 1]\n{_SAID}'
            text = f"---\n{told}---\n{a_body(choice)}\n"
            (Path(folder) / f"{number}.md").write_text(text)
        more = ("--state", "published")
        figures = _run("import_library", community.slug, folder, member, *more)
    with scope(community):
        brought = Resource.objects.filter(community=community, number__gt=last)
        ids = list(brought.values_list("pk", flat=True))
        published = brought.filter(state="published").count()
        forget(community, RESOURCE, ids)
        brought.delete()
    if published != TEXTS:
        raise BenchError(f"{published} of {TEXTS} texts came in.")
    return Carried(f"{TEXTS} texts in, published", *figures)


_SAID = "kind: case\nwhat: What we did.\nfor_whom: For all.\noutcome: It worked.\n"


def _facilitator(community: Community) -> Membership:
    people = Membership.objects.facilitators().filter(community=community)
    member: Membership = people.select_related("user").order_by("pk")[0]
    member.community = community
    return member


def _run(
    command: str, slug: str, path: str, member: Membership, *more: str
) -> tuple[float, float, float]:
    """Return what a command took in a process of its own: seconds, those of its work, and memory."""
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "manage.py", command, slug, path, "--as", member.user.email, *more],
        cwd=PROJECT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise BenchError(f"{command} ended with {child.returncode}.")
    # In units of 1,024 bytes (Linux, getrusage(2)).
    peak = used.ru_maxrss * 1024 / 1_000_000
    return round(seconds, 1), round(used.ru_utime + used.ru_stime, 1), round(peak, 1)
