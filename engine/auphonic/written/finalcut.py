"""Cut lists for Final Cut Pro, old (XMEML) and new (FCPXML): what is kept, one clip behind the other."""

from fractions import Fraction
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from engine.auphonic.written.cutlists import RATE, Edit

NTSC = 1001


def legacy(edit: Edit) -> str:
    """XMEML 5: a sequence with a track of clips for the sound, and one for the picture where there is one."""
    root = Element("xmeml", version="5")
    sequence = SubElement(root, "sequence", id="sequence-1")
    clips = edit.clips(edit.frames)
    text(sequence, "name", edit.title)
    text(sequence, "duration", clips[-1][3] if clips else 0)
    rate(sequence, edit.framerate)
    media = SubElement(sequence, "media")
    kinds = [("video", 1), ("audio", edit.channels)] if edit.has_video else [("audio", edit.channels)]
    is_described = False
    for kind, tracks in kinds:
        group = SubElement(media, kind)
        for index in range(1, tracks + 1):
            track = SubElement(group, "track")
            for number, places in enumerate(clips, 1):
                item = legacy_clip(track, edit, f"{kind}-{index}-{number}", places)
                file = SubElement(item, "file", id="file-1")
                if not is_described:
                    describe_file(file, edit)
                    is_described = True
                source = SubElement(item, "sourcetrack")
                text(source, "mediatype", kind)
                text(source, "trackindex", index)
    return finished(root, "<!DOCTYPE xmeml>")


def legacy_clip(track: Element, edit: Edit, identity: str, places: tuple[int, int, int, int]) -> Element:
    item = SubElement(track, "clipitem", id=identity)
    text(item, "name", edit.filename)
    text(item, "enabled", "TRUE")
    text(item, "duration", edit.frames(edit.seconds))
    rate(item, edit.framerate)
    for name, place in zip(("in", "out", "start", "end"), places, strict=True):
        text(item, name, place)
    return item


def describe_file(file: Element, edit: Edit) -> None:
    """Said once; the other clips name its id."""
    text(file, "name", edit.filename)
    text(file, "pathurl", f"file://localhost/{quote(edit.filename)}")
    rate(file, edit.framerate)
    text(file, "duration", edit.frames(edit.seconds))
    media = SubElement(file, "media")
    if edit.has_video:
        SubElement(media, "video")
    text(SubElement(media, "audio"), "channelcount", edit.channels)


def rate(parent: Element, framerate: Fraction) -> None:
    element = SubElement(parent, "rate")
    text(element, "timebase", round(framerate))
    text(element, "ntsc", "TRUE" if framerate.denominator == NTSC else "FALSE")


def modern(edit: Edit) -> str:
    """FCPXML 1.8: an asset, and a spine of clips of it, all on the borders of pictures."""
    root = Element("fcpxml", version="1.8")
    resources = SubElement(root, "resources")
    one = 1 / edit.framerate
    SubElement(resources, "format", id="r1", frameDuration=duration(one))
    asset = SubElement(
        resources, "asset", id="r2", name=edit.filename, src=f"file:///{quote(edit.filename)}", start="0s",
        duration=duration(edit.frames(edit.seconds) * one), hasAudio="1", audioSources="1",
        audioChannels=str(edit.channels), audioRate=str(RATE),
    )  # fmt: skip
    if edit.has_video:
        asset.set("hasVideo", "1")
        asset.set("format", "r1")
    project = SubElement(SubElement(SubElement(root, "library"), "event", name=edit.title), "project", name=edit.title)
    clips = edit.clips(edit.frames)
    whole = duration((clips[-1][3] if clips else 0) * one)
    spine = SubElement(SubElement(project, "sequence", format="r1", duration=whole, tcStart="0s"), "spine")
    for first, last, start, _ in clips:
        places = {"offset": start, "start": first, "duration": last - first}
        times = {name: duration(place * one) for name, place in places.items()}
        SubElement(spine, "asset-clip", {"ref": "r2", "name": edit.filename, **times})
    return finished(root, "<!DOCTYPE fcpxml>")


def duration(seconds: Fraction) -> str:
    """A time as FCPXML writes it: a fraction of a second, or whole seconds."""
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


def text(parent: Element, name: str, value: object) -> None:
    SubElement(parent, name).text = str(value)


def finished(root: Element, doctype: str) -> str:
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n{body}\n'
