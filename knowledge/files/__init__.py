"""Files beside a resource: kept, shown, served, and searched by their text."""
