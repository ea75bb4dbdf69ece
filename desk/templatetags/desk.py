"""What pages of shows and episodes tell by lamps; productions themselves know nothing of reviews and plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from desk import actions, commands, lamps
from desk.actions import Action
from desk.facts import Facts, facts
from desk.lamps import Lamp
from desk.runs import trouble
from desk.trouble import Condition, Trouble
from productions.stages import Row
from teams.models import Team

register = template.Library()


@dataclass(frozen=True)
class Lit:
    """An episode's row with its five lamps and its one button."""

    facts: Facts
    lamps: tuple[Lamp, ...]
    primary: Action | None

    @property
    def row(self) -> Row:
        return self.facts.row

    @property
    def now(self) -> Lamp | None:
        return lamps.now(self.lamps)

    @property
    def done(self) -> str:
        """The word when nothing is left to look at."""
        return self.lamps[-1].word

    @property
    def said(self) -> str:
        return lamps.said(self.lamps)


def light(told: Facts) -> Lit:
    return Lit(told, lamps.lamps(told), actions.primary(told))


@register.simple_tag(takes_context=True)
def lit(context: Any, rows: Iterable[Row], role: int, team: Team) -> list[Lit]:
    """Of the rows of one list; a handful of queries, however many rows."""
    return [light(told) for told in facts(rows, context["user"], role, team)]


@register.simple_tag(takes_context=True)
def lit_one(context: Any, row: Row, role: int) -> Lit:
    """Of the row of an episode's own page."""
    return light(facts([row], context["user"], role, row.episode.show.team)[0])


@register.filter
def glow(row: Row) -> Lit:
    """Of a row whose production is under way, for lists that ask again and again: no query."""
    return light(Facts(row))


@register.simple_tag
def trouble_of(row: Any) -> Trouble | None:
    """What is wrong with a production, track, errand, upload or fetch, by the catalogue."""
    return trouble(row)


@register.simple_tag
def trouble_with(entry: str, **told: Any) -> Trouble | None:
    """What somebody meets that is no row, by its entry's number; `told` are the fields of `Condition`, as text."""
    return trouble(Condition(entry, **{name: str(value or "") for name, value in told.items()}))


@register.filter
def episodes(credits: float | None, usual: float) -> int | None:
    """How many episodes of the usual length, in hours, this credit is good for."""
    return int(credits / max(usual, 0.05)) if credits is not None and usual else None


@register.simple_tag
def letter_keys() -> str:
    """For the body: `g h=/|n=/new/`."""
    return "|".join(f"{command.keys}={command.address}" for command in commands.COMMANDS if command.keys)
