"""What a plan allows: the size of a file and the length of a track. ENGINE_AUDIODN_PLAN names one.

creator, business and platform have AudioDN's limits; `own`, the default, allows what one's own machine can do.
"""

from dataclasses import dataclass

from engine import settings

MB, GB = 10**6, 10**9


@dataclass(frozen=True)
class Plan:
    """Limits of one plan: bytes a file, minutes a track."""

    name: str
    file_bytes: int
    track_minutes: int


PLANS = {
    plan.name: plan
    for plan in (
        Plan("creator", 200 * MB, 30),
        Plan("business", 500 * MB, 60),
        Plan("platform", 1 * GB, 120),
        Plan("own", 8 * GB, 24 * 60),
    )
}


def current() -> Plan:
    """The plan in force."""
    return PLANS[settings.text("ENGINE_AUDIODN_PLAN", "own")]


def too_big(size: int) -> str | None:
    """Why a file of so many bytes is refused, or None."""
    plan = current()
    if size <= plan.file_bytes:
        return None
    return (
        f"This file has {size / MB:,.0f} MB; the plan {plan.name} allows {plan.file_bytes / MB:,.0f} MB a file. "
        "Send a smaller encoding of it."
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
