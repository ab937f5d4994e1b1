"""From what was said to what is kept: quotations with their sources, and the people quoted."""
