"""What the verbs return. Each shape reads itself from AudioDN's object, which it keeps where there is more in it.

Whatever is missing or of a wrong type becomes an empty text or None: only ids and ends of sessions must be there.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime

from audiodn import statuses
from audiodn.client.wire import Answer, Body
from podcaststudio import http


def text(body: Body, name: str) -> str:
    """Empty for what is missing."""
    return str(body.get(name) or "")


def number(body: Body, name: str) -> float | None:
    value = body.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole(body: Body, name: str) -> int | None:
    value = number(body, name)
    return None if value is None else int(value)


def nested(body: Body, name: str) -> Body:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def rows(body: Body, name: str) -> list[Body]:
    value = body.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def moment(value: Any) -> datetime | None:
    """An ISO time; one without zone is UTC; None for what is no time."""
    try:
        found = parse_datetime(str(value or ""))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def palette(body: Body) -> tuple[str, ...]:
    """Hex colours: the list has two names in AudioDN's documents, its entries two forms."""
    listed = body.get("image_colors") or body.get("theme") or []
    found = [entry.get("hex") if isinstance(entry, dict) else entry for entry in listed if entry]
    return tuple(str(color) for color in found if color)


@dataclass(frozen=True)
class Look:
    """`color` as chosen or found in the cover, with its companions for light and dark pages."""

    color: str = ""
    color_light: str = ""
    color_dark: str = ""
    subtitle: str = ""
    palette: tuple[str, ...] = ()
    is_cover_overridable: bool = True
    is_theme_overridable: bool = True

    @classmethod
    def of(cls, body: Body) -> Self:
        return cls(
            color=text(body, "player_color"),
            color_light=text(body, "player_color_light"),
            color_dark=text(body, "player_color_dark"),
            subtitle=text(body, "player_subtitle"),
            palette=palette(body),
            is_cover_overridable=body.get("is_cover_overridable") is not False,
            is_theme_overridable=body.get("is_theme_overridable") is not False,
        )


@dataclass(frozen=True)
class Organization:
    id: str
    name: str
    look: Look
    webhook_url: str
    webhook_url_file: str

    @classmethod
    def of(cls, body: Body) -> Self:
        hooks = text(body, "webhook_url"), text(body, "webhook_url_file")
        return cls(text(body, "id"), text(body, "name"), Look.of(body), *hooks)


@dataclass(frozen=True)
class Creator:
    id: str
    organization_index: str
    organization_id: str = ""
    metadata: Body = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, body: Body) -> Self:
        ids = text(body, "id"), text(body, "organization_index"), text(body, "organization_id")
        return cls(*ids, nested(body, "metadata"))


@dataclass(frozen=True)
class Collection:
    id: str
    title: str
    organization_index: str
    organization_id: str = ""
    creator_id: str = ""
    look: Look = field(default_factory=Look)
    metadata: Body = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, body: Body) -> Self:
        return cls(
            id=text(body, "id"),
            title=text(body, "title"),
            organization_index=text(body, "organization_index"),
            organization_id=text(body, "organization_id"),
            creator_id=text(body, "creator_id"),
            look=Look.of(body),
            metadata=nested(body, "metadata"),
        )


@dataclass(frozen=True)
class Track:
    """`status` as AudioDN wrote it; `duration` in seconds, `size` in bytes; `body` is the whole object."""

    id: str
    collection_id: str
    status: str
    title: str
    file_name: str
    intent: str
    duration: float | None
    size: int | None
    files_completed_at: datetime | None
    body: Body = field(repr=False)

    @classmethod
    def of(cls, body: Body) -> Self:
        return cls(
            id=text(body, "id"),
            collection_id=text(body, "collection_id"),
            status=text(body, "track_status_id") or text(body, "status"),
            title=text(body, "player_title"),
            file_name=text(body, "file_name"),
            intent=text(nested(body, "metadata"), "intent") or text(body, "organization_index"),
            duration=number(body, "duration"),
            size=whole(body, "size"),
            files_completed_at=moment(body.get("files_completed_at")),
            body=body,
        )

    @property
    def has_bytes(self) -> bool:
        """Whether the file has arrived: until then a track stays in its initial status."""
        return self.status not in statuses.INITIAL

    @property
    def look(self) -> Look:
        return Look.of(self.body)


@dataclass(frozen=True)
class Handle:
    """A single-use address: audio goes there by PUT, an image by POST. It opens by itself, and is never stored."""

    method: str
    url: str = field(repr=False)
    expires_at: datetime | None = None

    @classmethod
    def of(cls, body: Body) -> Self:
        return cls(text(body, "method"), text(body, "upload_url"), moment(body.get("expires_at")))


@dataclass(frozen=True)
class NewTrack:
    """A track just made, and the single-use address its bytes go to. The address is never stored."""

    track: Track
    upload_url: str = field(repr=False)
    cover: Handle | None = None

    @classmethod
    def of(cls, answer: Answer) -> Self:
        upload = Handle.of(answer.part("track_upload"))
        if not upload.url:
            raise http.Unreachable(f"{answer.company} sent a track without a way to send it.", **answer.facts)
        cover = nested(answer, "track_cover_upload")
        return cls(Track.of(answer.part("track")), upload.url, Handle.of(cover) if cover else None)


@dataclass(frozen=True)
class Variant:
    """A recipe; `type` is transcode, preview, levels, waveform_image, waveform_video, original or cover."""

    id: str
    index: str
    type: str
    format: str
    bitrate: int | None
    body: Body = field(repr=False)

    @classmethod
    def of(cls, body: Body) -> Self:
        kind = text(body, "type") or text(nested(body, "variant_type"), "id")
        index = text(body, "index") or text(body, "name")
        return cls(text(body, "id"), index, kind, text(body, "format"), whole(body, "bitrate"), body)
