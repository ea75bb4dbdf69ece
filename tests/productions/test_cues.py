"""Transcripts are read from what a production brought home."""

from typing import Any

import pytest
from django.urls import reverse

from productions import cues
from teams.models import Role, Team
from tests import make
from tests.pages import signed_in


def test_webvtt_and_srt_become_lines_with_times_and_speakers() -> None:
    assert cues.read(make.SAID) == [
        cues.Cue(1.0, "Ana", "Good & early.", 3.5),
        cues.Cue(3.5, "Ana", "And on time.", 5.0),
        cues.Cue(65.25, "Bo", "Late, as ever.", 67.0),
    ]
    srt = "\ufeff1\r\n00:00:02,5 --> 00:00:03,000\r\nTwo\r\nlines\r\n\r\nno time\r\n\r\n"
    srt += "3\r\n1:00:00,000 --> x\r\n&lt;b&gt;\r\n"
    assert cues.read(srt) == [cues.Cue(2.5, "", "Two lines", 3.0), cues.Cue(3600.0, "", "<b>", 3600.0)]
    assert cues.read("WEBVTT\n\nNOTE nothing\n\n00:00:01.000 --> 00:00:02.000\n") == []


@pytest.mark.django_db
def test_the_transcript_stands_beside_the_player_where_there_is_one(team: Team) -> None:
    track = make.make_transcript(make.make_episode(make.make_show(team)))
    reader = signed_in(make.make_member(team, Role.REVIEWER))
    address = reverse("productions:transcript", args=[track.pk])
    page = reader.get(track.get_absolute_url()).content.decode()
    assert f'hx-get="{address}"' in page
    assert ['data-at="6.500"' in page, 'href="https://example.org/late"' in page] == [True, True]
    said: Any = reader.get(address).content.decode()
    assert said.count("<p>") == 2
    assert 'data-at="65.250"' in said
    assert "Good &amp; early." in said
    other = make.make_track(team, status="ready", remote_id="silent")
    assert (
        "hx-get"
        not in reader.get(other.get_absolute_url())
        .content.decode()
        .split("<player-surroundings")[1]
        .split("</player-surroundings>")[0]
    )
    assert reader.get(reverse("productions:transcript", args=[other.pk])).status_code == 404
    track.production.output_files.get().file.delete(save=False)
    assert reader.get(address).status_code == 404
