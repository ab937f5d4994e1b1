"""The timed agendas that come with forms of meetings. Pure.

A peer consult is the Consultancy Protocol of Gene Thompson-Grove, Paula Evans and Faith Dunne
(National School Reform Faculty) in the steps of our forums: the presenter gives an overview (10
minutes), clarifying and then probing questions (5 and 10), the group talks (15), the presenter says
what he takes along (5), all look back on how it went (5). Targeted networking has the three steps
that Promise Neighborhoods' communities of practice are asked for: present, ask, answer; how long
each takes is ours.
"""

from collections.abc import Mapping, Sequence

from meetings.agenda.steps import AgendaStep

FORMATS: Mapping[str, Sequence[tuple[AgendaStep, int]]] = {
    "consult": (
        (AgendaStep.WELCOME, 5),
        (AgendaStep.PRESENT, 10),
        (AgendaStep.CLARIFY, 15),
        (AgendaStep.ADVISE, 15),
        (AgendaStep.COMMIT, 5),
        (AgendaStep.CLOSE, 5),
    ),
    "networking": (
        (AgendaStep.WELCOME, 10),
        (AgendaStep.PRESENT, 15),
        (AgendaStep.ASK, 15),
        (AgendaStep.ANSWER, 30),
        (AgendaStep.CLOSE, 10),
    ),
}
# From so many minutes on, times are rounded to five.
ROUNDED_FROM = 40


def timed_agenda(name: str, minutes: int) -> list[tuple[AgendaStep, int]]:
    """Return the steps of a form, with minutes that add up to `minutes` in all.

    Shares are as in the form; what is left over goes where most was cut off. Raises KeyError for a
    form that brings no agenda, and ValueError if not every step gets a minute.
    """
    steps = FORMATS[name]
    unit = 5 if minutes >= ROUNDED_FROM and minutes % 5 == 0 else 1
    units = minutes // unit
    if units < len(steps):
        raise ValueError(minutes)
    whole = sum(share for _step, share in steps)
    exact = [units * share / whole for _step, share in steps]
    given = [int(one) for one in exact]
    most_cut = sorted(range(len(steps)), key=lambda n: (given[n] - exact[n], n))
    for n in most_cut[: units - sum(given)]:
        given[n] += 1
    while 0 in given:
        given[given.index(max(given))] -= 1
        given[given.index(0)] += 1
    return [(step, count * unit) for (step, _share), count in zip(steps, given, strict=True)]
