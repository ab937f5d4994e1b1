"""Finding a time: several are proposed, people say which suit them, one becomes the meeting."""
