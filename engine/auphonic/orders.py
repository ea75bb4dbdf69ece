"""What a production asks of the sound chain, once its recording has been looked at."""

from pathlib import Path
from typing import Any

from engine import settings
from engine.auphonic import algorithms, chapters, covers, cuts, inputs, metadata, outputs, track_algorithms, variables
from engine.auphonic.productions import Production
from engine.sound.placing import Archive, Piece
from engine.sound.spec import Chapter, Derived, MasterSpec, Multitrack, Output, Stem, Tags

Probe = dict[str, Any]


def settled(production: Production, probe: Probe) -> Production:
    """The production with its gaps filled from the recording and its variables replaced.

    Title and so on come from the recording's tags, chapters and cover from within it, where none were given.
    """
    basename = production["output_basename"] or Path(inputs.main_sources(production)[0]["name"]).stem
    production = {**production, "output_basename": basename}
    known = variables.values(production, metadata.filled(production["metadata"], probe["tags"]))

    def fill(texts: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        return {**texts, **{key: variables.filled(texts[key], known) for key in keys}}

    filled_metadata = {**production["metadata"], **{key: known[key] for key in metadata.TEXTS}}
    return {
        **fill(production, ("output_basename",)),
        "metadata": fill(filled_metadata, metadata.TEXTS),
        "output_files": [fill(entry, ("suffix", "wanted_filename")) for entry in production["output_files"]],
        "chapters": marks(production, probe),
    }


def marks(production: Production, probe: Probe) -> list[dict[str, Any]]:
    """The production's chapters, else those of the recording; only those that lie within it."""
    own = [{"start_sec": mark["start"], "title": mark["title"], "url": "", "image": None} for mark in probe["chapters"]]
    return [mark for mark in production["chapters"] or own if mark["start_sec"] < probe["duration"]]


def cover(production: Production, probe: Probe) -> Path | None:
    """The image for the output files: the production's, else the one inside the recording."""
    if production["cover"]:
        return covers.path(production["cover"])
    return Path(probe["cover"]) if probe["cover"] else None


def master_spec(
    production: Production,
    wanted: list[dict[str, Any]],
    probe: Probe,
    folder: Path,
    paths: list[Path],
    waveform: Path,
    work: Path,
) -> MasterSpec:
    """The order for a settled production; text files are not the chain's business.

    `wanted` are its output files with their real endings; an image of the waveform is always made. `folder` is where
    its input files are.
    """
    entries = list(zip(wanted, paths, strict=True))
    sound = tuple(sound_file(entry, path) for entry, path in entries if outputs.FORMATS[entry["format"]].is_sound)
    derived = [derived_file(entry, path) for entry, path in entries if outputs.FORMATS[entry["format"]].is_derived]
    return MasterSpec(
        source="" if production["is_multitrack"] else str(folder / production["input"]["file"]),
        work_dir=str(work),
        outputs=sound,
        treatment=algorithms.treatment(production["algorithms"]),
        tags=tags(production, cover(production, probe)),
        start=production["cut_start"],
        stop=production["cut_end"],
        cuts=cuts.ordered(production["cuts"]),
        derived=(*derived, Derived("waveform", str(waveform))),
        multitrack=multitrack(production, folder, entries) if production["is_multitrack"] else None,
        pieces=tuple(piece(entry, folder) for entry in inputs.pieces(production)),
    )


def multitrack(production: Production, folder: Path, entries: list[tuple[dict[str, Any], Path]]) -> Multitrack:
    """The tracks, and the zip files of them."""
    wanted = production["algorithms"]
    packs = [(entry["ending"], path) for entry, path in entries if entry["format"] == "tracks"]
    archives = tuple(Archive(str(path), "flac" if ending.startswith("flac") else "wav") for ending, path in packs)
    stems = tuple(stem(entry, folder) for entry in inputs.tracks(production))
    return Multitrack(stems, wanted["gate"], wanted["crossgate"], archives)


def stem(entry: dict[str, Any], folder: Path) -> Stem:
    """One track."""
    own = {**algorithms.DEFAULTS, **entry["algorithms"]}
    treated, placed = algorithms.treatment(own), track_algorithms.placing(entry["algorithms"])
    return Stem(entry["id"], str(folder / entry["input"]["file"]), entry["offset"], treated, placed)


def piece(entry: dict[str, Any], folder: Path) -> Piece:
    """One intro, outro or insert."""
    kind, offset, overlap = entry["type"], entry["offset"], entry.get("overlap", 0.0)
    at, overlap = (offset, overlap) if kind == "insert" else (0.0, overlap or offset)
    placed = track_algorithms.placing(entry["algorithms"])
    return Piece(kind, str(folder / entry["input"]["file"]), entry["id"], at, overlap, placed)


def sound_file(entry: dict[str, Any], path: Path) -> Output:
    """One file that a codec writes."""
    ending = entry["ending"].removesuffix(".zip")
    return Output(
        entry["format"], str(path), entry["bitrate"], entry["mono_mixdown"], entry["split_on_chapters"], ending
    )


def derived_file(entry: dict[str, Any], path: Path) -> Derived:
    """One file that is made of the finished sound."""
    width, height, rate = settings.AUDIOGRAM
    return Derived(entry["format"], str(path), entry["ending"], width, height, rate)


def tags(production: Production, image: Path | None) -> Tags:
    """The tags of every output file of a settled production."""
    texts, listing = production["metadata"], production["chapters"]
    comment = texts["summary"]
    if texts["append_chapters"] and listing:
        lines = [f"{chapters.timestring(mark['start_sec'])} {mark['title']}" for mark in listing]
        comment = "\n".join([comment, "", *lines]).strip()
    return Tags(
        **{key: texts[key] for key in metadata.TEXTS if key != "summary"},
        comment=comment,
        keywords=tuple(word for word in texts["tags"] if word),
        cover=str(image) if image else None,
        chapters=tuple(chapter(mark) for mark in listing),
    )


def chapter(mark: dict[str, Any]) -> Chapter:
    """One mark for the sound chain."""
    image = str(covers.path(mark["image"])) if mark["image"] else None
    return Chapter(mark["start_sec"], mark["title"], mark["url"], image)


OF_TRACKS = ("denoise", "levelerstrength_speech", "compressor_speech")  # in multitrack, each track has its own


def unheard(production: Production) -> list[str]:
    """Sentences on settings of a multitrack production that no track takes over and that do nothing to the mix."""
    if not production["is_multitrack"]:
        return []
    wanted, tracks = production["algorithms"], inputs.tracks(production)
    sentences = [
        f"{key} of the whole production does nothing to separate tracks; set it for each track."
        for key in OF_TRACKS
        if wanted[key] != algorithms.DEFAULTS[key]
        and all(entry["algorithms"][key] == algorithms.DEFAULTS[key] for entry in tracks)
    ]
    if wanted["compressor_music"] not in ("same", "off"):
        sentences.append("compressor_music does nothing to separate tracks: tracks of music are not compressed.")
    return sentences


def warnings(production: Production) -> list[str]:
    """Sentences on what a settled production asks for and does not get."""
    found = [*algorithms.unserved(production["algorithms"]), *unheard(production)]
    for entry in inputs.tracks(production):
        for sentence in algorithms.unserved({**algorithms.DEFAULTS, **entry["algorithms"]}):
            found.append(f"Track “{entry['id']}”: {sentence}")
    if any(entry["split_on_chapters"] for entry in production["output_files"]) and not production["chapters"]:
        found.append("Output files shall be split on chapters, but there are none; each holds the whole production.")
    texts = [production["output_basename"], *(production["metadata"][key] for key in metadata.TEXTS)]
    for name in variables.left_over(texts):
        found.append(f"The variable {{{name}}} could not be filled in and was left as it is.")
    return found
