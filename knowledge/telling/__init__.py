"""Whom the library tells what, by mail: its life to authors and facilitators, comments at once."""
