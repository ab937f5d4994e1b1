"""Recordings of meetings: a link, and that those who are on it agreed."""
