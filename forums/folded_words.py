"""Words without what says nothing: accents, capitals, signs, and how people type in a hurry."""

import re
import unicodedata

# As people type in a hurry, and as it is meant.
_TYPED = {
    "thankyou": "thank you",
    "thanku": "thank you",
    "thanx": "thanks",
    "thnx": "thanks",
    "tnx": "thanks",
    "grasias": "gracias",
    "graciaz": "gracias",
    "tanbien": "tambien",
    "tambein": "tambien",
    "tamben": "tambien",
    "tmb": "tambien",
    "tmbn": "tambien",
    "tmbien": "tambien",
    "ami": "a mi",
    "anosotros": "a nosotros",
    "anosotras": "a nosotras",
    "x": "por",
    "tb": "tambien",
    "tambn": "tambien",
    "tamvien": "tambien",
    "tanbn": "tambien",
    "graciass": "gracias",
    "gracia": "gracias",
    "garcias": "gracias",
    "thankss": "thanks",
    "thx": "thanks",
    "thks": "thanks",
    "thnks": "thanks",
    "thak": "thank",
    "tyvm": "thanks",
    "aki": "aqui",
    "alse": "also",
    "smae": "same",
    "saem": "same",
    "plz": "please",
    "pls": "please",
    "porfa": "por favor",
    "porfavor": "por favor",
}


def folded(words: str) -> str:
    """Return the words as one line without accents, capitals and the signs around them."""
    plain = unicodedata.normalize("NFD", words.lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"[^\w\s,&+/]", " ", letters.replace("'", ""))
    short = re.sub(r"([^\W\d])\1{2,}", r"\1\1", kept)
    typed = (
        _TYPED.get(word, _TYPED.get(word[:-1], word) if word[-2:] == word[-1:] * 2 else word)
        for word in short.split()
    )
    return " ".join(typed).strip(" ,/+&")
