"""Texts made of words and their times: phrases, subtitles, page, keywords, chapters."""

import re
from html.parser import HTMLParser

from engine.speech import extracts, page, subtitles
from engine.speech.words import Phrase, Word, phrases, placed
from tests.engine.speech import interview


def spoken(text: str, start: float = 0.0, speaker: str = "", second: float = 0.3) -> list[Word]:
    """Words one after the other."""
    return [
        Word(word, start + number * second, start + (number + 1) * second - 0.02, 0.9, speaker)
        for number, word in enumerate(text.split())
    ]


WORDS = [
    *spoken("Hello and welcome. This is a <test> & more", 1.0, "Anna"),
    *spoken("Thank you", 6.0, "Ben"),
    *spoken("Not at all", 7.5, "Anna"),
]


def test_phrases_end_at_pauses_speakers_and_sentences() -> None:
    found = phrases(WORDS)
    assert [(phrase.speaker, phrase.text) for phrase in found] == [
        ("Anna", "Hello and welcome."),
        ("Anna", "This is a <test> & more"),
        ("Ben", "Thank you"),
        ("Anna", "Not at all"),
    ]
    long = phrases(spoken("word " * 200))
    assert all(phrase.end - phrase.start <= 6.01 and len(phrase.text) <= 84 for phrase in long)


def test_times_follow_the_cuts() -> None:
    kept = [(0.0, 1.55, 2.0), (6.0, 10.0, 3.55)]  # an intro of 2 s before, and a cut
    found = placed(WORDS, kept)
    assert [word.text for word in found] == ["Hello", "and", "Thank", "you", "Not", "at", "all"]
    assert (found[0].start, found[2].start, found[4].start) == (3.0, 3.55, 5.05)


def test_webvtt_has_voices_and_a_note() -> None:
    text = subtitles.as_vtt(phrases(WORDS), subtitles.DRAFT)
    assert text.startswith("WEBVTT\n\nNOTE Draft of a small recogniser")
    assert "00:00:06.000 --> 00:00:06.580\n<v Ben>Thank you\n" in text
    assert "<v Anna>This is a &lt;test&gt; &amp; more\n" in text


def test_subrip_counts_and_names() -> None:
    blocks = subtitles.as_srt(phrases(WORDS)).strip().split("\n\n")
    assert blocks[2] == "3\n00:00:06,000 --> 00:00:06,580\nBen: Thank you"
    assert [block.split("\n")[0] for block in blocks] == ["1", "2", "3", "4"]
    assert all(len(line) <= subtitles.LINE for block in blocks for line in block.split("\n")[2:])


def test_plain_text_has_turns() -> None:
    assert subtitles.as_text(phrases(WORDS)).split("\n\n")[1] == "Ben: Thank you"


class Reader(HTMLParser):
    """Collects what a page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.spans: list[tuple[float, bool]] = []
        self.audio = ""
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in ("meta",):
            self.open.append(tag)
        if tag == "span":
            self.spans.append((float(known["data-start"] or 0), known.get("class") == "doubt"))
        if tag == "audio":
            self.audio = known["src"] or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "span":
            self.said.append(data)


def test_the_page_is_whole_and_marks_doubts() -> None:
    words = [*WORDS, Word("dubious", 9.0, 9.5, 0.1, "Anna")]
    text = page.as_html(phrases(words), "Title & <more>", "en", 'my "episode".mp3', "A draft.")
    seen = Reader(text)
    assert seen.open == []
    assert seen.said == [word.text for word in sorted(words, key=lambda word: word.start)]
    assert [is_doubt for _, is_doubt in seen.spans] == [False] * (len(words) - 1) + [True]
    assert seen.audio == "./my%20%22episode%22.mp3"
    assert "<title>Title &amp; &lt;more&gt;</title>" in text
    assert re.search(r"https?://", text) is None  # it needs nothing from elsewhere


def talk() -> list[Phrase]:
    """Ten minutes: five about bees, five about bread."""
    about = (
        ("The bees in the hive make honey from nectar.", "A beekeeper opens the hive and looks for the queen."),
        ("Bread needs flour, water and a good oven.", "The baker lets the dough rest before the oven is hot."),
    )
    words = []
    for number in range(100):
        words += spoken(about[number // 50][number % 2], number * 6.0)
    return phrases(words)


def test_keywords_summary_and_chapters_are_taken_from_what_was_said() -> None:
    notes = extracts.shownotes(talk(), "en")
    assert {"hive", "oven"} <= set(notes.tags)
    assert {"the", "and", "for"}.isdisjoint(notes.tags)
    said = " ".join(phrase.text for phrase in talk())
    assert all(sentence in said for sentence in extracts.sentences(talk()) if sentence in notes.summary)
    assert notes.summary.split(".")[0] in said
    assert notes.chapters[0].start == 0.0
    change = min(notes.chapters[1:], key=lambda chapter: abs(chapter.start - 300))
    assert abs(change.start - 300) < 12
    before = [chapter.title.lower() for chapter in notes.chapters if chapter.start < 290]
    after = [chapter.title.lower() for chapter in notes.chapters if chapter.start > 290]
    assert all("oven" not in title and "dough" not in title for title in before)
    assert all("hive" not in title and "bees" not in title for title in after)


def test_a_short_talk_has_one_chapter() -> None:
    words = [word for _, start, _, text in interview.TURNS for word in spoken(text, start)]
    notes = extracts.shownotes(phrases(words), "en")
    assert len(notes.chapters) == 1
    assert notes.summary
