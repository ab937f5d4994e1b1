"""What others asked before, offered while a title is typed."""

from communities.models import Community, Membership
from core.addresses import address
from forums.forms import TopicForm
from forums.search_documents import TOPIC
from search.finding import find_alike
from search.kinds import Hit

AT_MOST = 4


def topics_alike(member: Membership, title: str) -> list[Hit]:
    """Return topics the member may see whose titles share words with this one: two queries."""
    return find_alike(member, TOPIC, title[:200], at_most=AT_MOST)


def offer_alike(form: TopicForm, community: Community) -> None:
    """Let the field of the title ask, when the writer pauses."""
    form.fields["title"].widget.attrs |= {
        "hx-get": address("forums:alike", community.slug),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "#alike",
        "hx-sync": "this:replace",
        "autocomplete": "off",
    }
