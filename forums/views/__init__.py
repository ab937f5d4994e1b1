"""The pages of the forums, one subject a file."""
