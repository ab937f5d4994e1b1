"""The one predicate of who sees what, as views of (membership_id, audience_id, reason, user_id).

This app brings two: the rule itself, and named guests. A higher app that lets people in by a
right of its own (a facilitator of a forum) registers its view in AppConfig.ready().
"""

_VIEWS = ["communities_seen_by_rule", "communities_seen_as_guest"]


def register_audience_source(view: str) -> None:
    """Add a view with the columns community_id, membership_id, audience_id, reason and user_id."""
    if view not in _VIEWS:
        _VIEWS.append(view)


def audience_views() -> tuple[str, ...]:
    """Return the names of the registered views."""
    return tuple(_VIEWS)


def audience_sources() -> str:
    """Return SQL whose rows are all pairs of member and audience, with the reason."""
    return " UNION ALL ".join(
        f"SELECT membership_id, audience_id, reason, user_id FROM {view}"  # noqa: S608
        for view in _VIEWS
    )
