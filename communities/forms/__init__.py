"""What people type about a community, one subject a file."""
