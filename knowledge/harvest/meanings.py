"""What an answer by mail says to being quoted."""

from knowledge.models import Consent
from notifications.commands import bare

_YES = frozenset(
    {
        *("yes", "yes you may", "ok", "okay", "i agree", "agreed", "sure", "fine", "that is fine"),
        *("si", "sí", "de acuerdo", "esta bien", "está bien", "claro", "si pueden", "sí pueden"),
    }
)
_NAMELESS = frozenset(
    {
        *("yes without my name", "without my name", "yes but without my name", "no name"),
        *("yes no name", "si sin mi nombre", "sí sin mi nombre", "sin mi nombre"),
        *("si pero sin mi nombre", "sí pero sin mi nombre", "sin nombre"),
    }
)
_NO = frozenset(
    {
        *("no", "please do not", "do not quote me", "dont quote me", "no please", "i do not agree"),
        *("no me citen", "no quiero", "prefiero que no", "no estoy de acuerdo"),
    }
)


def meant(text: str) -> Consent | None:
    """Return what the words say; CHANGES for any others, None for none."""
    said = bare(text.replace(",", " ").replace("'", "").replace("’", ""))
    if not text.strip():
        return None
    for words, consent in (
        (_YES, Consent.NAMED),
        (_NAMELESS, Consent.NAMELESS),
        (_NO, Consent.DECLINED),
    ):
        if said in words:
            return consent
    return Consent.CHANGES
