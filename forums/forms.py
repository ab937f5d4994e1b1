"""What people type into the forums."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core import markdown
from forums.models import Form
from forums.post_languages import language_choices

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from forums.attached_files import AttachedFiles


class PostForm(forms.Form):
    """One post. `form_key` is the same for every press of the button, so it posts once."""

    body = forms.CharField(
        label=_("Your reply"),
        widget=forms.Textarea(attrs={"rows": 8}),
        # Counted by check_source, in its own words.
        max_length=None,
        error_messages={"required": _("Write something first; then send it.")},
        validators=[markdown.check_source],
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # What stands beside the text; set by the view.
    attached: "AttachedFiles | None" = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        """Tell why a file was not taken; the others, and the text, are kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for sentence in self.attached.errors if self.attached else []:
            self.add_error(None, sentence)
        return cleaned

    @property
    def key(self) -> UUID | None:
        """Return the form's own key, once it is valid."""
        key: UUID | None = self.cleaned_data.get("form_key")
        return key


class LanguageForm(forms.Form):
    """Which language a post is in."""

    language = forms.ChoiceField(label=_("Language of this post"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for mypy)
        field.choices = language_choices()


class EditForm(LanguageForm, PostForm):
    """A post that its author changes."""

    @property
    def extras(self) -> list[BoundField]:
        return [self["language"]]


def _name_hidden() -> forms.BooleanField:
    return forms.BooleanField(label=_("Do not show my name with this"), required=False)


class ReplyForm(PostForm):
    name_hidden = _name_hidden()
    # The number of the post that is answered, if it is one in particular.
    reply_to = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"data-draft": ""}), required=False, min_value=1
    )


class TopicForm(PostForm):
    name_hidden = _name_hidden()
    title = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line that tells people whether they can help."),
        max_length=200,
        error_messages={"required": _("Give it a title, so that people know what it is about.")},
    )
    field_order = ["title", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Your question or experience")


class TranslationForm(PostForm):
    """A post in another language; with `title`, the topic that it opens too."""

    title = forms.CharField(
        label=_("Its title"),
        max_length=200,
        error_messages={"required": _("Put the title into that language too.")},
    )
    field_order = ["title", "body"]

    def __init__(self, *args: Any, with_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("What it says in that language")
        if not with_title:
            del self.fields["title"]


class TrialForm(forms.Form):
    """One line on what happened when somebody tried what a post says."""

    what_happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("One line, with your name under the post: where, with whom, what came of it."),
        max_length=300,
        error_messages={"required": _("Say in a few words what happened when you tried it.")},
    )


class QuestionForm(TopicForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What is your question?")
        self.fields["title"].help_text = _("One sentence that ends with a question mark.")
        self.fields["body"].label = _("What others need to know to answer it")
        self.fields["body"].help_text = _(
            "Where you stand, what you have tried, what you wish for."
        )


class AnnouncementForm(TopicForm):
    # Who announces something answers for it.
    name_hidden = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What do you announce?")
        self.fields["title"].help_text = _("What, when and for whom, in one line.")
        self.fields["body"].label = _("What people should know or do")


def _part(
    label: "_StrOrPromise", help_text: "_StrOrPromise" = "", *, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=None,
        error_messages={"required": _("Write something first; then send it.")},
        validators=[markdown.check_source],
    )


class PartsForm(TopicForm):
    """A post that is asked for in parts; they become one body, each under its label as a heading."""

    body = None  # type: ignore[assignment]
    part_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # TopicForm words its field `body`, which is not here.
        PostForm.__init__(self, *args, **kwargs)

    @property
    def parts(self) -> list[BoundField]:
        return [self[name] for name in self.part_names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        written = {name: cleaned.get(name, "").strip() for name in self.part_names}
        body = "\n\n".join(
            f"# {self.fields[name].label}\n\n{text}" for name, text in written.items() if text
        )
        if not body and not self.errors.keys() & set(self.part_names):
            raise ValidationError(_("Write at least one of the parts; the others may stay empty."))
        markdown.check_source(body)
        return {**cleaned, "body": body}


class ConsultForm(PartsForm):
    part_names = ("situation", "tried", "wish")

    situation = _part(_("The situation"), _("Who is concerned, since when."), required=True)
    tried = _part(_("What we have tried"))
    wish = _part(_("What I would like your advice on"), required=True)
    days = forms.TypedChoiceField(
        label=_("How long should each step take?"),
        help_text=_("You can move on sooner or later."),
        choices=[(1, _("One day")), (3, _("Three days")), (7, _("A week"))],
        coerce=int,
        initial=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What is the problem?")
        self.fields["title"].help_text = _("In one sentence, as you would say it to a colleague.")

    @property
    def extras(self) -> list[BoundField]:
        return [self["days"]]


class ReflectionForm(PartsForm):
    part_names = ("worked", "did_not", "next")

    worked = _part(_("What worked"))
    did_not = _part(_("What did not work"), _("This is what others learn most from."))
    next = _part(_("What we do next"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What do you look back on?")
        self.fields["title"].help_text = _("A meeting, an event, a month of trying something.")


class UpdateForm(PartsForm):
    part_names = ("happened", "learnt", "wish")

    happened = _part(_("What is new at our site"), required=True)
    learnt = _part(_("What others can take from it"))
    wish = _part(_("What we would like from you"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What is the news?")


TOPIC_FORMS: dict[Form, type[TopicForm]] = {
    Form.DISCUSSION: TopicForm,
    Form.QUESTION: QuestionForm,
    Form.CONSULT: ConsultForm,
    Form.REFLECTION: ReflectionForm,
    Form.UPDATE: UpdateForm,
    Form.ANNOUNCEMENT: AnnouncementForm,
}
