"""Where a note that was left on one version is heard in another."""

from collections.abc import Callable
from dataclasses import dataclass

from compare.timemap import between
from review.models import Note
from review.versions import Version


@dataclass(frozen=True)
class Place:
    """Seconds in the version that is looked at. `start` is None where the passage is not in it.

    `left_on` is the number of the version it was left on, or 0 when it is this one.
    """

    start: float | None
    end: float | None = None
    left_on: int = 0


class Places:
    """Carries notes of all versions to one; each map of times is made once, and only when a note needs it."""

    def __init__(self, here: Version, versions: list[Version]) -> None:
        self.here = here
        self.versions = {version.production.pk: version for version in versions}
        self.maps: dict[int, Callable[[float], float | None] | None] = {}

    def of(self, note: Note) -> Place:
        version = self.versions[note.production_id]
        assert note.start is not None
        if version.number == self.here.number:
            return Place(note.start, note.end)
        carry = self._map(version)
        if carry is None:
            return Place(None, left_on=version.number)
        start, end = carry(note.start), None if note.end is None else carry(note.end)
        if start is None:  # of a range whose beginning was cut, the end is left
            start, end = end, None
        return Place(start, end if end is None or (start is not None and end > start) else None, version.number)

    def _map(self, version: Version) -> Callable[[float], float | None] | None:
        if version.number not in self.maps:
            self.maps[version.number] = between(version.production, self.here.production)
        return self.maps[version.number]
