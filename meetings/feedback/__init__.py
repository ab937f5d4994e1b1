"""What people say of a meeting once it is over, by mail or on its page, and what becomes of it."""
