"""The pages of a community, one subject a file."""
