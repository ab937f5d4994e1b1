"""The lines of a list of people that could not be used, as text to correct."""

import csv
import io

from communities.forms.provisioning import read_source
from communities.roster import Level, Roster


def unused_lines(data: bytes, *, is_file: bool, roster: Roster) -> str:
    """Return the lines of a list with faults, under the names of its columns; empty if there are none.

    Columns that were not used are left out.
    """
    bad = {line.number for line in roster.lines if line.level is Level.ERROR}
    rows = [
        dict(line.cells) for line in read_source(data, is_file=is_file).lines if line.number in bad
    ]
    if not rows:
        return ""
    written = io.StringIO()
    columns = [name for name in rows[0] if any(row.get(name) for row in rows)] or ["email"]
    writer = csv.DictWriter(
        written,
        list(dict.fromkeys([*columns, "email"])),
        extrasaction="ignore",
        lineterminator="\n",
    )
    writer.writerow({name: name.replace("_", " ") for name in writer.fieldnames})
    writer.writerows(rows)
    return written.getvalue()
