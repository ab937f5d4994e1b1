"""The library: what was learnt, written down, credited and kept up to date."""
