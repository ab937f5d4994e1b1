"""What the forums bring to the first page of a community."""

from typing import Any

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from forums.drafts import drafts_of
from forums.flag_cases import count_open_cases
from forums.forum_lists import ForumRow, by_kind, forum_rows
from forums.models import HeldPost
from forums.models.held_post import HoldState
from forums.topic_rows import NEW, new_topics, waiting_topics

# Of what is not sent yet; the rest has a page of its own.
DRAFTS = 3


def news(request: MemberRequest) -> dict[str, Any]:
    """What waits for an answer, and below it what else I have not read."""
    waiting = waiting_topics(request.member)
    # Each stands in one place only.
    above = {topic.id for topic in waiting}
    new = new_topics(request.member, _forum_rows(request))
    topics = [topic for topic in new if topic.id not in above][:NEW]
    return {"waiting_topics": waiting, "waiting": len(waiting), "topics": topics}


def forums(request: MemberRequest) -> dict[str, Any]:
    return {"kinds": by_kind(_forum_rows(request))}


def _forum_rows(request: MemberRequest) -> list[ForumRow]:
    """Both sections show something of them: asked once a request."""
    rows: list[ForumRow] | None = getattr(request, "forum_rows", None)
    if rows is None:
        rows = request.forum_rows = forum_rows(request.member)  # type: ignore[attr-defined]
    return rows


def moderation(request: MemberRequest) -> dict[str, Any] | None:
    """What waits for a facilitator to decide, if anything does: two queries, for facilitators."""
    if not request.member.is_facilitator:
        return None
    reported = count_open_cases(request.member)
    waiting = HeldPost.objects.filter(community=request.community, state=HoldState.WAITING)
    held = waiting.count()
    return {"reported": reported, "held": held} if reported or held else None


def drafts(request: MemberRequest) -> dict[str, Any] | None:
    """What I have begun and not sent, if anything: one query."""
    found = [draft for draft in drafts_of(request.member) if draft.url][:DRAFTS]
    return {"drafts": found} if found else None


def register() -> None:
    register_home_section(HomeSection(5, "forums/_home_moderation.html", moderation))
    register_home_section(HomeSection(10, "forums/_home_news.html", news))
    register_home_section(HomeSection(20, "forums/_home_drafts.html", drafts))
    register_home_section(HomeSection(30, "forums/_home_forums.html", forums))
