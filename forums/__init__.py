"""Places to talk: forums, topics, posts, and what was read."""
