"""What the session verbs return: who may upload or listen until when, and what listeners get to hear."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from audiodn.client.shapes import moment, nested, number, rows, text, whole
from audiodn.client.wire import Answer, Body
from podcaststudio import http


@dataclass(frozen=True)
class Session:
    """A play or upload session: whoever has the id may use it until it expires."""

    id: str
    expires_at: datetime

    @classmethod
    def of(cls, answer: Answer, name: str, **more: Any) -> Self:
        """`expires_at` stands beside the session, inside it, or both."""
        expires_at = moment(answer.get("expires_at") or answer.part(name).get("expires_at"))
        if expires_at is None:
            raise http.Unreachable(f"{answer.company} sent a session without its end.", **answer.facts)
        return cls(str(answer[f"{name}_id"]), expires_at, **more)


@dataclass(frozen=True)
class UploadSession(Session):
    """Where its tracks go, and the colour an uploader shows."""

    collection_id: str = ""
    creator_id: str = ""
    organization_index: str = ""
    color: str = ""


@dataclass(frozen=True)
class PlayFile:
    """One file of a track for listeners. `url` is signed; `window` is a preview's place in the track, in seconds."""

    id: str
    index: str
    type: str
    url: str = field(repr=False)
    size: int | None = None
    content_type: str = ""
    codec: str = ""
    bitrate: int | None = None
    window: tuple[float, float] | None = None

    @classmethod
    def of(cls, body: Body) -> Self:
        variant, props, data = (nested(body, name) for name in ("variant", "props", "data"))
        start, end = number(data, "capture_start"), number(data, "capture_end")
        return cls(
            id=text(body, "id"),
            index=text(variant, "index"),
            type=text(nested(variant, "variant_type"), "id"),
            url=text(body, "url"),
            size=whole(body, "size"),
            content_type=text(body, "content_type"),
            codec=text(props, "codec"),
            bitrate=whole(props, "bitrate"),
            window=None if start is None or end is None else (start, end),
        )


@dataclass(frozen=True)
class PlayTrack:
    """A track as listeners see it; `order` is its place in the session."""

    id: str
    title: str
    subtitle: str
    file_name: str
    duration: float | None
    order: int
    organization_index: str

    @classmethod
    def of(cls, body: Body) -> Self:
        title, subtitle, file_name = (text(body, name) for name in ("player_title", "player_subtitle", "file_name"))
        place = whole(body, "order") or 0
        index = text(body, "organization_index")
        return cls(text(body, "id"), title, subtitle, file_name, number(body, "duration"), place, index)


@dataclass(frozen=True)
class PlayedTrack:
    """All that a player needs for one track; `levels` and `cover` as AudioDN wrote them, None when there are none."""

    track: PlayTrack
    files: tuple[PlayFile, ...]
    levels: Body | None = field(repr=False)
    cover: Body | None = field(repr=False)

    @classmethod
    def of(cls, body: Body) -> Self:
        files = tuple(PlayFile.of(row) for row in rows(body, "variants"))
        levels, cover = nested(body, "levels") or None, nested(body, "cover_image") or None
        return cls(PlayTrack.of(nested(body, "track")), files, levels, cover)


@dataclass(frozen=True)
class WholeSession(Session):
    """A play session with its tracks in play order and all about the first."""

    variants: tuple[str, ...] = ()
    is_downloadable: bool = False
    tracks: tuple[PlayTrack, ...] = ()
    first: PlayedTrack | None = None


@dataclass(frozen=True)
class Download:
    """An address that answers with an attachment."""

    url: str = field(repr=False)
    expires_at: datetime | None
