"""Saying which capacities and results a topic is about."""

from collections.abc import Collection

from django.db import transaction

from communities.facets import CAPACITY, RESULT, Facet
from communities.models import Membership
from forums.models import Topic, TopicFacet
from moderation.record import record


def set_facets(topic: Topic, facets: Collection[Facet], *, by: Membership) -> None:
    """Let the topic be about these and nothing else; of another's topic it goes into the record."""
    with transaction.atomic():
        # One at a time: else two choices at once would both stay.
        Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
        links = TopicFacet.objects.filter(topic=topic)
        before = set(links.values_list("capacity_id", "result_id"))
        after = {
            (f.id if f.kind == CAPACITY else None, f.id if f.kind == RESULT else None)
            for f in facets
        }
        if before == after:
            return
        links.delete()
        TopicFacet.objects.bulk_create(
            TopicFacet(
                community_id=topic.community_id, topic=topic, capacity_id=capacity, result_id=result
            )
            for capacity, result in after
        )
        if by.pk != topic.author_id:
            record(by, "said_about", topic, note=" · ".join(facet.title for facet in facets))
