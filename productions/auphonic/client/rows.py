"""The short forms of lists (`minimal_data`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from productions.auphonic.values import mapping, moment, text, whole


@dataclass(frozen=True)
class ProductionRow:
    uuid: str
    title: str
    status: int | None
    status_text: str
    is_multitrack: bool
    created_at: datetime | None
    changed_at: datetime | None

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        return cls(
            uuid=text(data, "uuid"),
            title=text(mapping(data, "metadata"), "title") or text(data, "output_basename") or "Untitled production",
            status=whole(data, "status"),
            status_text=text(data, "status_string"),
            is_multitrack=data.get("is_multitrack") is True,
            created_at=moment(data, "creation_time"),
            changed_at=moment(data, "change_time"),
        )


@dataclass(frozen=True)
class PresetRow:
    uuid: str
    name: str
    is_multitrack: bool
    created_at: datetime | None

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        return cls(
            uuid=text(data, "uuid"),
            name=text(data, "preset_name") or "Unnamed preset",
            is_multitrack=data.get("is_multitrack") is True,
            created_at=moment(data, "creation_time"),
        )
