"""The companions of a player colour, against known values."""

import pytest

from engine.audiodn import colors


@pytest.mark.parametrize(
    ("color", "light", "dark"),
    [
        ("#ffd700", "#a38a00", "#ffd700"),
        ("#2c3e50", "#2c3e50", "#425e79"),
        ("#c13c5b", "#c13c5b", "#c13c5b"),
        (None, None, None),
    ],
)
def test_companions(color: str | None, light: str | None, dark: str | None) -> None:
    assert colors.companions(color) == {
        "player_color": color,
        "player_color_light": light,
        "player_color_dark": dark,
    }


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#808080", "#ff0000", "#c13c5b"])
def test_companions_stand_out_from_their_page(color: str) -> None:
    found = colors.companions(color)
    assert colors.contrast(found["player_color_light"] or "", colors.LIGHT_PAGE) >= 3
    assert colors.contrast(found["player_color_dark"] or "", colors.DARK_PAGE) >= 3


def test_is_dark() -> None:
    assert [colors.is_dark(color) for color in ("#000000", "#2c3e50", "#ffd700")] == [True, True, False]
