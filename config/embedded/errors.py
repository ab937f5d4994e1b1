class EmbeddedError(Exception):
    """Something a person has to decide or mend; the message says what to do."""
