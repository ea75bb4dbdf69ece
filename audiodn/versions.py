"""What listeners can get of a track: its versions and its levels.

AudioDN lists a track's files in a play session only, so the worker opens a short one of its own. Their addresses are
signed and short-lived: none is kept.
"""

from typing import Any

from audiodn.client import Client, PlayFile
from audiodn.models import Track

BRIEF = 60  # seconds, the least AudioDN takes
MOST = 640  # levels that are kept


def read(track: Track, client: Client) -> None:
    """Write down the versions and levels of a track that can be played. Raises the errors of `http`."""
    session = client.play_session("track", track.remote_id, expires_in=BRIEF)
    found = client.played_track(session.id, track.remote_id)
    Track.objects.filter(pk=track.pk, remote_id=track.remote_id).update(
        versions=[_version(file) for file in found.files if file.index],
        levels=_levels((found.levels or {}).get("levels")),
    )


def _version(file: PlayFile) -> dict[str, Any]:
    """`{index, type, codec, bitrate, size, start, end}`; bitrate in kbit/s, size in bytes, a preview's window in s."""
    start, end = file.window or (None, None)
    facts = {"codec": file.codec, "bitrate": file.bitrate, "size": file.size, "start": start, "end": end}
    return {"index": file.index, "type": file.type or "transcode", **facts}


def _levels(found: Any) -> list[float]:
    """The amplitudes, rescaled to 0 to 1."""
    values = [float(n) for n in found if isinstance(n, int | float)][:MOST] if isinstance(found, list) else []
    if not values:
        return []
    low, high = min(0.0, *values), max(values)
    return [round((value - low) / (high - low), 3) if high > low else 0.5 for value in values]
