"""Writes on a resource that touch several rows or tell somebody: what it says, and its life."""
