"""What a meeting talks about: proposed and ranked by members, ordered and timed by its host."""
