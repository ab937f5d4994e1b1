"""A topic as plain text: for printing, for keeping, for a screen that shows nothing else."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from core.markdown import plain_text
from core.pagination import post_page
from forums.file_rows import in_plain_words
from forums.loading import topic_or_404
from forums.post_rows import PostRow, post_rows

# Of so many posts a text is made in about a tenth of a second.
PER_TEXT = 500


@require_safe
@member_required
def topic_text(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    page = post_page(topic.last_number, page=request.GET.get("page"), per_page=PER_TEXT)
    posts = post_rows(topic, request.community, first=page.first, last=page.last)
    title = topic.shown_title
    head = [title, "=" * len(title), f"{topic.forum.label} · {request.community.name}"]
    head.append(settings.SITE_URL + topic.get_absolute_url())
    if page.pages > 1:
        values = {"number": page.page, "count": page.pages}
        head.append(_("Part %(number)s of %(count)s") % values)
    if page.next:
        here = settings.SITE_URL + request.path
        head.append(_("The next part: %(url)s") % {"url": f"{here}?page={page.next}"})
    text = (
        "\n\n\n".join(["\n".join(head), *(_post(row) for row in posts if not row.is_elsewhere)])
        + "\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _post(row: PostRow) -> str:
    moment = date_format(timezone.localtime(row.created_at), "DATETIME_FORMAT")
    who = f"{row.name} ({row.line})" if row.line else row.name
    if row.removed_by_id:
        removed = _("This post was removed.")
        return f"#{row.number}\n{moment}\n\n[{removed}]"
    html, note = row.html, ""
    if row.translation is not None:
        html = row.translation.html
        note = "\n\n" + _("Translated by %(name)s") % {"name": row.translation.by}
    text = plain_text(html, base_url=settings.SITE_URL)
    title = _("Files")
    files = f"\n\n{title}\n{in_plain_words(row.files)}" if row.files else ""
    return f"#{row.number} {who}\n{moment}\n\n{text}{note}{files}"
