"""What a draft made of a topic is likely to be: its kind, and how far it was tried."""

from forums.models import Form
from knowledge.kinds import Evidence, Kind

# What a topic's form says; what people tried counts more.
_BY_FORM = {Form.CONSULT: Kind.CASE, Form.REFLECTION: Kind.LESSON, Form.UPDATE: Kind.CASE}


def proposed_kind(form: str, *, tried: int) -> Kind:
    """Return the kind to begin with: what others tried is a practice, a reflection a lesson."""
    if tried and form == Form.QUESTION:
        return Kind.PRACTICE
    return _BY_FORM.get(Form(form), Kind.CASE)


def proposed_evidence(*, sites: int) -> Evidence:
    """Return how far it was tried, by the number of sites whose people say that they tried it."""
    if sites > 1:
        return Evidence.SEVERAL
    return Evidence.ONCE if sites else Evidence.IDEA
