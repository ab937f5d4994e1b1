"""When a series meets: rules as RFC 5545 writes them, instants, words, forms. No models.

grammar.py says which rules are kept, rules.py expands them, moments.py goes from the clock on the
wall to the instant, words.py says a rule to a person, choices.py goes from the fields of a form to
a rule and back.
"""

from .choices import Choices, choices_of, rule_of
from .grammar import LONGEST_INTERVAL, RuleError
from .moments import local_start, moment, slot_of
from .rules import LONGEST, MOST, checked_rule, first_match, split_rule, starts
from .words import rule_in_words

__all__ = [
    "LONGEST",
    "LONGEST_INTERVAL",
    "MOST",
    "Choices",
    "RuleError",
    "checked_rule",
    "choices_of",
    "first_match",
    "local_start",
    "moment",
    "rule_in_words",
    "rule_of",
    "slot_of",
    "split_rule",
    "starts",
]
