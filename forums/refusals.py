"""A post that may not be made now: the sentence that says why, and when to try again."""


class PostRefusedError(Exception):
    """The message is a sentence for the person; what was typed is to be kept."""

    def __init__(self, sentence: str, *, status: int = 403, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        # 403: not at all; 429: not yet (RFC 6585), and then in how many seconds.
        self.status = status
        self.retry_after = retry_after
