"""The commons: what a community gives to other communities, and to everybody."""
