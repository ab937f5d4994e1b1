"""How much work something takes, said so that a slow or busy machine says the same.

Seconds differ from machine to machine and from moment to moment; what is compared here is work
with a fixed piece of work, done in the same process just before and after.
"""

from collections.abc import Callable
from time import thread_time

_TRIES = 4


def _seconds(work: Callable[[], object]) -> float:
    begun = thread_time()
    work()
    return thread_time() - begun


def _one_piece() -> None:
    """Take some 0.03 s of a processor of 2025: the measure for everything else."""
    found: dict[int, str] = {}
    for number in range(200_000):
        found[number % 1000] = str(number)


def pieces_of_work(work: Callable[[], object]) -> float:
    """Return how many fixed pieces of work (some 0.03 s each) this takes of the processor.

    What other threads do at the same time does not count.
    """
    before = _seconds(_one_piece)
    took = _seconds(work)
    return took / max(before, _seconds(_one_piece))


def takes_at_most(pieces: float, work: Callable[[], object]) -> bool:
    """Say whether work takes no more than so many pieces, at the best of a few tries.

    What is disturbed once is cheap the next time; what takes its time by the square never is.
    """
    return any(pieces_of_work(work) <= pieces for _try in range(_TRIES))
