"""Writes that touch several rows or tell somebody, one noun a file."""

from forums.actions.posts import edit_post, mark_read, note_new_post, open_topic, reply

__all__ = ["edit_post", "mark_read", "note_new_post", "open_topic", "reply"]
