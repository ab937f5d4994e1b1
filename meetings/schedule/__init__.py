"""The schedule once it is planned: changing, cancelling, days off, hosts, and how a month looks.

What changes it returns `Changed`, for whoever tells people and their calendars.
"""
