"""Writes that touch several rows or tell somebody, one noun a file."""

from forums.actions.attaching import attach_files, keep_file, replace_files
from forums.actions.carrying import merge_topic, move_topic, split_topic, unmerge_topic
from forums.actions.closing import lock_topic, pin_topic, unlock_topic, unpin_topic
from forums.actions.consults import begin_consult, commit_to, move_on, report_back
from forums.actions.facets import set_facets
from forums.actions.feed_keys import make_feed_key, revoke_feed_key
from forums.actions.flagging import decide_on_flags, flag_post
from forums.actions.holding import (
    approve_held,
    decline_held,
    hold_edit_if_needed,
    hold_if_needed,
    waiting_edit,
)
from forums.actions.languages import say_language
from forums.actions.looking_up import look_up_held, look_up_post
from forums.actions.pacing import take_calls, take_turn
from forums.actions.polls import close_poll, delete_poll, open_poll, vote
from forums.actions.posts import edit_post, note_new_post, open_topic, reply
from forums.actions.reactions import introduce, react, remove_trial, take_back_reaction
from forums.actions.reading import mark_all_read, mark_read
from forums.actions.removal import remove_post, restore_post
from forums.actions.slow_mode import set_slow_mode
from forums.actions.topic_forms import accept_answer, acknowledge, take_back_answer
from forums.actions.translations import remove_translation, translate_post

__all__ = [
    "accept_answer",
    "acknowledge",
    "approve_held",
    "attach_files",
    "begin_consult",
    "close_poll",
    "commit_to",
    "decide_on_flags",
    "decline_held",
    "delete_poll",
    "edit_post",
    "flag_post",
    "hold_edit_if_needed",
    "hold_if_needed",
    "introduce",
    "keep_file",
    "lock_topic",
    "look_up_held",
    "look_up_post",
    "make_feed_key",
    "mark_all_read",
    "mark_read",
    "merge_topic",
    "move_on",
    "move_topic",
    "note_new_post",
    "open_poll",
    "open_topic",
    "pin_topic",
    "react",
    "remove_post",
    "remove_translation",
    "remove_trial",
    "replace_files",
    "reply",
    "report_back",
    "restore_post",
    "revoke_feed_key",
    "say_language",
    "set_facets",
    "set_slow_mode",
    "split_topic",
    "take_back_answer",
    "take_back_reaction",
    "take_calls",
    "take_turn",
    "translate_post",
    "unlock_topic",
    "unmerge_topic",
    "unpin_topic",
    "vote",
    "waiting_edit",
]
