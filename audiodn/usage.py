"""What a team uses at AudioDN, as far as the studio knows: its API tells no sums."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from audiodn.models import Collection, Connection, Track


@dataclass(frozen=True)
class Usage:
    """Sums over the team's tracks: bytes of what was sent and of what was made of it, and seconds."""

    collections: int
    tracks: int
    sent: int
    made: int
    seconds: float
    storage: int | None  # what the plan allows, in bytes

    @property
    def total(self) -> int:
        return self.sent + self.made

    @property
    def percent(self) -> float | None:
        """Of what the plan allows; None when no plan was named."""
        return min(100.0, round(100 * self.total / self.storage, 1)) if self.storage else None


def of(connection: Connection) -> Usage:
    tracks = Track.objects.filter(collection__team=connection.team_id).exclude(remote_id="")
    sums = tracks.aggregate(count=Count("pk"), sent=Sum("size"), seconds=Sum("duration"))
    made = sum(version.get("size") or 0 for found in tracks.values_list("versions", flat=True) for version in found)
    limits = connection.limits
    return Usage(
        collections=Collection.objects.filter(team=connection.team_id).exclude(remote_id="").count(),
        tracks=sums["count"],
        sent=sums["sent"] or 0,
        made=int(made),
        seconds=sums["seconds"] or 0.0,
        storage=limits.storage if limits else None,
    )
