"""Who may do what in a forum, and the sentence that says why not: a module a noun."""
