"""Parameters of one separate track, in words; those of the sound are the preset's own, in `parameters.py`."""

from django.utils.translation import gettext_lazy as _

from podcaststudio.words import filled
from productions.parameters import DENOISE, FILTERING, Parameter, signed

ROLE = Parameter(
    "backforeground",
    _("Role"),
    (
        ("auto", _("Find out")),
        ("foreground", _("In front: speech")),
        ("background", _("Behind, always")),
        ("ducking", _("Behind, quieter under speech")),
        ("unchanged", _("Leave as it is")),
    ),
    "auto",
)
GAIN = Parameter(
    "gain", _("Gain"), signed(6, 5, 4, 3, 2, 0, -2, -3, -4, -5, -6, -8, -12, -15, -18, -23, -30, unit="dB"), 0
)
BACKGROUND = Parameter(
    "backgroundgain",
    _("Level behind speech"),
    signed(-3, -6, -8, -10, -12, -14, -16, -18, -20, -22, -24, -26, unit="dB"),
    -18,
    needs=("backforeground", ("background", "ducking")),
)
FADE = Parameter(
    "ducking_fadetime",
    _("Fades within"),
    tuple((ms, f"{ms / 1000:g} s") for ms in (125, 250, 375, 500, 750, 1000, 1500, 2000)),
    500,
    needs=("backforeground", ("ducking",)),
)
SIDES = (100, 75, 50, 25, 20, 15, 10, 5)
PAN = Parameter(
    "pan",
    _("Place"),
    (
        *((f"L{n:02}", filled(_("%(number)d %% left"), {"number": n})) for n in SIDES),
        ("C", _("Middle")),
        *((f"R{n:02}", filled(_("%(number)d %% right"), {"number": n})) for n in reversed(SIDES)),
    ),
    "C",
)
OF_TRACK = (ROLE, GAIN, BACKGROUND, FADE, PAN)
OF_SOUND = (FILTERING, DENOISE)  # switches that a track has for itself
