"""What each form of topic is for, as the page says it to whoever opens one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forums.models import Form


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form to choose when opening a topic."""

    form: str
    word: str
    icon: str
    chosen: bool


def form_choices(chosen: Form, *, facilitates: bool) -> list[FormChoice]:
    """Return what a topic may be; announcements are offered to those who may make them."""
    return [
        FormChoice(
            form=form.value,
            word=str(form.label),
            icon="forums" if form == Form.DISCUSSION else form.value,
            chosen=form == chosen,
        )
        for form in Form
        if form != Form.ANNOUNCEMENT or facilitates
    ]


def form_guide(form: Form) -> str:
    """Return in a sentence or two what this form is for."""
    return {
        Form.DISCUSSION: _("Talk about anything that concerns this forum."),
        Form.QUESTION: _(
            "You want to know something. When somebody has answered it, you can mark the answer, so "
            "that others find it at once."
        ),
        Form.CONSULT: _(
            "You have a problem and want the others to think with you. It goes in four steps: you "
            "present it, the others ask, they advise, and you say what you will do. A month later you "
            "are asked what came of it."
        ),
        Form.REFLECTION: _(
            "You tried something and look back on it. Half of it may be what went wrong: that helps "
            "others most. Leave empty what you have no words for."
        ),
        Form.UPDATE: _("What is new at your site, so that the others know where you stand."),
        Form.ANNOUNCEMENT: _(
            "Something that everybody here should know. People can say with one press that they have "
            "read it, and you see who has not yet."
        ),
    }[form]
