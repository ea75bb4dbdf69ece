"""What Auphonic answers, as small values. Foreign data is read leniently: unknown keys, nulls, numbers as strings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from productions.auphonic import timelines
from productions.auphonic.values import listed, mapping, moment, number, text, whole


@dataclass(frozen=True)
class User:
    """Whose account it is, and what is left on it. Credits are hours."""

    name: str
    email: str
    credits: float | None
    recharge_at: datetime | None

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        email = text(data, "email")
        name = text(data, "username") or email or text(data, "user_id")
        return cls(name, email, number(data, "credits"), moment(data, "recharge_date"))


@dataclass(frozen=True)
class Output:
    """One output file of a production; no `download_url` before it is done. Size in bytes, checksum is MD5."""

    format: str
    bitrate: int
    file_name: str
    size: int
    checksum: str
    download_url: str
    ending: str

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        return cls(
            format=text(data, "format"),
            bitrate=whole(data, "bitrate") or 0,
            file_name=text(data, "filename"),
            size=whole(data, "size") or 0,
            checksum=text(data, "checksum"),
            download_url=text(data, "download_url"),
            ending=text(data, "ending"),
        )

    @property
    def is_there(self) -> bool:
        return bool(self.file_name) and self.download_url.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Production:
    """One production as Auphonic tells it. Length in seconds, credits in hours, progress 0 to 1."""

    uuid: str
    status: int | None
    status_text: str
    output_basename: str
    input_file: str
    length: float | None
    progress: float | None
    start_allowed: bool
    error: str
    warning: str
    statistics: dict[str, Any] | None = field(repr=False)
    used_credits: float | None
    output_files: tuple[Output, ...]
    status_page: str
    created_at: datetime | None
    chapters: tuple[dict[str, Any], ...] = ()
    tracks_here: frozenset[str] = frozenset()  # ids of the separate tracks whose file has arrived
    title: str = ""
    timeline: dict[str, Any] = field(default_factory=dict, repr=False)  # see timelines.py
    in_review: bool = False  # done, and waits for `publish` before its files go to services
    transfers: tuple[dict[str, Any], ...] = ()  # of each service: name, is_done, error, addresses

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        return cls(
            uuid=text(data, "uuid"),
            status=whole(data, "status"),
            status_text=text(data, "status_string"),
            output_basename=text(data, "output_basename"),
            input_file=text(data, "input_file"),
            length=number(data, "length"),
            progress=number(data, "progress"),
            start_allowed=data.get("start_allowed") is True,
            error=text(data, "error_message") or text(data, "error_summary") or text(data, "error_status"),
            warning=text(data, "warning_message"),
            statistics=mapping(data, "statistics") or None,
            used_credits=_used_credits(data.get("used_credits")),
            output_files=tuple(Output.read(each) for each in listed(data, "output_files")),
            status_page=text(data, "status_page"),
            created_at=moment(data, "creation_time"),
            chapters=tuple(_chapter(each) for each in listed(data, "chapters")),
            tracks_here=frozenset(
                text(each, "id") for each in listed(data, "multi_input_files") if text(each, "input_file")
            ),
            title=text(mapping(data, "metadata"), "title"),
            timeline=timelines.read(data),
            in_review=data.get("in_review") is True,
            transfers=tuple(_transfer(each) for each in listed(data, "outgoing_services")),
        )


@dataclass(frozen=True)
class Preset:
    """A preset of an account; `body` is everything it holds."""

    uuid: str
    name: str
    body: dict[str, Any] = field(repr=False)

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        return cls(text(data, "uuid"), text(data, "preset_name") or "Unnamed preset", data)


def _chapter(data: dict[str, Any]) -> dict[str, Any]:
    """Seconds before and after cuts; the second is None as long as nothing was cut."""
    return {
        "start": number(data, "start_sec") or 0.0,
        "start_output": number(data, "start_output_sec"),
        "title": text(data, "title"),
        "url": text(data, "url"),
    }


def _transfer(data: dict[str, Any]) -> dict[str, Any]:
    """What became of the files at one service; `is_done` is None as long as nothing was tried."""
    urls = data.get("result_urls")
    pages = [text(data, "result_page"), *(urls if isinstance(urls, list) else [])]
    is_done = data.get("transfer_success")
    return {
        "name": text(data, "display_name") or text(data, "type") or text(data, "uuid"),
        "is_done": is_done if isinstance(is_done, bool) else None,
        "error": text(data, "error_message"),
        "addresses": [each for each in pages if isinstance(each, str) and each.startswith(("http://", "https://"))],
    }


def _used_credits(value: Any) -> float | None:
    """An object with the sum under `combined`, a bare number in old answers, or nothing yet."""
    return number(value if isinstance(value, dict) else {"combined": value}, "combined")
