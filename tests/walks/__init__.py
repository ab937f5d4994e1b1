"""Tests that walk over everything there is, so that what comes later cannot slip through."""
