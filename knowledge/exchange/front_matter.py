"""A text with front matter: read from what people bring, written for what they take along.

Only strings, lists and mappings come out of it: no dates, no numbers, nothing that makes objects.
"""

import re
from collections.abc import Iterable
from typing import Any

MAX_FRONT = 200_000
# The stream and the document count, too.
MAX_DEPTH = 12
MAX_EVENTS = 5_000
_LINE = "---"
# Some programs leave spaces behind the signs, or end with dots.
_BEGIN = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class FrontMatterError(Exception):
    """The lines between the two `---` are no YAML that we read; `line` of the file, or 0."""

    def __init__(self, line: int = 0) -> None:
        super().__init__("no front matter")
        self.line = line


def read(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the text below it; without front matter, nothing and the text.

    Raises FrontMatterError.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    begin = _BEGIN.match(plain)
    if begin is None:
        return {}, plain.strip("\n")
    end = _END.search(plain, begin.end())
    if end is None or end.start() > MAX_FRONT:
        raise FrontMatterError
    return _told(plain[begin.end() : end.start()]), plain[end.end() :].strip("\n")


def written(front: dict[str, Any], body: str) -> str:
    """Return the text of a file; read() gives the same back."""
    # Not every process needs it.
    import yaml  # noqa: PLC0415

    writer: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    told = yaml.dump(front, Dumper=writer, allow_unicode=True, sort_keys=False, width=1000)
    return f"{_LINE}\n{told}{_LINE}\n\n{body}\n"


def _told(front: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    reader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _check_shape(yaml.parse(front, reader))
        told = yaml.load(front, reader)  # noqa: S506  (strings, lists and mappings only)
    except yaml.MarkedYAMLError as error:
        # Counted from 0, below the line of the signs.
        raise FrontMatterError(error.problem_mark.line + 2 if error.problem_mark else 0) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise FrontMatterError from error
    if told in (None, ""):
        return {}
    if not isinstance(told, dict):
        raise FrontMatterError
    found: dict[str, Any] = cleaned(told)
    return found


def _check_shape(events: Iterable[Any]) -> None:
    """Refuse aliases, which can unfold into more than the memory holds, and what is deep or endless.

    A few thousand brackets bring libyaml's composer, and with it the process, to its end.
    """
    depth = 0
    for count, event in enumerate(events):
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if name == "AliasEvent" or depth > MAX_DEPTH or count > MAX_EVENTS:
            raise FrontMatterError


def cleaned(value: Any) -> Any:
    """Return strings, lists and mappings without what no database keeps: zero bytes and halves of letters."""
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {str(cleaned(key)): cleaned(one) for key, one in value.items()}
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
