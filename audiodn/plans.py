"""What AudioDN's plans allow. Its API does not tell which one an organization has, so an owner names it."""

from dataclasses import dataclass

MB, GB = 10**6, 10**9


@dataclass(frozen=True)
class Plan:
    """Limits of one plan: bytes in all and a file, seconds a track."""

    label: str
    storage: int
    file_bytes: int
    seconds: float

    def refusal(self, size: int, seconds: float | None) -> str:
        """Why a file cannot be delivered on this plan; empty when it can."""
        if seconds and seconds > self.seconds:
            return (
                f"It is {seconds / 60:.0f} min long; the AudioDN plan {self.label} takes {self.seconds / 60:.0f} min. "
                "Split it, or take a larger plan."
            )
        if size > self.file_bytes:
            return (
                f"It has {size / MB:.0f} MB; the AudioDN plan {self.label} takes {self.file_bytes / MB:.0f} MB a file. "
                "Send a smaller encoding."
            )
        return ""

    def no_room(self, size: int, used: int) -> str:
        """Why a file has no room beside the bytes that are used; empty when it has. The studio knows only its own."""
        if size + used <= self.storage:
            return ""
        return (
            f"The AudioDN plan {self.label} has room for {self.storage / GB:.0f} GB, of which {used / GB:.1f} GB are "
            f"used; this file has {size / MB:.0f} MB. Delete tracks that nobody needs, or take a larger plan."
        )


PLANS = {
    "creator": Plan("Creator", 10 * GB, 200 * MB, 30 * 60),
    "business": Plan("Business", 50 * GB, 500 * MB, 60 * 60),
    "platform": Plan("Platform & Enterprise", 1000 * GB, 1 * GB, 120 * 60),
}
