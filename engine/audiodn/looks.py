"""Covers and colours as listeners see them: the track's own, its collection's or the organization's."""

from typing import Any

from engine import store
from engine.audiodn import colors, organization
from engine.audiodn.envelope import Body

SIZES = {"icon": 80, "small": 200, "regular": 400, "large": 800}  # pixels a side


def of_track(track: Body, origin: str) -> Body:
    """{player_color..., theme, is_dark, player_subtitle, cover_image, cover_image_prefix} for this track."""
    chain = [organization.current(), store.get("collection", track["collection_id"]) or {}, track]
    color = chosen(chain, "player_color", "is_theme_overridable")
    cover = cover_in(chain)
    theme = chosen(chain, "theme", "is_theme_overridable") or []
    return {
        **colors.companions(color),
        "theme": theme,
        "image_colors": theme,
        "is_dark": colors.is_dark(color),
        "player_subtitle": chosen(chain, "player_subtitle", ""),
        "cover_image": cover and images(origin, cover),
        "cover_image_prefix": cover and f"{origin}/images/{cover}/",
    }


def cover(track: Body) -> str | None:
    """The cover that is shown for this track."""
    return cover_in([organization.current(), store.get("collection", track["collection_id"]) or {}, track])


def cover_in(chain: list[Body]) -> str | None:
    found: str | None = chosen(chain, "cover", "is_cover_overridable")
    return found


def chosen(chain: list[Body], name: str, flag: str) -> Any:
    """The value nearest to the track, unless somebody further up does not want it overridden."""
    for document in chain:
        if not document.get(flag, True) and document.get(name):
            return document[name]
    return next((document[name] for document in reversed(chain) if document.get(name)), None)


def images(origin: str, cover: str) -> Body:
    """The addresses of a cover in its four sizes."""
    return {
        name: {"type": "image/jpeg", "width": side, "height": side, "url": f"{origin}/images/{cover}/{side}.jpg"}
        for name, side in SIZES.items()
    }
