"""Who was at a meeting: by a code, a link, the list of its host, or that of a video call."""
