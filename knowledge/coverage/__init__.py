"""What the library has on which subject from which site, and where nothing is yet."""
