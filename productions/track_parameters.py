"""Parameters of one separate track, in words; those of the sound are the preset's own, in `parameters.py`."""

from productions.parameters import DENOISE, FILTERING, Parameter, signed

ROLE = Parameter(
    "backforeground",
    "Role",
    (
        ("auto", "Find out"),
        ("foreground", "In front: speech"),
        ("background", "Behind, always"),
        ("ducking", "Behind, quieter under speech"),
        ("unchanged", "Leave as it is"),
    ),
    "auto",
)
GAIN = Parameter(
    "gain", "Gain", signed(6, 5, 4, 3, 2, 0, -2, -3, -4, -5, -6, -8, -12, -15, -18, -23, -30, unit="dB"), 0
)
BACKGROUND = Parameter(
    "backgroundgain",
    "Level behind speech",
    signed(-3, -6, -8, -10, -12, -14, -16, -18, -20, -22, -24, -26, unit="dB"),
    -18,
    needs=("backforeground", ("background", "ducking")),
)
FADE = Parameter(
    "ducking_fadetime",
    "Fades within",
    tuple((ms, f"{ms / 1000:g} s") for ms in (125, 250, 375, 500, 750, 1000, 1500, 2000)),
    500,
    needs=("backforeground", ("ducking",)),
)
SIDES = (100, 75, 50, 25, 20, 15, 10, 5)
PAN = Parameter(
    "pan",
    "Place",
    (
        *((f"L{n:02}", f"{n} % left") for n in SIDES),
        ("C", "Middle"),
        *((f"R{n:02}", f"{n} % right") for n in reversed(SIDES)),
    ),
    "C",
)
OF_TRACK = (ROLE, GAIN, BACKGROUND, FADE, PAN)
OF_SOUND = (FILTERING, DENOISE)  # switches that a track has for itself
