"""What it costs to serve a community: a data set, a load, and one table of figures."""
