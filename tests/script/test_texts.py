"""Transcripts are read whatever they come in, and written so that they are read again."""

import json
from dataclasses import replace

import pytest

from engine.auphonic.written import speech
from engine.speech import subtitles
from engine.speech.words import Word, phrases
from script import texts
from script.segments import Segment, clean
from script.texts import Unreadable

SAID = [
    Segment(0.5, 3.25, "Ana", "Good <b>morning</b> & welcome --> here."),
    Segment(3.25, 6.0, "Ana", "It is one < two, as they say in a rather long line that no player shows whole."),
    Segment(6.5, 8.004, "Bo Lind", "Late: as ever."),
    Segment(3661.0, 3662.0, "", "Bye."),
]


@pytest.mark.parametrize("ending", ["vtt", "json"])
def test_what_is_written_is_read_again(ending: str) -> None:
    assert texts.read(texts.WRITERS[ending][0](SAID).encode()) == SAID
    known = [Segment(0.0, 1.0, "", "one two", ((0.0, 0.9), (0.4, 0.25)))]
    assert texts.read(texts.as_json(known).encode()) == known


def test_srt_names_speakers_and_plain_text_their_turns() -> None:
    plain = [Segment(0.5, 3.25, "Ana", "Good morning."), Segment(6.5, 8.0, "Bo Lind", "Late: as ever.")]
    assert texts.read(texts.as_srt(plain).encode()) == plain
    assert all(len(line) <= 32 for line in texts.as_srt(SAID).split("\n"))
    written = texts.as_text(plain)
    assert written == "[00:00:00.500] Ana: Good morning.\n\n[00:00:06.500] Bo Lind: Late: as ever.\n"
    found = texts.read(written.encode())
    assert [(each.start, each.speaker, each.text) for each in found] == [
        (each.start, each.speaker, each.text) for each in plain
    ]
    assert found[0].end == 6.5


def test_files_of_others_are_understood() -> None:
    on_change = "1\n00:00:01,000 --> 00:00:02,000\nAna: One\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n\n"
    on_change += "3\n00:00:03,000 --> 00:00:04,000\nBo: Three"
    assert [each.speaker for each in texts.read(on_change.encode("utf-16"))] == ["Ana", "Ana", "Bo"]
    nameless = on_change.replace("Ana: ", "")
    assert [each.text for each in texts.read(nameless.encode())] == ["One", "two", "Bo: Three"]
    whisper = {"segments": [{"start": 1, "end": "00:00:02.5", "text": " Hello there",
                             "words": [{"word": " Hello", "start": 1.0, "probability": 0.3},
                                       {"word": " there", "start": 1.5, "probability": 0.99}]}]}  # fmt: skip
    [found] = texts.read(json.dumps(whisper).encode())
    assert found == Segment(1.0, 2.5, "", "Hello there", ((1.0, 0.3), (1.5, 0.99)))
    assert (found.pieces, found.doubts) == ([("Hello", True), ("there", False)], 1)
    assert texts.read("Käse".encode("cp1252"))[0].text == "Käse"
    shared = texts.read(b"Ana: One.\n\nBo: Four four four.\nGoes on.", 30.0)
    assert [(each.speaker, each.start) for each in shared] == [("Ana", 0.0), ("Bo", 4.286)]
    assert shared[-1].end == 30.0


def test_what_the_engine_writes_is_read() -> None:
    words = [
        Word("Good", 0.5, 0.8, 0.9, "Ana"),
        Word("morning.", 0.8, 1.5, 0.2, "Ana"),
        Word("Yes.", 4.0, 4.4, None, "Bo"),
    ]
    said = phrases(words)
    heard = {"language": "en", "recogniser": "whisper", "is_draft": False, "note": ""}
    wanted = [
        Segment(0.5, 1.5, "Ana", "Good morning.", ((0.5, 0.9), (0.8, 0.2))),
        Segment(4.0, 4.4, "Bo", "Yes.", ((4.0, None),)),
    ]
    plain = [replace(each, words=()) for each in wanted]
    assert texts.read(json.dumps(speech.data(said, heard)).encode()) == wanted
    assert texts.read(subtitles.as_vtt(said, "A note.").encode()) == plain
    assert texts.read(subtitles.as_srt(said).encode()) == plain
    assert [(each.speaker, each.text) for each in texts.read(subtitles.as_text(said).encode())] == [
        ("Ana", "Good morning."), ("Bo", "Yes.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Nothing that is said"),
        (b"ID3\x00\x01", "This is no text"),
        (b"{not json", "looks like JSON"),
        (b"[" * 100_000, "looks like JSON"),
        (b'{"segments": [{"start": NaN, "text": "x"}, {"start": 1e999, "text": "x"}, 7, {"start": true}]}', "Nothing"),
        (b'{"segments": {"start": 1}}', "Nothing that is said"),
        (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana></v>\n", "Nothing that is said"),
        (b"--> " * 1000, "Nothing that is said"),
        (b"x" * (texts.LARGEST + 1), "too large"),
        (json.dumps([{"start": 0, "text": "x"}] * 20_001).encode(), "more than 20000"),
    ],
    ids=["empty", "sound", "json", "deep", "numbers", "shape", "silent", "arrows", "large", "many"],
)
def test_what_is_no_transcript_is_said(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        texts.read(data)


def test_times_and_lengths_are_put_right() -> None:
    long = " ".join(f"Sentence {number} is said." for number in range(100))
    found = clean([Segment(9.0, 5.0, " Ana \n", " late "), Segment(-1, 2.0, "", long), Segment(1.0, 2.0, "", " ")])
    assert found[-1] == Segment(9.0, 9.0, "Ana", "late")
    assert max(len(each.text) for each in found) < 160
    assert (found[0].start, found[-2].end) == (0.0, 2.0)
    assert " ".join(each.text for each in found[:-1]) == long


def test_corrected_words_are_not_doubted_any_more() -> None:
    heard = Segment(0.0, 4.0, "", "the harbor froze twice", ((0.0, 0.9), (0.5, 0.3), (1.5, 0.9), (2.0, 0.2)))
    once = heard.saying("the harbour froze twice")
    assert once.words == ((0.0, 0.9), (None, None), (1.5, 0.9), (2.0, 0.2))
    assert once.saying("the old harbour froze twice").words[1:] == ((None, None), (None, None), (1.5, 0.9), (2.0, 0.2))
    assert heard.saying("twice twice").words == ((None, None), (2.0, 0.2))
    assert heard.saying("  the harbor  froze twice").words == heard.words
