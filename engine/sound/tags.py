"""Tags, chapters and covers in every container: ffmpeg writes MP4 chapters and WAV INFO, mutagen all the rest."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from mutagen.flac import FLAC, Picture
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TCOP,
    TDRC,
    TIT2,
    TIT3,
    TPE1,
    TPUB,
    TRCK,
    TXXX,
    WCOP,
    WOAF,
    WXXX,
    CTOCFlags,
    Frame,
)
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from .encode import Writing
from .spec import Tags

UNICODE = 3
FRONT_COVER = 3
NO_OFFSET = 0xFFFFFFFF


@dataclass(frozen=True)
class Mark:
    """A chapter of the finished file, in seconds; `image` is a JPEG."""

    start: float
    stop: float
    title: str
    url: str = ""
    image: bytes | None = None


def metadata_text(tags: Tags, marks: Sequence[Mark]) -> str:
    """Tags and chapters in ffmpeg's own text format."""
    named = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "track": tags.track,
        "genre": tags.genre,
        "date": tags.year,
        "comment": tags.comment,
        "description": tags.subtitle,
        "copyright": tags.license,
        "publisher": tags.publisher,
        "keywords": ",".join(tags.keywords),
    }
    lines = [";FFMETADATA1", *(f"{name}={escape(value)}" for name, value in named.items() if value)]
    for mark in marks:
        start, stop = round(mark.start * 1000), round(mark.stop * 1000)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={stop}", f"title={escape(mark.title)}"]
    return "\n".join(lines) + "\n"


def escape(value: str) -> str:
    for special in ("\\", "=", ";", "#", "\n"):
        value = value.replace(special, "\\" + special)
    return value.replace("\r", "")


def complete(writing: Writing, tags: Tags, marks: Sequence[Mark], cover: bytes | None) -> None:
    """Add what ffmpeg left out of the file."""
    path = writing.output.path
    match writing.codec.container:
        case "mp3":
            frames = ID3()
            fill_id3(frames, tags, marks, cover)
            frames.update_to_v23()
            frames.save(path, v2_version=3)
        case "wav":
            wave = WAVE(path)
            frames = new_tags(wave)
            # Players skip a chapter with a picture inside a WAV file, so these go without.
            plain = [Mark(mark.start, mark.stop, mark.title, mark.url) for mark in marks]
            fill_id3(frames, tags, plain, cover)
            wave.save()
        case "mp4":
            complete_mp4(path, tags, cover)
        case "ogg":
            ogg = OggOpus(path) if writing.codec.name == "opus" else OggVorbis(path)
            ogg.update(comments(tags, marks))
            if cover:
                ogg["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture(cover).write()).decode()
            ogg.save()
        case "flac":
            flac = FLAC(path)
            flac.update(comments(tags, marks))
            if cover:
                flac.add_picture(picture(cover))
            flac.save()


def complete_mp4(path: str, tags: Tags, cover: bytes | None) -> None:
    """Tags as well, for the sake of files that ffmpeg gave none (split on chapters)."""
    movie = MP4(path)
    texts = {"\xa9nam": tags.title, "\xa9ART": tags.artist, "\xa9alb": tags.album, "\xa9gen": tags.genre}
    texts |= {"\xa9day": tags.year, "\xa9cmt": tags.comment, "desc": tags.subtitle, "cprt": tags.license}
    for name, value in texts.items():
        if value:
            movie[name] = [value]
    number, _, of = tags.track.partition("/")
    if number.isdigit():
        movie["trkn"] = [(int(number), int(of) if of.isdigit() else 0)]
    if cover:
        movie["covr"] = [MP4Cover(cover, MP4Cover.FORMAT_JPEG)]
    movie.save()


def new_tags(wave: WAVE) -> ID3:
    if wave.tags is None:
        wave.add_tags()
    frames = cast(ID3, wave.tags)
    frames.clear()
    return frames


def fill_id3(frames: ID3, tags: Tags, marks: Sequence[Mark], cover: bytes | None) -> None:
    for frame in text_frames(tags):
        frames.add(frame)
    if cover:
        frames.add(APIC(encoding=0, mime="image/jpeg", type=FRONT_COVER, desc="cover", data=cover))
    names = [f"chp{number}" for number in range(len(marks))]
    for name, mark in zip(names, marks, strict=True):
        start, stop = round(mark.start * 1000), round(mark.stop * 1000)
        inside = chapter_frames(mark)
        frames.add(CHAP(name, start, stop, NO_OFFSET, NO_OFFSET, sub_frames=inside))
    if names:
        frames.add(CTOC("toc", CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, names, sub_frames=[]))


def text_frames(tags: Tags) -> list[Frame]:
    plain = (
        (TIT2, tags.title),
        (TIT3, tags.subtitle),
        (TPE1, tags.artist),
        (TALB, tags.album),
        (TRCK, tags.track),
        (TCON, tags.genre),
        (TDRC, tags.year),
        (TPUB, tags.publisher),
        (TCOP, tags.license),
    )
    frames: list[Frame] = [kind(encoding=UNICODE, text=value) for kind, value in plain if value]
    if tags.comment:
        frames.append(COMM(encoding=UNICODE, lang="eng", desc="", text=tags.comment))
    if tags.keywords:
        frames.append(TXXX(encoding=UNICODE, desc="keywords", text=",".join(tags.keywords)))
    if tags.url:
        frames.append(WOAF(url=tags.url))
    if tags.license_url:
        frames.append(WCOP(url=tags.license_url))
    return frames


def chapter_frames(mark: Mark) -> list[Frame]:
    frames: list[Frame] = [TIT2(encoding=UNICODE, text=mark.title)]
    if mark.url:
        frames.append(WXXX(encoding=UNICODE, desc="chapter url", url=mark.url))
    if mark.image:
        frames.append(APIC(encoding=0, mime="image/jpeg", type=0, desc="", data=mark.image))
    return frames


def comments(tags: Tags, marks: Sequence[Mark]) -> dict[str, str]:
    """Vorbis comments, with chapters as CHAPTER000, CHAPTER000NAME and CHAPTER000URL."""
    named = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "tracknumber": tags.track,
        "genre": tags.genre,
        "date": tags.year,
        "description": tags.comment,
        "subtitle": tags.subtitle,
        "organization": tags.publisher,
        "license": tags.license_url or tags.license,
        "copyright": tags.license,
        "contact": tags.url,
        "keywords": ",".join(tags.keywords),
    }
    for number, mark in enumerate(marks):
        milliseconds = round(mark.start * 1000)
        minutes, rest = divmod(milliseconds, 60_000)
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
        named[f"CHAPTER{number:03d}"] = clock
        named[f"CHAPTER{number:03d}NAME"] = mark.title
        named[f"CHAPTER{number:03d}URL"] = mark.url
    return {name: value for name, value in named.items() if value}


def picture(cover: bytes) -> Picture:
    from PIL import Image  # only files with a cover pay for it

    block = Picture()
    block.type, block.mime, block.data, block.depth = FRONT_COVER, "image/jpeg", cover, 24
    with Image.open(io.BytesIO(cover)) as image:
        block.width, block.height = image.size
    return block
