"""How much of notes fits into a mail: some programs show only the first 100 KB."""

from dataclasses import dataclass

from django.utils.html import escape, linebreaks

from core.markdown.text import cut


@dataclass(slots=True)
class Room:
    """What is left of so many bytes of words; each stands in the mail twice, as text and as HTML."""

    left: int
    is_cut: bool = False

    def words(self, text: str) -> str:
        """Return a line, or its beginning where it does not fit; empty where nothing does."""
        fitting = self._fitting(text)
        self.left -= len(fitting.encode())
        return fitting

    def section(self, text: str, html: str) -> tuple[str, str]:
        """Return the text and the HTML of one, or the beginning of both."""
        if len(html.encode()) <= self.left:
            self.left -= len(html.encode())
            return text, html
        fitting = self.words(text)
        return fitting, linebreaks(escape(fitting))

    def _fitting(self, text: str) -> str:
        if len(text.encode()) <= self.left:
            return text
        self.is_cut = True
        beginning = text.encode()[: max(self.left - 4, 0)].decode(errors="ignore")
        return cut(beginning, len(beginning) - 1) if len(beginning) > 1 else ""
