"""Collections: what is chosen from the library, in an order, by people who answer for it."""
