"""Settings, doors and clocks of the whole."""
