"""Editions are only added, and nobody saves over somebody else."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from productions.models import Production
from script import editions, sources
from script.editions import Overtaken
from script.models import Edition, How, Kind
from script.segments import Segment
from tests import make

pytestmark = pytest.mark.django_db


def test_the_second_of_two_is_told_and_nothing_is_lost(team: Any) -> None:
    episode, owner = make.make_episode(make.make_show(team)), team.members.get()
    other = make.make_user("Bo Lind")
    saved = {"kind": Kind.TRANSCRIPT, "how": How.EDITED}
    editions.save(episode, body=[{"text": "one"}], on=0, by=owner, **saved)
    editions.save(episode, body=[{"text": "two"}], on=1, by=other, **saved)
    with pytest.raises(Overtaken, match="Bo Lind changed this a moment ago"):
        editions.save(episode, body=[{"text": "mine"}], on=1, by=owner, **saved)
    editions.save(episode, Kind.CHAPTERS, [], 0, How.EDITED, by=owner)
    found = editions.listed(episode, Kind.TRANSCRIPT)
    assert [(each.number, each.made_by) for each in found] == [(2, other), (1, owner)]
    newest = editions.newest(episode, Kind.TRANSCRIPT)
    assert newest
    assert newest.body == [{"text": "two"}]
    assert Edition.objects.for_user(make.make_user()).count() == 0


def outputs(production: Production, **files: str) -> None:
    for kind, body in files.items():
        ending = {"speech": "json", "subtitle": "vtt", "transcript": "txt"}[kind]
        name = default_storage.save(f"outputs/{production.pk}.{ending}", ContentFile(body))
        production.output_files.create(file=name, file_name=f"talk.{ending}", format=kind, size=len(body))


def test_the_file_that_knows_most_is_read(team: Any) -> None:
    production = make.make_production(make.make_episode(make.make_show(team)))
    assert sources.heard(production) == []
    outputs(production, transcript="Ana: Hello there.", subtitle=make.SAID)
    assert [each.speaker for each in sources.heard(production)] == ["Ana", "Ana", "Bo"]
    words = [{"text": "Hello", "start": 1.0, "end": 1.5, "confidence": 0.3}]
    phrase = {"start": 1.0, "end": 1.5, "speaker": "Ana", "text": "Hello", "confidence": 0.3, "words": words}
    outputs(production, speech=json.dumps({"version": "1.0.0", "phrases": [phrase]}))
    assert sources.heard(production) == [Segment(1.0, 1.5, "Ana", "Hello", ((1.0, 0.3),))]
    default_storage.delete(sources.file_of(production).file.name)  # type: ignore[union-attr]
    assert sources.heard(production) == []
