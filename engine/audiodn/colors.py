"""A player colour's companions for light and dark pages, and whether it is dark itself.

AudioDN derives both from the colour: in HSV the value is stepped by 0.02, darker for light pages and brighter for
dark ones, until the WCAG contrast against the page is at least 3, or the value can go no further.
"""

import colorsys
from typing import Any

LIGHT_PAGE, DARK_PAGE = "#f4f4f5", "#000000"
CONTRAST, STEP, STEPS = 3.0, 0.02, 60
DARK_BELOW = 0.179  # relative luminance


def companions(color: str | None) -> dict[str, str | None]:
    """`player_color` with `player_color_light` and `player_color_dark`."""
    return {
        "player_color": color,
        "player_color_light": color and legible(color, LIGHT_PAGE, -STEP),
        "player_color_dark": color and legible(color, DARK_PAGE, STEP),
    }


def legible(color: str, page: str, step: float) -> str:
    """The colour nearest to this one that stands out from the page."""
    hue, saturation, value = colorsys.rgb_to_hsv(*_channels(color))
    found = color
    for _ in range(STEPS):
        if contrast(found, page) >= CONTRAST or not 0 < value + step <= 1 + STEP:
            break
        value = min(1.0, max(0.0, value + step))
        found = _hex(colorsys.hsv_to_rgb(hue, saturation, value))
    return found


def is_dark(color: str | None) -> bool:
    """Whether white text belongs on it; no colour counts as dark."""
    return color is None or luminance(color) <= DARK_BELOW


def contrast(one: str, other: str) -> float:
    """WCAG contrast, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """WCAG relative luminance, 0 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def describe(color: str, area: float = 0.0, is_active: bool = False) -> dict[str, Any]:
    """One entry of a palette: `area` is its share of the image, 0 to 1."""
    red, green, blue = _channels(color)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return {
        "hex": color,
        "area": round(area, 4),
        "hue": round(hue, 4),
        "saturation": round(saturation, 4),
        "lightness": round(lightness, 4),
        "red": round(red * 255),
        "green": round(green * 255),
        "blue": round(blue * 255),
        "intensity": round((red + green + blue) / 3, 4),
        "active": is_active,
    }


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
