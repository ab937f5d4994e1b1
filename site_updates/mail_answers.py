"""The answer to a prompt becomes what the site tells: a topic, or a reply to the one that is there."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.mail_answers import open_by_mail, reply_by_mail
from forums.models import Form, Topic
from forums.telling import POST, TOPIC
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers
from notifications.commands import bare
from site_updates.actions import decline_prompt
from site_updates.models import SiteUpdate, UpdatePrompt, UpdateRound
from site_updates.prompt_mail import PROMPT
from site_updates.told import title_of, told_in

# A mail of these words alone says what the button of the prompt says.
NOT_THIS_TIME = frozenset(
    {
        *("no", "nothing", "not this time", "not this month", "nothing this time"),
        *("nothing this month", "nothing new", "nothing to tell", "no news"),
        *("nada", "ahora no", "esta vez no", "este mes no", "nada esta vez", "nada este mes"),
        *("nada nuevo", "nada que contar", "sin novedades", "no hay novedades"),
    }
)


def tell_by_mail(member: Membership, prompt_id: int, answer: Answer) -> Taken:
    """Tell the news of a site, for the months that it was asked about, however late.

    Raises AnswerRefusedError with a sentence if he may not, or there is nothing to post.
    """
    prompts = UpdatePrompt.objects.select_related("site").filter(pk=prompt_id, member=member)
    prompt = prompts.first()
    if prompt is None:
        raise AnswerRefusedError(_("The question that it answers is not there any more."))
    if not answer.files and bare(answer.text) in NOT_THIS_TIME:
        decline_prompt(prompt)
        understood = _("Thank you. We do not ask you again about this time.")
        return Taken(kind=PROMPT, object_id=prompt.pk, remarks=[understood])
    # Two people of one site at the same moment: the second adds to what the first told.
    round_ = UpdateRound.objects.select_for_update().get(pk=prompt.round_id)
    told = told_in(round_).get(prompt.site_id)
    if isinstance(told, Topic):
        _tie(round_, prompt, topic=told)
        return _add(member, told, answer)
    title = title_of(member.community, prompt.site, round_.period)
    taken = open_by_mail(member, round_.forum_id, replace(answer, subject=title), form=Form.UPDATE)
    topic = Topic.objects.get(pk=taken.object_id) if taken.kind == TOPIC else None
    _tie(round_, prompt, topic=topic, answer=answer)
    return taken


def _add(member: Membership, topic: Topic, answer: Answer) -> Taken:
    taken = reply_by_mail(member, topic.pk, answer)
    if taken.kind != POST:
        # It waits, and he is told so.
        return taken
    topic.community = member.community
    values = {"title": topic.title, "url": settings.SITE_URL + topic.get_absolute_url()}
    added = _("Your words stand under “%(title)s” now: %(url)s") % values
    return replace(taken, remarks=[added, *taken.remarks])


def _tie(
    round_: UpdateRound, prompt: UpdatePrompt, *, topic: Topic | None, answer: Answer | None = None
) -> None:
    SiteUpdate.objects.update_or_create(
        community_id=round_.community_id,
        round=round_,
        site=prompt.site,
        defaults={"topic": topic, "form_key": answer.key if answer else None},
    )


def register() -> None:
    """Say what is done with answers to prompts; called from AppConfig.ready()."""
    register_answers(PROMPT, tell_by_mail)
