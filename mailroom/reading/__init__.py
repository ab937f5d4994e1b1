"""A mail's bytes, read: any bytes at all give an answer, within stated bounds, and none raises.

parts.py finds the parts, headers.py and decoding.py say what they hold, flowed.py and html_text.py
make text of them, mail.py puts it together.
"""

from .mail import Attachment, ReadMail, read
from .parts import Fault

__all__ = ["Attachment", "Fault", "ReadMail", "read"]
