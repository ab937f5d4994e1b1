"""What stands under a post, built as strings: this is the page that is read most."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.templatetags.look import icon
from forums.became import Became
from forums.models import ReactionKind, Step
from forums.permissions.reactions import may_react
from forums.post_menu import post_menu
from forums.post_rows import PostRow
from forums.reaction_rows import PostReactions, Said
from forums.topic_top import TopicTop

# The page's one form for all buttons under posts; it carries the CSRF token.
FORM = "under-posts"
ICONS = {ReactionKind.THANKS: "thanks", ReactionKind.FACE: "face-this", ReactionKind.TRIED: "tried"}
NOTHING = PostReactions()
# In the row of a post's acts the look comes from the row: classes on each would weigh a lot.
QUIET = ' class="button button--quiet"'


@dataclass
class UnderPosts:
    """Draws what stands under the posts of a page for one reader."""

    reader_id: int
    top: TopicTop
    reactions: dict[int, PostReactions] = field(default_factory=dict)
    made: Sequence[Became] = ()
    """What was made of the topic."""

    @cached_property
    def words(self) -> dict[ReactionKind, str]:
        return {
            ReactionKind.THANKS: escape(_("Thanks")),
            ReactionKind.FACE: escape(_("We face this too")),
            ReactionKind.TRIED: escape(_("We tried this")),
        }

    def head(self, row: PostRow) -> str:
        """Return what a post is in its topic: the answer, of which step of a consult, whose."""
        return self._part(row) + self._whose(row)

    def quoted(self, row: PostRow) -> str:
        """Return the way to what it is quoted in."""
        words = escape(_("Quoted in the library:"))
        return "".join(
            f'<p class="small muted">{words}'
            f' <a href="{escape(one.url)}">{escape(one.title)}</a></p>'
            for one in self.made
            if row.number in one.posts
        )

    def _whose(self, row: PostRow) -> str:
        """Return of a post with a hidden name that it is the reader's, or by whom the topic is."""
        if row.name_hidden and row.author_id == self.reader_id:
            words = _("Yours, without your name")
        elif row.asked:
            words = _("Began this topic")
        else:
            return ""
        return f'<span class="chip"><span>{escape(words)}</span></span>'

    def _part(self, row: PostRow) -> str:
        if row.number == self.top.answer_number:
            words = escape(pgettext("the answer of a question", "Answer"))
            return f'<span class="chip">{icon("check")}<span>{words}</span></span>'
        if row.step in Step.values:
            return f'<span class="chip">{escape(str(Step(row.step).label))}</span>'
        return ""

    def mail_rest(self, row: PostRow) -> str:
        """Return the way to what was cut off a post's mail, for its author and who keeps the forum."""
        if not row.has_mail_rest or not (self.top.facilitated or row.author_id == self.reader_id):
            return ""
        summary, words = escape(_("What was cut off the mail")), escape(_("Show what was cut off"))
        url = f"{escape(row.url)}mail/"
        loads = f'hx-get="{url}" hx-trigger="toggle from:closest details once" hx-swap="outerHTML"'
        return (
            f'<details class="post__rest"><summary>{summary}</summary>'
            f'<a href="{url}" {loads} hx-select=".mail-rest">{words}</a></details>'
        )

    def html(self, row: PostRow) -> str:
        """Return what readers said of the post, and what the reader can do with it; safe HTML.

        One row holds what one mostly does, "More" the rest.
        """
        said = self.reactions.get(row.number, NOTHING)
        facing = f"<p>{escape(said.facing)}{self._who(row, said)}</p>" if said.facing else ""
        buttons = {kind: self._button(kind, row, said) for kind in self._offered(row)}
        answer, rest = self._answer(row), [self._unnamed(row, said)]
        if answer and not (self.top.mine and not self.top.answer):
            # Whoever asked looks for it; all others, and later, now and then.
            rest.append(answer)
            answer = ""
        elif answer and ReactionKind.TRIED in buttons:
            # Four in a row fit on a phone.
            rest.append(buttons.pop(ReactionKind.TRIED))
        more = post_menu(
            row,
            reader=self.reader_id,
            facilitated=self.top.facilitated,
            closed=self._closed,
            more=rest,
        )
        return (
            f'<div class="post__under" id="under-{row.number}">{facing}{self._introduction(row, said)}'
            f'{self._trials(row, said)}{self._thanked(row, said)}<div class="post__acts">{self._reply(row)}'
            f"{answer}{''.join(buttons.values())}{more}</div></div>"
        )

    @cached_property
    def _closed(self) -> bool:
        return self.top.closed or self.top.paused

    def _reply(self, row: PostRow) -> str:
        if self._closed:
            return ""
        words = escape(_("Reply"))
        return (
            f'<a href="?reply={row.number}#reply" data-reply="{row.number}">{words}'
            f'<span class="visually-hidden"> #{row.number}</span></a>'
        )

    def _who(self, row: PostRow, said: PostReactions) -> str:
        """Return the way to those who face this without a name, for who keeps the forum going."""
        if not (self.top.facilitated and said.unnamed):
            return ""
        words = escape(_("Show who said so without a name"))
        return f' <a href="{escape(row.url)}name/">{words}</a>'

    def _offered(self, row: PostRow) -> list[ReactionKind]:
        if row.author_id == self.reader_id or self.top.paused:
            return []
        kinds = (ReactionKind.FACE, ReactionKind.TRIED, ReactionKind.THANKS)
        return [
            k
            for k in kinds
            if may_react(k, form=self.top.form, number=row.number, closed=self.top.closed)
        ]

    def _button(self, kind: ReactionKind, row: PostRow, said: PostReactions) -> str:
        count, mine = said.counts.get(kind, 0), kind in said.mine
        url = f"{escape(row.url)}reactions/{kind}/"
        words = f"{icon(ICONS[kind])}{self.words[kind]}"
        if count and kind != ReactionKind.FACE:
            # Who faces it is said in words above.
            words += f" · {count}"
        if kind == ReactionKind.TRIED:
            # What happened is asked for first.
            on = ' class="button--on"' if mine else ""
            return (
                f'<a{on} href="{url}" hx-get="{url}"'
                f' hx-target="#under-{row.number}" hx-swap="outerHTML">{words}</a>'
            )
        pressed = "true" if mine else "false"
        return _press(
            url + ("delete/" if mine else ""),
            words,
            row.number,
            f' id="{kind}-{row.number}" aria-pressed="{pressed}"',
            quiet="",
        )

    def _unnamed(self, row: PostRow, said: PostReactions) -> str:
        """Return the way to say "we face this too" without being shown to anybody."""
        if ReactionKind.FACE not in self._offered(row) or ReactionKind.FACE in said.mine:
            return ""
        url, words = (
            f"{escape(row.url)}reactions/unnamed/",
            escape(_("We face this too, without my name")),
        )
        what = escape(_("We face this too"))
        return (
            f'<a href="{url}" hx-get="{url}" hx-target="#under-{row.number}" hx-swap="outerHTML">'
            f'<span class="visually-hidden">{what}: </span>{words}</a>'
        )

    def _thanked(self, row: PostRow, said: PostReactions) -> str:
        """Return how many thank the reader for what he wrote."""
        count = said.counts.get(ReactionKind.THANKS, 0)
        if row.author_id != self.reader_id or not count:
            return ""
        words = ngettext("%(n)s person thanks you", "%(n)s people thank you", count)
        return f'<p class="post__thanked">{icon("thanks")}{escape(words % {"n": count})}</p>'

    def _introduction(self, row: PostRow, said: PostReactions) -> str:
        """Return the way to the others who face this, for one who does."""
        if ReactionKind.FACE not in said.mine:
            return ""
        if said.name_hidden:
            words = escape(_("You said so without your name: nobody is told that it was you."))
            return f'<p class="line"><span>{words}</span></p>'
        url = f"{escape(row.url)}reactions/introduction/"
        if not said.introduced:
            words = escape(_("Introduce me to the others"))
            why = escape(_("Those who want it too see your name, and you see theirs."))
            return f'<p class="line">{_press(url, words, row.number)}<span>{why}</span></p>'
        stop = _press(url + "delete/", escape(_("Do not show me any more")), row.number)
        if not said.others:
            words = escape(_("You will see here who else wants to be introduced."))
        else:
            names = ", ".join(f'<a href="{o.url}">{escape(o.name)}</a>' for o in said.others)
            others = escape(_("Who faces this and would like to talk:"))
            words = f"{others} {names}"
        return f'<p class="line"><span>{words}</span>{stop}</p>'

    def _trials(self, row: PostRow, said: PostReactions) -> str:
        if not said.trials:
            return ""
        lines = "".join(self._trial(row, trial) for trial in said.trials)
        title = escape(_("Who tried this, and what happened"))
        return f'<ul class="post__trials" aria-label="{title}">{lines}</ul>'

    def _trial(self, row: PostRow, trial: Said) -> str:
        remove = ""
        if self.top.facilitated and trial.member_id != self.reader_id:
            url = f"{escape(row.url)}trials/{trial.member_id}/delete/"
            words = escape(_("Remove"))
            whose = escape(_("what %(name)s tried") % {"name": trial.name})
            remove = _press(
                url, f'{words}<span class="visually-hidden"> {whose}</span>', row.number
            )
        name = f'<a href="{trial.url}">{escape(trial.name)}</a>'
        return f"<li>{icon('tried')}<span>{name}: {escape(trial.words)}</span>{remove}</li>"

    def _answer(self, row: PostRow) -> str:
        """Return the button that marks the answer of a question, or takes that back."""
        if not self.top.may_accept or row.number == 1:
            return ""
        marked = row.number == self.top.answer_number
        words = _("This is not the answer after all") if marked else _("This answers it")
        url = f"{self.top.url}acceptance/delete/" if marked else f"{row.url}acceptance/"
        return (
            f'<button form="{FORM}" formaction="{escape(url)}">'
            f"{'' if marked else icon('check')}{escape(words)}</button>"
        )


def _press(url: str, words: str, number: int, more: str = "", *, quiet: str = QUIET) -> str:
    """Return a button that posts, and with htmx swaps what stands under its post only."""
    return (
        f'<button{quiet} form="{FORM}" formaction="{url}" hx-post="{url}"'
        f' hx-target="#under-{number}" hx-swap="outerHTML"{more}>{words}</button>'
    )
