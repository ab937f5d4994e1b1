"""What an answer by mail says to being quoted: yes, without the name, no, or what should change.

Only an answer that says one of these and nothing else counts for it. In any other words may stand
what is to be different, so a person reads them.
"""

import re

from forums.folded_words import folded
from knowledge.models import Consent

# As people type it, without accents and signs.
_YES = (
    r"yes|yeah|yep|yup|si|ok|okay|sure|fine|agreed|i agree|of course|certainly|absolutely|go ahead|"
    r"no problem|no worries|i (?:do not|dont) mind|feel free|i approve|all good|sounds good|"
    r"(?:(?:that|it|this) (?:is|s)|thats|its|all) (?:all right|alright|right|fine|ok|okay|good)|"
    r"(?:that|it|this) works|(?:with|for|by) me|"
    r"you (?:may|can)|quote me|use (?:it|them|this|that|my (?:words|name|quote))|with my name|"
    r"claro(?: que)?|por supuesto|de acuerdo|(?:asi )?(?:esta|me parece) bien|adelante|con gusto|"
    r"no hay problema|no me molesta|pueden|(?:pueden )?(?:citarme|usarl[oa]s?|usar mis palabras)|"
    r"con mi nombre"
)
_NAMELESS = (
    r"(?:without|w/o|sin|no|not with) (?:(?:using |usar )?(?:my|the|mi|el) )?(?:name|nombre)|"
    r"(?:please )?(?:do not|dont) (?:use|put|print|show|say) my name|leave my name out|"
    r"(?:keep (?:it|me) )?anonymous(?:ly)?|(?:de forma )?anonim[oa]|"
    r"(?:pero )?no (?:pongan|usen|digan|den) mi nombre"
)
_NO = (
    r"no|nope|(?:do not|dont)(?: (?:quote me|use (?:it|them|this|that|my words)))?|"
    r"i (?:do not|dont) (?:agree|want (?:that|this|it|to be quoted))|"
    r"(?:id|i would) (?:rather|prefer) (?:not|you (?:did not|didnt|do not|dont))|i prefer not(?: to)?|"
    r"(?:mejor|prefiero que|prefiero) no|no (?:quiero|me citen|las usen|lo usen|estoy de acuerdo)"
)
# At the beginning, once: with a name in it there are several ways to read it, and repeated too many.
_GREETING = r"(?:(?:hi|hello|hey|hola|dear)(?: (?!no\b|not\b|never\b|but\b)\w+){0,2}? )?"
# What may stand beside any of these.
_BESIDE = (
    r"hi|hello|hey|hola|good (?:morning|afternoon|evening)|buen[oa]s (?:dias|tardes|noches)|"
    r"please|thanks|thank you|(?:thank you |thanks )?(?:so|very) much|many|for asking|sorry|best|regards|"
    r"gracias|muchas|mil|por (?:favor|preguntar)|disculpen?|perdon|lo siento|saludos|atentamente|"
    r"i am honou?red|im honou?red|glad to help|happy to help|i hope it helps|hope it helps|"
    r"me da (?:mucho )?gusto|que les sirva|ojala (?:les )?sirva|but|and|just|only|pero|y|solo"
)
_SAYS = (
    (Consent.NAMED, re.compile(rf"{_GREETING}(?:(?:{_BESIDE}|(?P<said>{_YES})) )+")),
    (Consent.NAMELESS, re.compile(rf"{_GREETING}(?:(?:{_BESIDE}|{_YES}|(?P<said>{_NAMELESS})) )+")),
    (Consent.DECLINED, re.compile(rf"{_GREETING}(?:(?:{_BESIDE}|(?P<said>{_NO})) )+")),
)
# In longer ones nobody says yes or no and nothing else.
_MOST_WORDS = 25


def meant(text: str, *, name: str = "") -> Consent | None:
    """Return what the words say; CHANGES for any others, None for none.

    `name` is that of who wrote them, which may stand below.
    """
    if not text.strip():
        return None
    words = folded(text).replace(",", " ").split()
    own = set(folded(name).split())
    while words and words[-1] in own:
        words.pop()
    said = " ".join(words) + " "
    if len(words) <= _MOST_WORDS:
        for consent, pattern in _SAYS:
            found = pattern.fullmatch(said)
            if found and found["said"]:
                return consent
    return Consent.CHANGES
