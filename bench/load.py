"""`make load`: many people read and write at once; what they see, and whether all of it is kept."""

import argparse
import logging
import os
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from statistics import quantiles

import django

from bench.errors import BenchError
from bench.servers import Servers, production_environment, running
from config.embedded.endings import ignore_signals, signals_interrupt
from config.embedded.errors import EmbeddedError

os.environ.update(production_environment())
django.setup()
# Requests of ours are not news.
logging.disable(logging.INFO)

# After the lines above: models can be imported only then.
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.crowd import Person, Tally, read, run_all, write  # noqa: E402
from bench.pages import session_cookie  # noqa: E402
from bench.plan import Plan  # noqa: E402
from bench.seed import Seeded, find  # noqa: E402
from communities.arrival import member_of  # noqa: E402
from communities.models import DueWork, Membership  # noqa: E402
from communities.models.membership import Standing  # noqa: E402
from communities.scope import scope  # noqa: E402
from config.embedded.data_folder import DataFolder  # noqa: E402
from config.embedded.processes import wait_until  # noqa: E402
from forums.models import Forum, Post, Topic  # noqa: E402
from notifications.telling import WRITE  # noqa: E402

SLOWEST_MS = 1000
# Each reader goes through so many topics, and half of the writers share one.
TOPICS = 12
WORDS = ("families", "attendance", "bus pass", "zebra")
# In which the worker does what is left to be done.
DRAINED_SECONDS = 120


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load; return 1 if anything failed, was slow, lost, doubled or counted wrongly."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=120)
    chosen = parser.parse_args(arguments)
    with signals_interrupt():
        try:
            faults = run(chosen.readers, chosen.writers, chosen.seconds)
        except (BenchError, EmbeddedError) as error:
            faults = [str(error)]
        except KeyboardInterrupt:
            return 130
        finally:
            ignore_signals()
    for fault in faults[:20]:
        say(fault)
    sys.stdout.write(f"{len(faults)} faults.\n" if faults else "Nothing failed, and all is kept.\n")
    return 1 if faults else 0


def run(readers: int, writers: int, seconds: int) -> list[str]:
    """Let them act, and return what was not as it should be, in sentences."""
    say("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_bench", "--keep", stdout=sys.stderr)
    call_command("collectstatic", verbosity=0, interactive=False)
    seeded = find(Plan())
    assert seeded is not None
    # What an earlier run or a change of the maker left would be taken for a fault of this one.
    call_command("check_counters", seeded.community.slug, "--repair", stdout=sys.stderr)
    folder = DataFolder.named("bench")
    tally, mark = Tally(), f"Load {uuid.uuid4().hex[:8]}"
    before, since = os.getloadavg(), timezone.now()
    with running(folder, os.environ) as servers:
        port = _started(servers)
        say(f"{readers} read and {writers} write for {seconds} s.")
        ends = time.monotonic() + 5 + seconds
        acts = _crowd(seeded, port, tally, mark, readers, writers)
        connections.close_all()
        run_all([partial(act, ends) for act in acts])
        say("Waiting for the worker to do what is left.")
        wait_until(partial(_is_done, since), seconds=DRAINED_SECONDS, step=1.0)
    faults = [*tally.errors, *_kept(seeded, tally, mark), *_undone(since)]
    sys.stdout.write(f"Load average before: {before[0]:.1f}, after: {os.getloadavg()[0]:.1f}\n")
    return faults + _table(tally, seconds)


def _started(servers: Servers) -> int:
    port = servers.web()
    servers.worker()
    return port


def _crowd(
    seeded: Seeded, port: int, tally: Tally, mark: str, readers: int, writers: int
) -> list[Callable[[float], None]]:
    """Return what each of them does until a moment: readers first."""
    slug = seeded.community.slug
    acts: list[Callable[[float], None]] = []
    with scope(seeded.community):
        # Guests see nothing here, and the measured member's marks belong to `make bench`.
        people = Membership.objects.active().exclude(standing=Standing.GUEST).order_by("pk")
        people = people.exclude(user=seeded.user).select_related("user")
        for number, one in enumerate(people[: readers + writers]):
            cookie = session_cookie(replace(seeded, user=one.user))
            person = Person(port, cookie, tally, number)
            member = member_of(seeded.community, one.user)
            assert member is not None
            seen = Topic.objects.visible_to(member).filter(locked_at=None).order_by("pk")
            topics = list(seen.values_list("number", flat=True)[: TOPICS * (readers + writers)])
            if number < readers:
                pages = _pages(slug, member, person.choice.sample(topics, TOPICS))
                acts.append(partial(read, person, pages))
            else:
                topic = topics[0] if number % 2 else person.choice.choice(topics)
                path = reverse("forums:topic", args=[slug, topic])
                target = reverse("forums:posts", args=[slug, topic])
                acts.append(partial(write, person, path, target, f"{mark} of {number}"))
    return acts


def _pages(slug: str, member: Membership, topics: Sequence[int]) -> list[tuple[str, str]]:
    """Return the pages that a member goes through, most of them topics: kind and path."""
    forums = Forum.objects.visible_to(member).values_list("slug", flat=True)[:3]
    search = reverse("search:search", args=[slug])
    return [
        *[("home", reverse("communities:home", args=[slug]))] * 3,
        *[("forum_list", reverse("forums:list", args=[slug]))] * 2,
        *(("topic_list", reverse("forums:forum", args=[slug, forum])) for forum in forums),
        *(("topic", reverse("forums:topic", args=[slug, topic])) for topic in topics),
        *(("search", f"{search}?q={word.replace(' ', '+')}") for word in WORDS),
    ]


def _promised(since: datetime) -> QuerySet[DueWork]:
    """Return what is promised and not done; mails that gather notices wait on purpose."""
    return DueWork.objects.filter(created_at__gte=since).exclude(kind=WRITE, held=False)


def _is_done(since: datetime) -> bool:
    found = not _promised(since).filter(held=False).exists()
    connections.close_all()
    return found


def _undone(since: datetime) -> list[str]:
    """Return what the worker has not done of what was promised."""
    left = _promised(since).values_list("kind", "held")
    return [
        f"{times} × {kind}: {'failed three times' if held else 'still to be done'}"
        for (kind, held), times in sorted(Counter(left).items())
    ]


def _kept(seeded: Seeded, tally: Tally, mark: str) -> list[str]:
    """Return what was lost, doubled or counted wrongly."""
    with scope(seeded.community):
        bodies = Post.objects.filter(body__startswith=mark).values_list("body", flat=True)
        kept = Counter(body.partition(" says it")[0] for body in bodies)
    faults = [f"{words}: answered as posted, and lost" for words in set(tally.written) - set(kept)]
    faults += [f"{words}: there {times} times" for words, times in kept.items() if times > 1]
    sys.stdout.write(
        f"{len(tally.written)} replies posted, {len(tally.unanswered)} without an answer, "
        f"{sum(kept.values())} kept.\n"
    )
    try:
        call_command("check_counters", seeded.community.slug, stdout=sys.stdout)
    except CommandError as error:
        faults.append(str(error))
    return faults


def _table(tally: Tally, seconds: int) -> list[str]:
    """Print the times, and return those that are too long."""
    every = [time for times in tally.times.values() for time in times]
    sys.stdout.write(f"{len(every)} requests, {len(every) / seconds:.1f} a second\n")
    sys.stdout.write(f"{'':14}{'number':>8}{'p50 ms':>9}{'p99 ms':>9}{'longest':>9}\n")
    for kind, times in [*sorted(tally.times.items()), ("all", every)]:
        cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        sys.stdout.write(
            f"{kind:14}{len(times):8}{cuts[49]:9.0f}{cuts[98]:9.0f}{max(times):9.0f}\n"
        )
    slowest = quantiles(every, n=100, method="inclusive")[98] if len(every) > 1 else 0
    return [f"One request in 100 took over {slowest:.0f} ms."] if slowest > SLOWEST_MS else []


if __name__ == "__main__":
    sys.exit(main())
