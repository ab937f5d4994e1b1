"""Links in mails name one act and are good for nothing else."""

from datetime import timedelta

import pytest

from core.signed_links import StaleLinkError, make_token, read_token


def test_a_token_gives_its_ids_back() -> None:
    assert read_token("unsubscribe", make_token("unsubscribe", member=7)) == {"member": 7}


def test_a_token_for_one_act_is_no_good_for_another() -> None:
    assert read_token("join", make_token("unsubscribe", member=7)) is None


def test_a_token_that_was_changed_is_refused() -> None:
    assert read_token("join", make_token("join", invitation=7) + "x") is None
    assert read_token("join", "") is None


def test_an_old_token_says_whom_it_named() -> None:
    with pytest.raises(StaleLinkError) as stale:
        read_token("join", make_token("join", invitation=7), max_age=timedelta(seconds=-1))
    assert stale.value.ids == {"invitation": 7}
