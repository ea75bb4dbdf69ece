"""Which recognisers there are on this machine, in the order of how well they do."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Recogniser:
    """One way to recognise speech. `languages` by code, empty where it knows many."""

    name: str
    display_name: str
    package: str
    languages: tuple[str, ...]
    is_draft: bool
    missing: str  # what to do where it is not there

    def is_here(self, model: str) -> bool:
        """Whether it can be used, with the path of a model that the user gave."""
        is_installed = importlib.util.find_spec(self.package) is not None
        return is_installed and (self.name != "whisper" or (Path(model) / "model.bin").is_file())

    def knows(self, language: str) -> bool:
        """Whether it can do that language; "auto" takes what there is."""
        return not self.languages or language == "auto" or language.split("-")[0].lower() in self.languages


WHISPER = Recogniser(
    "whisper",
    "Whisper on this machine",
    "faster_whisper",
    (),
    False,
    "For every language and far better text, run `make whisper` and set ENGINE_WHISPER_MODEL to the folder of a "
    "Whisper model in CTranslate2's form.",
)
SPHINX = Recogniser(
    "pocketsphinx",
    "Draft on this machine (English)",
    "pocketsphinx",
    ("en",),
    True,
    "For a draft in English, run `make speech`, which installs pocketsphinx with its model.",
)
ALL = (WHISPER, SPHINX)


def here(model: str) -> list[Recogniser]:
    """Those that can be used, the best first."""
    return [recogniser for recogniser in ALL if recogniser.is_here(model)]


def named(name: str) -> Recogniser | None:
    return next((recogniser for recogniser in ALL if recogniser.name == name), None)
