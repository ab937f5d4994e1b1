"""Read a list of people line by line, and say of each line what it comes to."""

from collections.abc import Mapping
from difflib import get_close_matches
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models.membership import Circle, Standing
from communities.name_folding import folded
from communities.roster import (
    ADD_ROLE,
    LEAVE_OUT,
    Level,
    Roster,
    RosterLine,
    RosterPerson,
    RosterRules,
    Source,
    SourceLine,
    UnknownRole,
)
from communities.roster_columns import circle_of, language_of, standing_of
from core.slugs import unique_slug

NAME_LENGTH = 120
ROLE_LENGTH = 60


def address_in(cell: str) -> str | None:
    """Return the address in a cell ("Rosa <rosa@example.org>" is fine), or None if it is none."""
    address = parseaddr(cell)[1].strip().lower() if "<" in cell else cell.strip().lower()
    address = address.removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address if len(address) <= 254 else None


def addresses_in(source: Source) -> set[str]:
    """Return all good addresses of a list."""
    found = (address_in(line.cells.get("email", "")) for line in source.lines)
    return {address for address in found if address}


def read_roster(source: Source, rules: RosterRules) -> Roster:
    """Return whom a list names and what is to be said of each line. Asks the database nothing."""
    reader = _Reader(rules)
    for line in source.lines:
        reader.read(line)
    return reader.finished(source)


class _Reader:
    """Goes down the lines once; the same address again is the same person."""

    def __init__(self, rules: RosterRules) -> None:
        self.rules = rules
        self.roster = Roster()
        self.people: dict[str, RosterPerson] = {}
        self.lines: dict[str, RosterLine] = {}
        self.names: dict[str, tuple[str, int]] = {}
        self.sites = {folded(name): name for name in rules.sites}
        self.given_sites = set(self.sites)

    def read(self, source: SourceLine) -> None:
        cells = source.cells
        name = self._name(cells)
        line = RosterLine(source.number, name or cells.get("email", "").strip() or _("Nobody"))
        self.roster.lines.append(line)
        email = self._email(line, cells.get("email", ""))
        person = RosterPerson(
            email=email,
            name=name,
            line=source.number,
            roles=self._roles(line, cells.get("roles", "")),
            circle=self._circle(line, cells.get("circle", "").strip()),
            standing=self._standing(line, cells.get("standing", "").strip()),
            language=self._language(line, cells.get("language", "").strip()),
        )
        if line.level is Level.ERROR:
            return
        person.site = self._site(line, cells.get("site", "").strip())
        if email in self.people:
            self._merge(line, self.people[email], person)
        else:
            self.people[email] = person
            self.lines[email] = line
            self._remark_on_namesake(line, person)

    def finished(self, source: Source) -> Roster:
        """Sort people by what is known of them; fill in what their lines left open."""
        for person in self.people.values():
            self._place(person)
        for person in (*self.roster.people, *self.roster.former):
            person.circle = person.circle or Circle.OUTER
            person.standing = person.standing or Standing.MEMBER
            person.language = person.language or self.rules.language
        wanted = {folded(p.site) for p in (*self.roster.people, *self.roster.former) if p.site}
        self.roster.new_sites = [
            name
            for key, name in self.sites.items()
            if key in wanted and key not in self.given_sites
        ]
        self.roster.unused_columns = source.unused_columns
        self.roster.role_labels = self.rules.book.labels
        return self.roster

    def _place(self, person: RosterPerson) -> None:
        known, email = self.rules.known, person.email
        line = self.lines[email]
        if known.is_here(email):
            line.note(_("Is a member already. Nothing changes."))
        elif known.has_asked(email):
            line.note(_("Has asked to join. Answer on the page of requests."))
        elif known.has_left(email):
            line.note(_("Was a member and left."))
            self.roster.former.append(person)
        elif known.has_joined(email):
            line.note(_("Joined by an invitation to this address. Nothing changes."))
        elif known.is_invited(email):
            line.note(_("Is invited already. Nothing changes, and no second mail is sent."))
        elif known.is_withdrawn(email):
            line.note(_("The invitation to this address was withdrawn."))
            self.roster.former.append(person)
        else:
            self.roster.people.append(person)

    @staticmethod
    def _name(cells: Mapping[str, str]) -> str:
        whole = cells.get("name", "").strip()
        parts = (cells.get("first_name", "").strip(), cells.get("last_name", "").strip())
        return " ".join((whole or " ".join(filter(None, parts))).split())[:NAME_LENGTH]

    @staticmethod
    def _email(line: RosterLine, cell: str) -> str:
        if not cell.strip():
            line.error(_("There is no e-mail address on this line."))
            return ""
        address = address_in(cell)
        if address is None:
            line.error(_("“%(word)s” is not an e-mail address.") % {"word": cell.strip()[:80]})
        return address or ""

    def _roles(self, line: RosterLine, cell: str) -> list[str]:
        keys: list[str] = []
        for word in self.rules.book.words(cell):
            key = self.rules.book.find(word) or self._decided(line, word)
            if key and key not in keys:
                keys.append(key)
        return keys

    def _decided(self, line: RosterLine, word: str) -> str | None:
        key = folded(word)
        suggestion = self.rules.book.closest(word)
        unknown = self.roster.unknown_roles.setdefault(key, UnknownRole(word, suggestion))
        unknown.lines.append(line.number)
        decision = self.rules.decisions.get(key, ADD_ROLE if self.rules.add_all_roles else "")
        if decision in self.rules.book.labels:
            label = self.rules.book.labels[decision]
            line.note(_("“%(word)s” is taken as “%(role)s”.") % {"word": word, "role": label})
            return decision
        if decision == LEAVE_OUT:
            line.note(_("“%(word)s” is left out.") % {"word": word})
            return None
        if decision == ADD_ROLE and len(word) <= ROLE_LENGTH:
            line.note(_("“%(word)s” is added as a new role.") % {"word": word})
            return self._new_role(word)
        if suggestion:
            line.error(
                _("There is no role “%(word)s” here. Is it “%(role)s”?")
                % {"word": word, "role": self.rules.book.labels[suggestion]}
            )
        else:
            line.error(_("There is no role “%(word)s” here.") % {"word": word})
        return None

    def _new_role(self, word: str) -> str:
        for key, name in self.roster.new_roles.items():
            if folded(name) == folded(word):
                return key
        taken = {*self.rules.book.labels, *self.roster.new_roles}
        key = unique_slug(word, taken, default="role")
        self.roster.new_roles[key] = word
        return key

    @staticmethod
    def _circle(line: RosterLine, word: str) -> str:
        found = circle_of(word)
        if word and not found:
            line.error(
                _("“%(word)s” is not a circle. Write core, inner or outer.") % {"word": word}
            )
        return found or ""

    def _standing(self, line: RosterLine, word: str) -> str:
        found = standing_of(word)
        if word and not found:
            line.error(
                _("“%(word)s” is not a standing. Write guest, member, facilitator or admin.")
                % {"word": word}
            )
        elif found and found not in self.rules.standings:
            line.error(_("Only an admin of this community may invite facilitators and admins."))
        return found or ""

    @staticmethod
    def _language(line: RosterLine, word: str) -> str:
        found = language_of(word)
        if word and not found:
            line.error(
                _("We cannot write in “%(word)s” yet. Write English or Spanish, or leave it empty.")
                % {"word": word}
            )
        return found or ""

    def _site(self, line: RosterLine, word: str) -> str:
        name = " ".join(word.split())[:NAME_LENGTH]
        if not name:
            return ""
        key = folded(name)
        if key not in self.sites:
            close = get_close_matches(key, self.sites, n=1, cutoff=0.85)
            if close:
                line.note(
                    _("The site “%(site)s” is new. It looks like “%(other)s”.")
                    % {"site": name, "other": self.sites[close[0]]}
                )
            self.sites[key] = name
        return self.sites[key]

    def _remark_on_namesake(self, line: RosterLine, person: RosterPerson) -> None:
        if not person.name:
            return
        other, number = self.names.setdefault(folded(person.name), (person.email, line.number))
        if other != person.email:
            line.note(
                _("The same name stands on line %(line)s with another address.") % {"line": number}
            )

    def _merge(self, line: RosterLine, first: RosterPerson, again: RosterPerson) -> None:
        """Two lines with one address are one account."""
        place = {"line": first.line}
        if again.name and first.name and folded(again.name) not in folded(first.name):
            with translation.override(first.language or self.rules.language):
                both = _("%(one)s and %(other)s") % {"one": first.name, "other": again.name}
            first.name = both[:NAME_LENGTH]
            line.note(
                _(
                    "The same address as on line %(line)s, with another name: they share one "
                    "account, called “%(names)s”."
                )
                % {**place, "names": first.name}
            )
        else:
            line.note(_("The same person as on line %(line)s: put together.") % place)
        first.name = first.name or again.name
        first.roles += [role for role in again.roles if role not in first.roles]
        kept = []
        for part in ("site", "circle", "standing", "language"):
            one, other = getattr(first, part), getattr(again, part)
            if not one:
                setattr(first, part, other)
            elif other and other != one:
                kept.append(other)
        if kept:
            line.note(
                _("Line %(line)s counts; this is left out: %(words)s.")
                % {**place, "words": ", ".join(kept)}
            )
