"""What makes a run worthless, said to the person who runs it."""


class BenchError(Exception):
    """The figures would mean nothing: something is missing, or a page was not the page."""
