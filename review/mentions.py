"""Finds who is meant by `@name` in a note."""

import re
from collections import Counter
from collections.abc import Iterable

from teams.models import User


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Everybody named by `@` and their whole name, or by a first name that only one of them has."""
    known = list(people)
    firsts = Counter(_first(person) for person in known)
    found = []
    for person in known:
        names = [str(person), person.email]
        if firsts[_first(person)] == 1:
            names.append(_first(person))
        if any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names if name):
            found.append(person)
    return found


def _first(person: User) -> str:
    return str(person).split()[0].split("@")[0].casefold()
