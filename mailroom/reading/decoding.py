"""Bytes of a mail into text, whatever it says or does not say about them."""

import binascii
import codecs
import re

# What programs call an encoding that Python knows by another name, or that they mean by it: text
# that says ISO 8859-1 holds the quotation marks of Windows (WHATWG's Encoding Standard).
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi": "cp1252",
    "x-user-defined": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
}
# Python's own, which no mail means, and some of which take time with the square of the length.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_GUESSED = 20_000
"""Bytes that are looked at to guess an encoding."""
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_ASCII = bytes(range(128))
# What stands for a byte that is not UTF-8 (PEP 383), as the character that Windows means by it.
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}
_HALVES = re.compile("[\ud800-\udfff]")
_BLANKS = b" \t\r\n="
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)


def text_of(data: bytes, charset: str = "") -> str:
    """Return bytes as text: as the mail says, else as UTF-8, else as it looks.

    It holds no half characters, which some encodings can spell and nothing can store.
    """
    text = _decoded(data, charset)
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _decoded(data: bytes, charset: str) -> str:
    stated = _codec(charset)
    for name in dict.fromkeys(("utf-8" if _is_single_byte(stated) else stated, stated, "utf-8")):
        if name:
            try:
                return data.decode(name)
            except (UnicodeError, ValueError, LookupError):
                continue
    if len(data.translate(None, _ASCII)) * 2 <= len(data):
        # Latin letters, of which only some have accents.
        return data.decode("utf-8", "surrogateescape").translate(_WINDOWS)
    name = _codec(_guess(data[:_GUESSED])) or stated or "cp1252"
    return data.decode(name, "replace")


def _is_single_byte(name: str) -> bool:
    """Tell whether any bytes at all fit an encoding, so that its name proves nothing.

    Text that is UTF-8 and not ASCII is hardly ever anything else.
    """
    return name in {"cp1252", "iso8859-15", "latin-1"}


def _codec(charset: str) -> str:
    """Return Python's name of a text encoding, empty if it has none."""
    asked = charset.strip(" \t\"'").lower()[:60]
    asked = _MEANT.get(asked, asked)
    if asked.replace("-", "_") in _NO_CHARSETS:
        return ""
    try:
        found = codecs.lookup(asked)
        # Python also calls base64 and the like codecs; those refuse to make text.
        b"a".decode(asked)
    except UnicodeError:
        # One byte is not enough for it.
        return found.name
    except (LookupError, ValueError):
        return ""
    return found.name


def _guess(data: bytes) -> str:
    # Hardly any mail needs it, and it holds tables of all languages.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data).best()
    return best.encoding if best else ""


def content_of(data: bytes, transfer_encoding: str) -> bytes:
    """Return what a part holds, without its transfer encoding (RFC 2045, section 6).

    What is not encoded as it says stays as it is.
    """
    match transfer_encoding.strip().lower():
        case "base64":
            return _from_base64(data)
        case "quoted-printable":
            return binascii.a2b_qp(data)
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _from_uuencode(data)
    return data


def _from_base64(data: bytes) -> bytes:
    compact = data.translate(None, _BLANKS)
    known = compact.translate(None, _NOT_BASE64)
    if len(known) < len(compact) * 0.9:
        return data
    known = known[: len(known) - (len(known) % 4 == 1)]
    return binascii.a2b_base64(known + b"=" * (-len(known) % 4))


def _from_uuencode(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    lines = []
    for line in data[begin.end() if begin else 0 :].splitlines():
        if line.strip() in {b"end", b"`"}:
            break
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(lines) or data
