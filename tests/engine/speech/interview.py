"""The demo interview with what is said in it and when: the voices are synthetic, so the times are exact."""

from pathlib import Path

PATH = Path(__file__).resolve().parents[3] / "productions" / "demo" / "interview.flac"
TURNS = (  # speaker, first second, last second, words
    ("Anna", 1.0, 6.184, "Welcome back to the workshop, the show about small machines and patient people."),
    ("Ben", 6.687, 12.121, "Thank you for having me. I brought the old clock that we talked about last week."),
    ("Anna", 15.993, 19.714, "How long did it take you to open it without breaking the spring?"),
    ("Ben", 20.107, 25.207, "Almost three hours. The first hour I only looked at it and made drawings."),
    ("Anna", 27.607, 32.325, "That is a good habit. Many listeners write to us because they pull too early."),
    (
        "Ben",
        33.455,
        39.529,
        "Yes. If a part does not move, there is nearly always one more screw that you have not seen.",
    ),
    ("Anna", 39.872, 42.996, "Let us hear how it sounds now that it runs again."),
    ("Ben", 48.696, 53.763, "It ticks a little unevenly, but it has kept time since Sunday evening."),
    ("Anna", 54.117, 58.418, "Next week we will measure it against a radio signal and read your letters."),
    ("Ben", 60.218, 65.074, "I am looking forward to it. Good bye, and keep your tools clean."),
)
TEXT = "\n".join(f"{speaker}: {words}" for speaker, _, _, words in TURNS)
