"""Inbound mail: from bytes to a reply, a new topic, a vote or a setting."""
