"""The page of a transcript: what is heard, edited, changed as a whole, and kept."""

import gzip
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productions.models import Episode, Production
from script.models import Edition, How, Kind
from script.transcripts import transcript_of
from teams.models import Role
from tests import make
from tests.pages import cost, page, said, signed_in
from tests.script.worlds import WORDS, heard, typed

pytestmark = pytest.mark.django_db
LINE = " ".join(WORDS)
ROWS = (
    ("0 0:00:03.500", "0:00:00", "Voice 2", LINE),
    ("1 7.1", "3.6", "Voice 1", LINE),
    ("2 10.7", "7.2", "Voice 2", LINE),
)


@pytest.fixture
def episode(team: Any) -> Episode:
    return make.make_episode(make.make_show(team), title="The harbor")


@pytest.fixture
def run(episode: Episode) -> Production:
    return heard(episode, recording=make.make_recording(episode, duration=12.0))


@pytest.fixture
def client(episode: Episode) -> Client:
    return signed_in(episode.show.team.members.get())


def address(episode: Episode, name: str = "transcript", *more: str) -> str:
    return reverse(f"script:{name}", args=[episode.pk, *more])


def told(response: Any) -> str:
    """What the next page will say last."""
    return said(response)[-1]


def change(client: Client, episode: Episode, what: str, seen: int, **data: Any) -> Any:
    return client.post(address(episode, "transcript_change"), {"what": what, "seen": seen, **data})


def texts_of(episode: Episode) -> list[str]:
    return [each.text for each in transcript_of(episode).segments]


def test_what_a_production_heard_is_read_and_edited(client: Client, episode: Episode, run: Production) -> None:
    found = page(client, address(episode))
    assert found.count("<u>harbor</u>") == 1
    assert "One doubtful word" in found
    rows = (
        ("0 0:00:03.500", "0:00:00.000", "Ana", "the old harbour froze twice"),
        ("0 0:00:03.500", "0:00:01.500", "Ana", "that winter and nobody came"),
        ("1+2 10.7", "3.6", "Bo", f"{LINE} {LINE}"),
        ("", "11", "", "And one more.\n\nAnd another."),
        ("", "", "", ""),
    )
    response = client.post(address(episode), typed(*rows, run=run.pk))
    assert (response["Location"], said(response)) == (f"{address(episode)}?page=1", ["Saved."])
    shown = transcript_of(episode)
    assert [(each.start, each.speaker, each.text) for each in shown.segments] == [
        (0.0, "Ana", "the old harbour froze twice"), (1.5, "Ana", "that winter and nobody came"),
        (3.6, "Bo", f"{LINE} {LINE}"), (11.0, "", "And one more."), (11.936, "", "And another."),
    ]  # fmt: skip
    assert shown.segments[0].words[:3] == ((0.0, 0.95), (0.3, 0.95), (None, None))
    assert shown.segments[1].words[0] == (1.5, 0.95)
    assert (len(shown.segments[2].words), shown.doubts, shown.production) == (20, 0, run)
    assert told(client.post(address(episode), typed(seen=1, count=0))) == "Nothing was changed."
    client.post(address(episode), typed(("2 10.7", "3.6", "Bo", "  "), seen=1, first=2, count=1))
    assert len(texts_of(episode)) == 4
    assert Edition.objects.filter(episode=episode).count() == 2
    wrong = client.post(address(episode), typed(("0 1", "half past", "Ana", "Mine"), seen=2, count=1))
    assert (wrong.status_code, "Write the time like 12:40" in wrong.content.decode()) == (422, True)
    assert ">Mine</textarea>" in wrong.content.decode()


def test_doubts_are_settled_and_suggestions_taken_line_by_line(
    client: Client, episode: Episode, run: Production
) -> None:
    mine = (*ROWS[:1], ("1 7.1", "3.6", "Bo", "My own words"), *ROWS[2:])
    client.post(address(episode), typed(*mine, run=run.pk, sure=["0"]))
    assert transcript_of(episode).doubts == 0
    assert "Take:" not in page(client, address(episode))
    found = page(client, f"{address(episode)}?beside")
    assert found.count("Take:") == 1
    assert f'value="1 {LINE}"' in found
    client.post(address(episode), typed(*mine, seen=1, take=[f"1 {LINE}"]))
    assert texts_of(episode) == [LINE] * 3


def test_two_people_at_one_transcript(client: Client, episode: Episode) -> None:
    run = heard(episode, 150)
    bo = signed_in(make.make_member(episode.show.team, Role.EDITOR, make.make_user("Bo Lind")))
    late = ("140 507.5", "0:08:24", "Voice 1", "late")
    bo.post(address(episode), typed(late, first=140, count=1, run=run.pk))
    # on another page, nobody is in the way
    client.post(address(episode), typed(("0 3.5", "0", "Ana", "early"), count=1, run=run.pk))
    assert [texts_of(episode)[place] for place in (0, 140)] == ["early", "late"]
    response = client.post(address(episode), typed((*late[:3], "mine"), first=140, count=1, run=run.pk))
    found = response.content.decode()
    assert (response.status_code, "You changed this in another window" in found) == (422, True)
    bo.post(address(episode), typed((*late[:3], "theirs"), seen=2, first=140, count=1))
    found = client.post(address(episode), typed((*late[:3], "mine"), seen=2, first=140, count=1)).content.decode()
    assert "Bo Lind changed this a moment ago. Nothing was saved." in found
    assert ">mine</textarea>" in found
    again = typed((" 507.5", "0:08:24", "Voice 1", "mine"), seen=3, first=140, count=1)
    assert '<input type="hidden" name="seen" value="3"><input type="hidden" name="first" value="140">' in found
    client.post(address(episode), again)
    assert [texts_of(episode)[140], len(texts_of(episode))] == ["mine", 150]
    response = change(client, episode, "shift", 2, seconds="1")
    assert (response.status_code, "in another window" in response.content.decode()) == (422, True)


def test_somebody_who_is_faster_by_a_hair(client: Client, episode: Episode, run: Production) -> None:
    """Between the reading and the writing of a page."""

    def first(sender: Any, instance: Edition, **more: Any) -> None:
        pre_save.disconnect(first, sender=Edition)
        Edition.objects.create(episode=episode, kind=Kind.TRANSCRIPT, number=1, how=How.EDITED, body=[])

    pre_save.connect(first, sender=Edition)
    response = client.post(address(episode), typed(("0 3.5", "0", "Ana", "mine"), count=1, run=run.pk))
    found = response.content.decode()
    assert (response.status_code, "Nothing was saved." in found, ">mine</textarea>" in found) == (422, True, True)
    assert not Edition.objects.exists()  # the other one shared a transaction with it, in this test only


def test_changes_of_all_of_it_are_counted_and_taken_back(client: Client, episode: Episode, run: Production) -> None:
    found = page(client, f"{address(episode)}?find=HARBOR&whole=on")
    assert ("Found 3 times." in found, "Replace all 3" in found) == (True, True)
    assert "Found once." not in page(client, f"{address(episode)}?find=HARBOR&exact=on")
    assert told(change(client, episode, "replace", 0, find="harbor", new="harbour")) == "3 places replaced."
    assert told(change(client, episode, "name", 1, old="Voice 2", new="Ana")) == "2 lines say “Ana” now."
    assert told(change(client, episode, "shift", 2, seconds="2.5", since="0:03")) == "Moved by +2.5 s."
    change(client, episode, "stretch", 3, first="0", first_is="0", last="10", last_is="20")
    shown = transcript_of(episode)
    assert [each.start for each in shown.segments] == [0.0, 12.2, 19.4]
    assert [each.speaker for each in shown.segments] == ["Ana", "Voice 1", "Ana"]
    assert "harbour" in shown.segments[0].text
    assert told(change(client, episode, "restore", 4, number=1)).startswith("Edition 1 is back.")
    assert [each.start for each in transcript_of(episode).segments] == [0.0, 3.6, 7.2]
    hows = Edition.objects.filter(episode=episode).values_list("how", "detail")
    assert list(hows)[1:] == [(How.STRETCHED, "× 2.00000"), (How.SHIFTED, "+2.5 s"), (How.NAMED, "Voice 2 → Ana"),
                              (How.REPLACED, "harbor → harbour, 3 ×")]  # fmt: skip
    old = page(client, f"{address(episode)}?edition=3")
    assert ("This is edition 3" in old, "<textarea" in old) == (True, False)


REFUSED = (
    ("shift", {"seconds": "0"}, "By 0 seconds nothing moves"),
    ("shift", {"seconds": ""}, "This field is required."),
    ("stretch", {"first": "1", "first_is": "2", "last": "1", "last_is": "9"}, "Two different moments"),
    ("stretch", {"first": "1", "first_is": "9", "last": "5", "last_is": "2"}, "Look at the four times again"),
    ("name", {"old": "Nobody", "new": "Ana"}, "Nothing changes by that"),
    ("replace", {"find": "nowhere", "new": "x"}, "not said anywhere"),
    ("import", {"text": " "}, "Choose a file with a transcript"),
    ("import", {"text": "{"}, "looks like JSON"),
    ("take", {"run": "7b0b3a5e-0000-4000-8000-000000000000"}, "not there any more"),
    ("restore", {"number": "7"}, "no such edition"),
    ("explode", {}, "not known what to change"),
)


def test_what_cannot_be_done_is_said(client: Client, episode: Episode, run: Production) -> None:
    for what, data, sentence in REFUSED:
        response = change(client, episode, what, 0, **data)
        assert (response.status_code, sentence in response.content.decode()) == (422, True), sentence
    assert not Edition.objects.exists()


def test_files_go_in_and_out(client: Client, episode: Episode) -> None:
    assert "No transcript yet" in page(client, address(episode))
    file = SimpleUploadedFile("said.vtt", make.SAID.encode())
    assert told(change(client, episode, "import", 0, file=file)) == "3 lines imported."
    for ending, kind in (("vtt", "text/vtt"), ("srt", "application/x-subrip"), ("json", "application/json")):
        answer = client.get(address(episode, "transcript_file", ending))
        assert answer["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="the-harbor.{ending}"'
        change(client, episode, "import", transcript_of(episode).on, text=answer.content.decode())
        assert texts_of(episode) == ["Good & early.", "And on time.", "Late, as ever."]
    assert client.get(address(episode, "transcript_file", "exe")).status_code == 404


def test_a_new_production_stands_beside_and_times_are_carried_over(
    client: Client, episode: Episode, run: Production
) -> None:
    change(client, episode, "name", 0, old="Voice 1", new="Bo")
    cut = {"length": 12.0, "is_shortened": True, "cuts": [{"start": 0.0, "stop": 3.6, "type": "silence"}], "pieces": []}
    newer = heard(episode, recording=run.recording, timeline=cut)
    found = page(client, address(episode))
    assert "Production 2 is newer." in found
    assert transcript_of(episode).segments[1].speaker == "Bo"
    assert told(change(client, episode, "carry", 1, run=newer.pk)).endswith("now. 1 line was cut there.")
    shown = transcript_of(episode)
    assert [(each.start, each.speaker) for each in shown.segments] == [(0.0, "Bo"), (3.6, "Voice 2")]
    assert shown.production == newer
    change(client, episode, "take", 2, run=newer.pk)
    assert [each.speaker for each in transcript_of(episode).segments] == ["Voice 2", "Voice 1", "Voice 2"]
    other = heard(episode, recording=make.make_recording(episode, duration=12.0, sha256="1" * 64))
    response = change(client, episode, "carry", 3, run=other.pk)
    assert "made from another recording" in response.content.decode()


def test_three_hours_cost_what_a_minute_costs(client: Client, episode: Episode, run: Production) -> None:
    short = cost(client, address(episode))
    change(client, episode, "name", 0, old="Voice 1", new="Bo")
    once = cost(client, address(episode))
    rows = [Edition(episode=episode, kind=Kind.TRANSCRIPT, number=2 + each, how=How.EDITED) for each in range(30)]
    Edition.objects.bulk_create(rows)
    assert cost(client, address(episode)) <= once
    Edition.objects.all().delete()
    run.delete()
    heard(episode, 3000)
    with CaptureQueriesContext(connection) as captured:
        body = client.get(f"{address(episode)}?page=15").content
    assert len(captured) <= short
    assert len(gzip.compress(body)) < 60_000
    assert body.count(b'data-page="') == 30


def test_who_only_looks_reads(episode: Episode, run: Production) -> None:
    reader = signed_in(make.make_member(episode.show.team, Role.REVIEWER))
    found = page(reader, address(episode))
    assert ("<textarea" in found, "<u>harbor</u>" in found, "transcript.vtt" in found) == (False, True, True)


def test_listeners_read_what_was_corrected_at_the_times_they_hear(
    client: Client, episode: Episode, run: Production
) -> None:
    change(client, episode, "replace", 0, find="harbor", new="harbour")
    cut = {"length": 12.0, "is_shortened": True, "cuts": [{"start": 0.0, "stop": 3.6, "type": "silence"}], "pieces": []}
    track = make.make_track(episode.show.team, status="ready")
    heard(episode, recording=run.recording, timeline=cut, track=track)
    found = page(client, reverse("productions:transcript", args=[track.pk]))
    assert (found.count("harbour"), 'data-at="3.600"' in found, 'data-at="7.200"' in found) == (2, True, False)


def test_markup_in_a_transcript_stays_text(client: Client, episode: Episode) -> None:
    bad = "</textarea><script>xss()</script>\" autofocus onfocus=xss() x='"
    words = [{"text": text, "confidence": 0.1} for text in bad.split()]
    row = {"startTime": 1, "endTime": 2, "speaker": bad, "body": bad, "words": words}
    change(client, episode, "import", 0, text=json.dumps({"segments": [row]}))
    reader = signed_in(make.make_member(episode.show.team, Role.REVIEWER))
    for who, query in ((client, f"?find={quote(bad)}"), (reader, "")):
        found = page(who, address(episode) + query)
        assert ("&lt;script&gt;xss()" in found, "<script>xss" in found, '" autofocus' in found) == (True, False, False)
    vtt = client.get(address(episode, "transcript_file", "vtt")).content.decode()
    assert "<script>" not in vtt
