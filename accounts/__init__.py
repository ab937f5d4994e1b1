"""A person: account, sign-in, profile, preferences."""
