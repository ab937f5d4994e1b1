"""A facilitator lets a resource lead the next digests, with his words."""
