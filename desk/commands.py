"""What the palette offers beside what is found, and the keys that work everywhere: one table for all of it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teams.access import EDIT, OWN, RUN, SEE


@dataclass(frozen=True)
class Command:
    """Goes to the page of that name. `keys` are pressed one after the other; none may approve, publish or delete."""

    name: str | Promise
    page: str
    icon: str
    least: int = SEE
    keys: str = ""
    is_deed: bool = False

    @property
    def address(self) -> str:
        return reverse(self.page)


COMMANDS = (
    Command(_("Home"), "desk:home", "home", keys="g h"),
    Command(_("Shows"), "productions:show_list", "mic", keys="g s"),
    Command(_("Board"), "planning:team_board", "board", keys="g b"),
    Command(_("Calendar"), "planning:team_calendar", "cal", keys="g k"),
    Command(_("Reviews"), "review:review_list", "phones", keys="g r"),
    Command(_("Collections"), "audiodn:collection_list", "layers", keys="g c"),
    Command(_("Presets"), "productions:preset_list", "sliders", keys="g p"),
    Command(_("Team"), "teams:team_detail", "users", keys="g t"),
    Command(_("Usage"), "productions:usage", "gauge", RUN, keys="g u"),
    Command(_("Connections"), "productions:connections", "plug"),
    Command(_("Notices"), "notices:notice_list", "bell", keys="g n"),
    Command(_("Settings"), "teams:profile", "sliders"),
    Command(_("First steps"), "desk:welcome", "check-c", OWN),
    Command(_("Keyboard"), "desk:keys", "kbd", keys="?"),
    Command(_("New episode"), "desk:sheet", "plus", EDIT, keys="n", is_deed=True),
    Command(_("New show"), "productions:show_new", "plus", RUN, is_deed=True),
    Command(_("New preset"), "productions:preset_new", "plus", RUN, is_deed=True),
    Command(_("New collection"), "audiodn:collection_new", "plus", RUN, is_deed=True),
)

# keys of places that listen for themselves, for the map: scope, keys, what they do
PLACES: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        _("Player, while something in it has the focus"),
        (
            ("Space K", _("play, pause")),
            ("← →", _("5 s, with Shift 15 s")),
            ("J L", _("chapter before, next")),
            ("[ ]", _("slower, faster")),
            ("↑ ↓ M", _("volume, mute")),
            ("0 – 9", _("tenths")),
        ),
    ),
    (
        _("Compare, beside the keys of the player"),
        (
            ("X", _("source or processed")),
            ("V", _("previous production, and back")),
            ("B", _("match loudness")),
            ("+ −", _("zoom")),
        ),
    ),
    (
        _("Transcript, also while typing"),
        (
            ("Esc", _("play, pause")),
            ("Alt J L", _("5 s back, forward")),
            ("Alt ↑ ↓", _("hear the line before, the next")),
            ("Alt N", _("next doubtful word")),
            ("Enter", _("split the line here")),
            ("⌫", _("at the beginning: join with the line before")),
            ("Ctrl S", _("save")),
        ),
    ),
    (
        _("Chapters, also while typing"),
        (
            ("Alt A", _("chapter at the playhead")),
            ("Alt ↑ ↓", _("its time 0.1 s earlier, later")),
            ("Ctrl S", _("save")),
        ),
    ),
    (
        _("Lists and dialogs"),
        (("↑ ↓", _("next, previous")), ("Enter", _("open")), ("Esc", _("close"))),
    ),
)


def matching(text: str, role: int) -> list[Command]:
    """Those this role may use whose name has every word."""
    words = text.casefold().split()
    allowed = [command for command in COMMANDS if role >= command.least]
    return [command for command in allowed if all(word in str(command.name).casefold() for word in words)]
