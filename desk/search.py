"""Finds what a person may see by a few letters, a number or an id of Auphonic or AudioDN.

The same `icontains` everywhere. PostgreSQL answers it from trigram indexes (migration `0002_trigrams`), SQLite by
looking at every row, which is fast enough for what fits an embedded installation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from audiodn.models import Collection, Track
from planning.models import Person
from productions.models import Episode, Preset, Production, Show
from teams.models import Team

LEAST, LONGEST = 2, 100  # letters
ID = 16  # letters of what may be an id


@dataclass(frozen=True)
class Hit:
    title: str
    line: str
    address: str
    icon: str


@dataclass(frozen=True)
class Group:
    name: str
    hits: list[Hit]
    has_more: bool = False


def find(user: Any, team: Team, text: str, most: int = 8) -> list[Group]:
    """What matches, by kind; kinds without a match are left out. Five queries for text, four for an id.

    "transcript tide" and "chapters tide" lead to that page of the episodes, with one query more.
    """
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST]  # no database has zero bytes in text
    if len(text) < LEAST and not text.isdigit():
        return []
    if len(text) >= ID and " " not in text and any(each.isdigit() for each in text):
        groups = [_episodes(_by_id(user, team, text), most)]
    else:
        groups = [_shows(user, team, text, most), _episodes(_by_text(user, team, text), most)]
        groups += [_presets(user, team, text, most), _collections(user, team, text, most)]
        groups += [_people(user, team, text, most), *_pages(user, team, text, most)]
    return [group for group in groups if group.hits]


def _shows(user: Any, team: Team, text: str, most: int) -> Group:
    rows = Show.objects.for_user(user).filter(team=team, title__icontains=text).order_by("title", "pk")
    return _group(_("Shows"), rows, most, lambda row: Hit(row.title, _("Show"), row.get_absolute_url(), "mic"))


def _by_text(user: Any, team: Team, text: str) -> Any:
    """Titles that begin with it come first, then the newest."""
    said = Q(title__icontains=text) | Q(summary__icontains=text)
    number = text.removeprefix("#")
    if number.isdecimal() and len(number) < 10:
        said |= Q(number=int(number))
    place = Case(When(title__istartswith=text, then=Value(0)), default=Value(1))
    return Episode.objects.for_user(user).filter(said, show__team=team).order_by(place, "-created_at", "pk")


def _by_id(user: Any, team: Team, text: str) -> Any:
    """By an episode's or production's own id, or that of the production at Auphonic or the track at AudioDN."""
    made = Production.objects.filter(Q(auphonic_uuid=text) | Q(track__remote_id=text)).values("episode")
    heard = Track.objects.filter(remote_id=text).values("pk")
    rows = Episode.objects.for_user(user).filter(show__team=team)
    return rows.filter(Q(pk__in=made) | Q(track__in=heard)).order_by("-created_at", "pk")


def _episodes(rows: Any, most: int) -> Group:
    def hit(row: Episode) -> Hit:
        line = f"{row.show.title} {row.number}" if row.number else row.show.title
        return Hit(row.title, line, row.get_absolute_url(), "wave")

    return _group(_("Episodes"), rows.select_related("show").defer("summary"), most, hit)


def _pages(user: Any, team: Team, text: str, most: int) -> Iterator[Group]:
    """Pages of episodes whose name, or the beginning of it, stands before what is looked for."""
    word, _space, rest = text.partition(" ")
    for name, page, icon in (
        (_("Transcript"), "script:transcript", "file"),
        (_("Chapters"), "script:chapters", "list"),
    ):
        if rest and len(word) >= LEAST and name.casefold().startswith(word.casefold()):

            def hit(row: Episode, page: str = page, icon: str = icon) -> Hit:
                return Hit(row.title, row.show.title, reverse(page, args=[row.pk]), icon)

            rows = _by_text(user, team, rest).select_related("show").defer("summary")
            yield _group(name, rows, most, hit)


def _presets(user: Any, team: Team, text: str, most: int) -> Group:
    rows = Preset.objects.for_user(user).filter(team=team, name__icontains=text).defer("settings").order_by("name")

    def hit(row: Preset) -> Hit:
        return Hit(row.name, _("Preset"), reverse("productions:preset_detail", args=[row.pk]), "sliders")

    return _group(_("Presets"), rows, most, hit)


def _collections(user: Any, team: Team, text: str, most: int) -> Group:
    rows = Collection.objects.for_user(user).filter(team=team, title__icontains=text).order_by("title", "pk")
    return _group(
        _("Collections"), rows, most, lambda row: Hit(row.title, _("Collection"), row.get_absolute_url(), "layers")
    )


def _people(user: Any, team: Team, text: str, most: int) -> Group:
    rows = Person.objects.for_user(user).filter(team=team, name__icontains=text).order_by("name", "pk")

    def hit(row: Person) -> Hit:
        return Hit(row.name, _("Person"), reverse("planning:person_edit", args=[row.pk]), "users")

    return _group(_("People"), rows, most, hit)


def _group(name: str, rows: Iterable[Any], most: int, hit: Any) -> Group:
    found = list(rows[: most + 1])  # type: ignore[index]
    return Group(name, [hit(row) for row in found[:most]], len(found) > most)
