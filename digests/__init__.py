"""What one person gets in the periodic mail."""
