"""What a plan allows: size of a file, length of a track, room for all of them. ENGINE_AUDIODN_PLAN names one.

creator, business and platform have AudioDN's limits; `own`, the default, allows what one's own machine can do.
ENGINE_AUDIODN_STORAGE_MB is the room instead of the plan's.
"""

from dataclasses import dataclass, replace

from engine import settings, store

MB, GB = 10**6, 10**9


@dataclass(frozen=True)
class Plan:
    """Limits of one plan: bytes a file, minutes a track, bytes in all; None for what the disk has."""

    name: str
    file_bytes: int
    track_minutes: int
    storage_bytes: int | None = None


PLANS = {
    plan.name: plan
    for plan in (
        Plan("creator", 200 * MB, 30, 10 * GB),
        Plan("business", 500 * MB, 60, 50 * GB),
        Plan("platform", 1 * GB, 120, 1000 * GB),
        Plan("own", 8 * GB, 24 * 60),
    )
}


def current() -> Plan:
    """The plan in force."""
    plan = PLANS[settings.text("ENGINE_AUDIODN_PLAN", "own")]
    room = settings.text("ENGINE_AUDIODN_STORAGE_MB")
    return replace(plan, storage_bytes=int(room) * MB) if room else plan


def too_big(size: int) -> str | None:
    """Why a file of so many bytes is refused, or None."""
    plan = current()
    if size <= plan.file_bytes:
        return None
    return (
        f"This file has {size / MB:,.0f} MB; the plan {plan.name} allows {plan.file_bytes / MB:,.0f} MB a file. "
        "Send a smaller encoding of it."
    )


def used() -> int:
    """Bytes of all that was sent and of all that was made of it."""
    tracks = store.find("track")
    return sum((track["size"] or 0) + sum(file["size"] or 0 for file in track["files"]) for track in tracks)


def no_room(size: int) -> str | None:
    """Why there is no room for a file of so many bytes, or None."""
    plan = current()
    if plan.storage_bytes is None or (taken := used()) + size <= plan.storage_bytes:
        return None
    return (
        f"The plan {plan.name} has room for {plan.storage_bytes / MB:,.0f} MB; {taken / MB:,.0f} MB are used, and this "
        f"file has {size / MB:,.1f} MB. Delete tracks that nobody needs, or take a larger plan."
    )


def too_long(seconds: float) -> str | None:
    """Why a track of so many seconds is refused, or None."""
    plan = current()
    if seconds <= plan.track_minutes * 60:
        return None
    return (
        f"This track is {seconds / 60:,.0f} minutes long; "
        f"the plan {plan.name} allows {plan.track_minutes} minutes a track. Cut it into parts."
    )
