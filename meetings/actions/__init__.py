"""What is done with meetings: planning, answering."""

from meetings.actions.answering import Reply, answer_meeting, answer_series, move_up
from meetings.actions.planning import Plan, plan_series

__all__ = ["Plan", "Reply", "answer_meeting", "answer_series", "move_up", "plan_series"]
