"""Find, in logs that grow, the lines that a person at the terminal should see."""

import re
from pathlib import Path

_LEVEL = re.compile(
    r"\b(ERROR|CRITICAL)\b|\[(error|critical)\s*\]|\"level\": ?\"(error|critical)\""
)
MOST_AT_ONCE = 30  # lines
_TRACEBACK = "Traceback (most recent call last):"


class ErrorLines:
    """Reads one log from where it stands now; each call returns what is new and wrong."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._position = log.stat().st_size if log.exists() else 0
        self._inside_traceback = False

    def new(self) -> list[str]:
        """Return the new error lines, tracebacks whole."""
        try:
            with self.log.open("rb") as file:
                if file.seek(0, 2) < self._position:  # the log was put aside
                    self._position = 0
                file.seek(self._position)
                fresh = file.read()
        except OSError:
            return []
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._position += len(whole)
        lines = [
            line for line in whole.decode(errors="replace").splitlines() if self._matters(line)
        ]
        if len(lines) > MOST_AT_ONCE:
            more = len(lines) - MOST_AT_ONCE
            return [*lines[:MOST_AT_ONCE], f"({more} more in {self.log})"]
        return lines

    def _matters(self, line: str) -> bool:
        if _TRACEBACK in line:
            self._inside_traceback = True
            return True
        if self._inside_traceback:
            # The first line that is not indented names the exception and closes the traceback.
            self._inside_traceback = not line or line.lstrip("| +")[:1] == "" or line[0] in " |+"
            return True
        return bool(_LEVEL.search(line))
