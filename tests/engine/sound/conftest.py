"""Fixtures of the sound tests: one recording mastered into every format, shared by the tests that look at it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.sound import chain
from engine.sound.codecs import CODECS
from engine.sound.spec import Chapter, MasterSpec, Output, Tags, Treatment
from tests.engine.sound import signals

Master = Callable[..., dict[str, Any]]


def master_into(folder: Path, source: Path, formats: tuple[str, ...], tags: Tags, **treatment: Any) -> dict[str, Any]:
    """Master in this process. A format is `name`, `name:bitrate` or either with `/mono` behind."""
    outputs = []
    for number, wanted in enumerate(formats):
        name, _, bitrate = wanted.removesuffix("/mono").partition(":")
        path = folder / f"{number}.{CODECS[name].extension}"
        outputs.append(Output(name, str(path), int(bitrate or 0), wanted.endswith("/mono")))
    spec = MasterSpec(str(source), str(folder), tuple(outputs), Treatment(**treatment), tags, workers=1)
    result = chain.master(spec, lambda stage, share: None)
    result["files"] = {wanted: Path(output.path) for wanted, output in zip(formats, outputs, strict=True)}
    return result


@pytest.fixture
def master(tmp_path: Path) -> Master:
    """master(source, *formats, **treatment) -> the result of chain.master with "files": {format: path}."""

    def run(source: Path, *formats: str, tags: Tags | None = None, **treatment: Any) -> dict[str, Any]:
        return master_into(tmp_path, source, formats or ("wav-24bit",), tags or Tags(), **treatment)

    return run


@pytest.fixture(scope="session")
def cover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cover") / "cover.png"
    image = Image.new("RGB", (600, 400), "#203040")
    image.paste("#e02020", (0, 0, 200, 400))
    image.save(path)
    return path


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory, cover: Path) -> dict[str, Any]:
    """A stereo recording, mastered into every format with all tags, three chapters and a cover."""
    folder = tmp_path_factory.mktemp("everything")
    talk, _ = signals.conversation(pairs=2, loud=-22, quiet=-26)
    source = signals.write(folder / "raw.wav", talk, talk * 0.8 + signals.noise(len(talk) / signals.RATE, -70, seed=2))
    tags = Tags(
        title="Ünïcode; a=b # \\ title",
        artist="The Artist",
        album="The Show",
        track="42",
        genre="Podcast",
        year="2024",
        comment="What it is about.\nIn two lines.",
        publisher="A House",
        url="https://example.com/42",
        license="CC BY 4.0",
        cover=str(cover),
        chapters=(
            Chapter(0.0, "Intro", "https://example.com/a"),
            Chapter(2.5, "Höhe", image=str(cover)),
            Chapter(5.0, "End"),
        ),
    )
    formats = (
        "mp3:128",
        "mp3-vbr:96",
        "aac:96",
        "opus:64",
        "vorbis:96",
        "flac",
        "alac",
        "wav",
        "wav-24bit",
        "mp3:64/mono",
    )
    return master_into(folder, source, formats, tags)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)
