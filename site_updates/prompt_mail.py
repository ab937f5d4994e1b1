"""The mail that asks what happened at a site, and the one that asks once more."""

import logging
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.keepers import Keeper, keepers_of_scope, reader_of_answers
from communities.models import Community, Site
from core.timezones import zone_named
from forums.models import Form
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import fill
from notifications.message import site_host
from notifications.models import OutgoingMail
from notifications.outgoing import Draft, store
from notifications.reply_addresses import reply_addresses_of_each
from site_updates.links import prompt_url
from site_updates.models import UpdatePrompt, UpdateRound
from site_updates.told import Earlier, earlier_updates, title_of

logger = logging.getLogger(__name__)

KIND = "site_prompt"
# What answers are about, for their addresses.
PROMPT = "site_updates.updateprompt"
OTHERS = 2


def mail_prompts(
    community: Community,
    round_: UpdateRound,
    prompts: Sequence[UpdatePrompt],
    *,
    is_reminder: bool = False,
) -> None:
    """Queue a mail for each prompt in the caller's transaction: a constant number of queries.

    Each has its site, and its member with user and `seen_ids`.
    """
    addresses = reply_addresses_of_each(
        community.pk, PROMPT, {prompt.member.user_id: prompt.pk for prompt in prompts}
    )
    writer = _Writer(community, round_, earlier_updates(round_), is_reminder=is_reminder)
    store(list(writer.mails(prompts, addresses)))


class _Writer:
    """What the mails of one batch share."""

    def __init__(
        self,
        community: Community,
        round_: UpdateRound,
        earlier: Sequence[Earlier],
        *,
        is_reminder: bool,
    ) -> None:
        self.community, self.forum, self.period = community, round_.forum, round_.period
        self.earlier, self.is_reminder = earlier, is_reminder
        self.keepers: Sequence[Keeper] = keepers_of_scope()
        page = reverse("forums:new_topic", args=[community.slug, round_.forum.slug])
        self.page_url = f"{settings.SITE_URL}{page}"

    def mails(
        self, prompts: Iterable[UpdatePrompt], addresses: dict[int, str]
    ) -> Iterable[OutgoingMail]:
        now = timezone.now()
        for prompt in prompts:
            user = prompt.member.user
            with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
                draft = self._draft(prompt, addresses.get(prompt.pk, ""))
                try:
                    mail = draft.stored()
                except ValueError:
                    # An address that cannot be written must not keep the others from being asked.
                    logger.exception("site update: not asked", extra={"user": user.pk})
                    continue
            mail.due_at = quiet_until(user, now) or now
            yield mail

    def _draft(self, prompt: UpdatePrompt, reply_to: str) -> Draft:
        member, community = prompt.member, self.community
        question = self.period.question(prompt.site.name)
        subject = _("Once more: %(question)s") % {"question": question}
        keeper = reader_of_answers(self.keepers, member_id=member.pk)
        stop_url = prompt_url(community.pk, prompt.pk)
        seen = [one for one in self.earlier if one.audience_id in set(member.seen_ids)]
        text, html = fill(
            "site_prompt",
            subject=subject if self.is_reminder else question,
            community=community,
            person=member.name,
            question=question,
            site=prompt.site.name,
            is_reminder=self.is_reminder,
            forum=self.forum.label,
            page_url=self._page_url(prompt.site),
            stop_url=stop_url,
            reply_to=reply_to,
            keeper=keeper,
            own=next((one for one in seen if one.site_id == prompt.site_id), None),
            others=[one for one in seen if one.site_id != prompt.site_id][:OTHERS],
        )
        return Draft(
            kind=KIND,
            key=f"{community.pk}/{prompt.pk}{'/again' if self.is_reminder else ''}",
            to=member.user.email,
            user=member.user,
            community=community,
            subject=subject if self.is_reminder else question,
            text=text,
            html=html,
            reply_to=reply_to or (keeper.email if keeper else ""),
            from_name=community.name,
            headers=list_headers(
                list_id=f"sites.{community.slug}.{site_host()}",
                stop_url=stop_url,
                stop_address="",
                help_address=command_address("help", member.user_id, community.pk),
                post_address=reply_to,
            ),
        )

    def _page_url(self, site: Site) -> str:
        """Return where he can write the same on the page, under the same title."""
        title = title_of(self.community, site, self.period)
        return f"{self.page_url}?{urlencode({'form': Form.UPDATE, 'title': title})}"
