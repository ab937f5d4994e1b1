"""Sites that use a resource: begun, told, counted, and asked for what came of it."""
