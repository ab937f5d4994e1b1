"""What people type into the library, one subject a file."""
