"""The words that a spreadsheet of people may use for its columns and for what stands in them."""

from collections.abc import Mapping, Sequence

from communities.name_folding import folded

# In the order in which the reader names them to an admin.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "email": (
        *("email", "e-mail", "email address", "e-mail address", "mail", "address", "work email"),
        *("correo", "correo electrónico", "email 1", "direccion de correo", "primary email"),
    ),
    "name": (
        *("name", "full name", "display name", "person", "first and last name", "member"),
        *("nombre", "nombre completo", "nombre y apellido", "nombre y apellidos", "persona"),
    ),
    "first_name": ("first name", "first", "given name", "nombres", "primer nombre"),
    "last_name": (
        *("last name", "last", "surname", "family name"),
        *("apellido", "apellidos"),
    ),
    "site": (
        *("site", "site name", "organization", "organisation", "org", "district", "neighborhood"),
        *("neighbourhood", "place", "school", "sitio", "organización", "distrito", "vecindario"),
        *("barrio", "lugar", "escuela"),
    ),
    "roles": (
        *("role", "roles", "job", "job title", "title", "position", "role(s)"),
        *("rol", "roles", "puesto", "cargo", "función", "papel"),
    ),
    "circle": ("circle", "círculo", "circulo"),
    "standing": ("standing", "permission", "permissions", "access", "permiso", "permisos", "nivel"),
    "language": ("language", "lang", "preferred language", "idioma", "lengua"),
}

CIRCLES: Mapping[str, tuple[str, ...]] = {
    "core": ("core", "core group", "core circle", "núcleo", "grupo central", "central"),
    "inner": (
        "inner",
        "inner circle",
        "círculo interior",
        "interior",
        "círculo interno",
        "interno",
    ),
    "outer": (
        "outer",
        "outer circle",
        "círculo exterior",
        "exterior",
        "círculo externo",
        "externo",
    ),
}
STANDINGS: Mapping[str, tuple[str, ...]] = {
    "guest": ("guest", "visitor", "invitado", "invitada"),
    "member": ("member", "participant", "miembro", "integrante", "participante"),
    "facilitator": ("facilitator", "facilitador", "facilitadora"),
    "admin": ("admin", "administrator", "administrador", "administradora"),
}
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "eng", "english", "inglés", "en us"),
    "es": ("es", "esp", "spa", "spanish", "español", "castellano", "es us", "es mx"),
}


def _by_word(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {folded(word): key for key, names in words.items() for word in names}


_COLUMNS, _CIRCLES, _STANDINGS, _LANGUAGES = map(_by_word, (COLUMNS, CIRCLES, STANDINGS, LANGUAGES))


def column_of(header: str) -> str | None:
    """Return which column a header names, or None if it is none of ours."""
    return _COLUMNS.get(folded(header.strip(" *:")))


def circle_of(word: str) -> str | None:
    return _CIRCLES.get(folded(word))


def standing_of(word: str) -> str | None:
    return _STANDINGS.get(folded(word))


def language_of(word: str) -> str | None:
    return _LANGUAGES.get(folded(word))
