"""The tenant: people, sites, roles, audiences, and the scope that keeps them apart."""
