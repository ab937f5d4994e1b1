"""Text that its program broke into lines and says how to join again (RFC 3676)."""

from collections.abc import Iterator


def unflowed(text: str, *, delete_space: bool) -> str:
    """Return text with its paragraphs on one line each, and quoted lines behind "> "."""
    return "\n".join(_paragraphs(text, delete_space=delete_space))


def _paragraphs(text: str, *, delete_space: bool) -> Iterator[str]:
    pieces: list[str] = []
    depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        content = line.lstrip(">")
        its_depth = len(line) - len(content)
        # A blank is put before what would look like a quotation or a header of mboxes.
        content = content.removeprefix(" ")
        if pieces and (its_depth != depth or content == "-- "):
            yield _quoted(pieces, depth)
            pieces = []
        depth = its_depth
        if content.endswith(" ") and content != "-- ":
            pieces.append(content[:-1] if delete_space else content)
        else:
            yield _quoted([*pieces, content], depth)
            pieces = []
    if pieces:
        yield _quoted(pieces, depth)


def _quoted(pieces: list[str], depth: int) -> str:
    content = "".join(pieces)
    return f"{'>' * depth} {content}".rstrip(" ") if depth else content
