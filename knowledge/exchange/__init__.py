"""The library in and out: as a folder of Markdown with front matter and files."""
