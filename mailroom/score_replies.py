"""`make score-replies DIR=…`: how much of a corpus of replies is trimmed as its people would.

The folder holds `emails/` and `trimmed/` with the same file names; blanks at the end do not count.
"""

import sys
from pathlib import Path

from mailroom.trimming import trim


def differing(folder: Path) -> tuple[list[str], int]:
    """Return the names of the mails trimmed otherwise than expected, and how many there are."""
    mails = sorted(path for path in (folder / "emails").iterdir() if path.is_file())
    wrong = [mail.name for mail in mails if not _agrees(mail, folder / "trimmed" / mail.name)]
    return wrong, len(mails)


def _agrees(mail: Path, expected: Path) -> bool:
    written = trim(_read(mail)).written
    return _without_end_blanks(written) == _without_end_blanks(_read(expected))


def _read(path: Path) -> str:
    return path.read_bytes().decode(errors="replace").replace("\r\n", "\n")


def _without_end_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


def main(arguments: list[str]) -> int:
    """Print "N of M" and the names that differ; 0 unless there is nothing to read."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "emails").is_dir():
        sys.stderr.write(
            "Say which folder: make score-replies DIR=folder-with-emails-and-trimmed\n"
        )
        return 2
    wrong, total = differing(Path(arguments[0]))
    sys.stdout.write(f"{total - len(wrong)} of {total}\n")
    sys.stdout.writelines(f"  {name}\n" for name in wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
