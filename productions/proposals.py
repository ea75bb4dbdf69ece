"""What a new episode of a show begins with, from whoever has something to propose: packages above add themselves."""

from collections.abc import Callable, Mapping
from typing import Any

from productions.models import Show

Proposal = Callable[[Show, Mapping[str, str]], dict[str, Any]]
PROPOSALS: list[Proposal] = []  # each is given the show, and the query of the form's address


def initial(show: Show, asked: Mapping[str, str]) -> dict[str, Any]:
    """Values for fields of the episode's form."""
    found: dict[str, Any] = {}
    for propose in PROPOSALS:
        found |= propose(show, asked)
    return found
