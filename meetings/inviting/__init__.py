"""Invitations by mail, what became of them, reminders, and the answers that come back."""
