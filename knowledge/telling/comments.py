"""Comments in mails at once: who is told, how, and what becomes of the answer."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from communities.due_work import register_due_work
from communities.models import Membership
from core import markdown
from core.addresses import address
from core.markdown.mail import mail_html
from knowledge.commenting import TELL_COMMENT, comment_on
from knowledge.kinds import State
from knowledge.models import Resource, ResourceComment, ResourceCredit
from knowledge.models.comment import LONGEST_COMMENT
from knowledge.resource_people import people_behind, reviewers_of
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers
from notifications.kinds import Followed, News, register_followed, register_notices
from notifications.levels import levels_of
from notifications.models import Level, Notice
from notifications.reply_addresses import reply_addresses
from notifications.telling import tell

COMMENT = "knowledge.comment"
RESOURCE = "knowledge.resource"
OWN = "own"
SAID = "said"
FOLLOWS = "follows"


def tell_comment(comment_id: int) -> None:
    """Note who is to be told of a comment: authors, who said something too, and who follows."""
    comment = ResourceComment.objects.filter(pk=comment_id).select_related("resource").first()
    if comment is None:
        return
    resource = comment.resource
    authors = set(people_behind(resource).values_list("pk", flat=True))
    earlier = ResourceComment.objects.filter(resource=resource, pk__lt=comment.pk)
    concerned = dict.fromkeys(earlier.values_list("by_id", flat=True), SAID)
    concerned |= dict.fromkeys(authors, OWN)
    levels = levels_of(
        _readers(comment, authors) - {comment.by_id},
        (RESOURCE, resource.pk),
        community_id=comment.community_id,
    )
    whom = {
        member_id: concerned.get(member_id, FOLLOWS)
        for member_id, level in levels.items()
        if level == Level.ALL or (level == Level.MENTIONS and member_id in concerned)
    }
    if whom:
        community = Resource.objects.select_related("community").get(pk=resource.pk).community
        tell(COMMENT, comment.pk, whom, community=community)


def _readers(comment: ResourceComment, authors: set[int]) -> set[int]:
    """Return who may read it, by the rule of CommentQuerySet.beside() for each."""
    resource = comment.resource
    people: QuerySet[Membership] = Membership.objects.none()
    if comment.is_open and resource.is_shown:
        people = Membership.objects.in_audience(resource.audience_id)
    elif resource.state == State.REVIEW:
        people = reviewers_of(resource)
    return authors | set(people.filter(user__is_active=True).values_list("pk", flat=True))


def comment_news(reader: Membership, notices: Sequence[Notice]) -> list[News]:
    """Return what these notices tell, but what he may not read any more, or what is settled."""
    why = {notice.object_id: notice.why for notice in notices}
    comments = list(_readable(reader, why))
    answers = reply_addresses(reader, RESOURCE, {one.resource_id for one in comments})
    return [
        _news(reader, one, why[one.pk], reply_to=answers.get(one.resource_id, ""))
        for one in comments
    ]


def _readable(reader: Membership, ids: Collection[int]) -> list[ResourceComment]:
    mine = ResourceCredit.objects.filter(
        resource=OuterRef("resource"), member=reader.pk, is_author=True
    )
    may_edit = Q(resource__owner=reader.pk) | Q(Exists(mine))
    found = ResourceComment.objects.filter(
        pk__in=ids, settled_at=None, resource__in=Resource.objects.visible_to(reader)
    )
    if not reader.is_facilitator:
        reviewed = Resource.objects.reviewed_by(reader)
        found = found.filter(Q(is_open=True) | may_edit | Q(resource__in=reviewed))
    return list(found.select_related("resource", "by__user").order_by("pk"))


def _news(reader: Membership, comment: ResourceComment, why: str, *, reply_to: str) -> News:
    resource = comment.resource
    page = settings.SITE_URL + address("knowledge:comments", reader.community.slug, resource.number)
    html = markdown.render(comment.body)
    name = comment.by.name
    values = {"name": name, "title": resource.title}
    return News(
        object_id=comment.pk,
        thread=f"{RESOURCE} {resource.pk}",
        subject=f"Re: {resource.title}",
        sender=name,
        title=resource.title,
        place=_("Library"),
        sentence=(
            _("%(name)s said of this: “%(quote)s”") % {"name": name, "quote": comment.quote}
            if comment.quote
            else _("%(name)s said something of it.") % values
        ),
        because=_because(why) % values,
        at=comment.created_at,
        text=markdown.plain_text(html, base_url=settings.SITE_URL),
        html=mail_html(html, base_url=settings.SITE_URL),
        url=f"{page}#p-{comment.anchor}" if comment.anchor else page,
        answer_url=f"{page}?anchor={comment.anchor}#p-{comment.anchor}" if comment.anchor else page,
        about=(RESOURCE, resource.pk),
        reply_to=reply_to,
    )


def _because(why: str) -> str:
    return {
        OWN: _("You get this mail because you are one of its authors."),
        SAID: _("You get this mail because you said something of “%(title)s”, too."),
        FOLLOWS: _("You get this mail because you chose to hear of everything in it at once."),
    }[why]


def comment_by_mail(member: Membership, resource_id: int, answer: Answer) -> Taken:
    """Say something of a resource with what somebody mailed: of the paragraph that he was told of.

    Raises AnswerRefusedError with a sentence if he may not, or it does not fit.
    """
    resource = Resource.objects.visible_to(member).filter(pk=resource_id).first()
    if resource is None:
        raise AnswerRefusedError(
            _("What it answers is not in the library any more, or not open to you any more.")
        )
    if member.is_paused:
        raise AnswerRefusedError(member.paused_words)
    words = answer.words
    if not words:
        raise AnswerRefusedError(_("There were no words of yours in it that we could find."))
    if len(words) > LONGEST_COMMENT:
        raise AnswerRefusedError(
            _("It is too long for a comment, which has %(count)d letters at most.")
            % {"count": LONGEST_COMMENT}
        )
    anchor, quote = _answered_place(member, resource, answer)
    comment = comment_on(resource, by=member, body=words, anchor=anchor, quote=quote)
    remarks = [_("Files cannot stand in a comment: none of those you sent was kept.")]
    return Taken(kind=COMMENT, object_id=comment.pk, remarks=remarks if answer.files else ())


def _answered_place(member: Membership, resource: Resource, answer: Answer) -> tuple[str, str]:
    """Return the anchor and the words of the one paragraph that the answered mail is about.

    Both empty, for the whole, where it tells of several, or where nobody knows what was answered.
    """
    told = Notice.objects.filter(
        member=member, kind=COMMENT, mail__message_id__in=answer.mails[:10]
    ).values("object_id")
    comments = ResourceComment.objects.filter(pk__in=told, resource=resource)
    places = dict(comments.order_by("pk").values_list("anchor", "quote"))
    return places.popitem() if len(places) == 1 else ("", "")


def resources_followed(reader: Membership, ids: Collection[int]) -> dict[int, Followed]:
    """Return those of these resources that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Followed(
            one.title,
            address("knowledge:comments", slug, one.number),
            address("knowledge:follow", slug, one.number),
            ((RESOURCE, one.pk),),
        )
        for one in Resource.objects.visible_to(reader).filter(pk__in=ids)
    }


def register() -> None:
    """Say how comments are told and answered; called from AppConfig.ready()."""
    register_due_work(TELL_COMMENT, tell_comment)
    register_notices(COMMENT, comment_news)
    register_followed(RESOURCE, resources_followed)
    register_answers(RESOURCE, comment_by_mail)
