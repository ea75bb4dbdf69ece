"""Makes the least valid object of each kind."""

import io
import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from audiodn.models import Collection, Connection, Track
from notices.models import Notice
from planning.models import Part, Person
from productions.models import Approval, AuphonicAccount, Episode, Preset, Production, ProductionEvent, Recording, Show
from productions.states import UNFINISHED, State
from review import links
from review.models import Kind, Link, Note
from teams.models import Membership, Role, Team, User

_count = itertools.count(1)
PASSWORD = "a quiet harbour"


def make_user(name: str = "Ana Duarte", **fields: Any) -> User:
    fields.setdefault("email", f"person{next(_count)}@example.org")
    user = User.objects.create_user(fields.pop("email"), PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_team(owner: User | None = None, name: str = "Harbour Audio") -> Team:
    team = Team.objects.create(name=name)
    make_member(team, Role.OWNER, owner or make_user())
    return team


def make_member(team: Team, role: Role, user: User | None = None) -> User:
    user = user or make_user(f"The {role.label}")
    Membership.objects.create(team=team, user=user, role=role)
    return user


def make_account(user: User, *teams: Team, key: str = "", **fields: Any) -> AuphonicAccount:
    """An account at the engine, by API key, lent to the teams."""
    account = AuphonicAccount(user=user, server="engine", name=f"account{next(_count)}", kind="key", **fields)
    account.sealed_credential = account.seal(key or "engine-api-key-for-tests")
    account.save()
    account.lent_to.set(teams)
    return account


def make_notice(user: User, **fields: Any) -> Notice:
    fields = {"kind": "people", "key": f"event {next(_count)}", "title": "News", "address": "/", **fields}
    return Notice.objects.create(user=user, **fields)


def make_connection(team: Team, key: str = "", orphan: Collection | None = None) -> Connection:
    """With a track "left-behind" in a collection, as a survey finds one."""
    left = {"id": "left-behind", "collection": str(orphan.pk), "title": "Left", "has_bytes": True} if orphan else None
    connection = Connection(team=team, server="engine", facts={"orphans": [left]} if left else {})
    connection.set_key(key or settings.AUDIODN_SERVERS["engine"]["key"])
    connection.save()
    return connection


def make_preset(team: Team, **algorithms: Any) -> Preset:
    outputs = [{"format": "mp3", "bitrate": "96"}]
    body = {
        "algorithms": {"leveler": True, "normloudness": True, "loudnesstarget": -16, **algorithms},
        "output_files": outputs,
    }
    return Preset.objects.create(team=team, name=f"Preset {next(_count)}", settings=body)


def make_show(team: Team, **fields: Any) -> Show:
    fields.setdefault("title", f"Show {next(_count)}")
    return Show.objects.create(team=team, **fields)


def make_episode(show: Show, **fields: Any) -> Episode:
    fields.setdefault("title", f"Episode {next(_count)}")
    return Episode.objects.create(show=show, **fields)


def make_guest(show: Show, **fields: Any) -> Person:
    """A regular of the show with a picture."""
    fields.setdefault("name", f"Guest {next(_count)}")
    picture = default_storage.save("avatars/guest.webp", ContentFile(b"RIFF"))
    person = Person.objects.create(team=show.team, picture=picture, **fields)
    Part.objects.create(person=person, show=show)
    return person


def make_recording(episode: Episode, path: Path | None = None, **fields: Any) -> Recording:
    """With a path the file is copied into the storage; without one the row speaks of a file that is not there."""
    name = f"recordings/{next(_count)}.wav"
    size = 0
    if path:
        with path.open("rb") as file:
            name = default_storage.save(name, File(file))
        size = path.stat().st_size
    fields = {
        "file_name": path.name if path else "raw.wav",
        "size": size,
        "sha256": "0" * 64,
        "duration": 2.0,
        **fields,
    }
    return Recording.objects.create(episode=episode, file=name, **fields)


def make_production(episode: Episode, state: State = State.DRAFT, **fields: Any) -> Production:
    fields.setdefault("recording", episode.recordings.first() or make_recording(episode))
    if state in UNFINISHED:
        fields.setdefault("due_at", timezone.now())
    if state == State.HELD:
        fields.setdefault("approval", Approval.ONE)
    return Production.objects.create(episode=episode, state=state, **fields)


def make_failed(show: Show, failed_in: State, code: str = "unreachable", **fields: Any) -> Production:
    """A production of a new episode of the show, which Auphonic did not answer unless `fields` say else."""
    fields = {"account": show.account, "error": "Auphonic did not answer in time.", "error_code": code, **fields}
    production = make_production(make_episode(show), State.FAILED, failed_in=failed_in, **fields)
    ProductionEvent.objects.create(production=production, state=failed_in)
    return production


def make_track(team: Team, **fields: Any) -> Track:
    collection = fields.pop("collection", None) or Collection.objects.create(
        team=team, title=f"Collection {next(_count)}"
    )
    fields.setdefault("title", "A track")
    return Track.objects.create(collection=collection, **fields)


def picture(side: int = 320, color: str = "#2c7683") -> SimpleUploadedFile:
    """A square JPEG of one colour, as a form sends it."""
    body = io.BytesIO()
    Image.new("RGB", (side, side), color).save(body, "JPEG")
    return SimpleUploadedFile("cover.jpg", body.getvalue(), "image/jpeg")


def make_covered(target: Any) -> Any:
    """A collection or track with a cover of the same name in the storage."""
    for name in ("covers/000000000000.jpg", "covers/000000000000-small.jpg"):
        default_storage.delete(name)
        default_storage.save(name, picture())
    target.cover.name = "covers/000000000000.jpg"
    target.save(update_fields=["cover"])
    return target


SAID = """WEBVTT

1
00:00:01.000 --> 00:00:03.500
<v Ana>Good &amp; early.</v>

00:00:03.500 --> 00:00:05.000
<v Ana>And <i>on time</i>.</v>

00:01:05.250 --> 00:01:07.000
<v Bo>Late, as ever.</v>
"""


def make_transcript(episode: Episode, track: Track | None = None) -> Track:
    """A ready track of the episode whose production brought subtitles home."""
    track = track or make_track(episode.show.team, status="ready", remote_id=f"said{next(_count)}")
    marks = [
        {"start": 0.0, "start_output": 0.0, "title": "Early", "url": ""},
        {"start": 9.0, "start_output": 6.5, "title": "Late", "url": "https://example.org/late"},
    ]
    production = make_production(episode, State.READY, track=track, chapters=marks)
    name = default_storage.save("outputs/said.vtt", ContentFile(SAID))
    production.output_files.create(file=name, file_name="said.vtt", format="subtitle", size=len(SAID))
    return track


def make_heard(episode: Episode, state: State = State.HELD, path: Path | None = None, **fields: Any) -> Production:
    """A production with an output file that browsers play; without a path it is there, and silent."""
    production = make_production(episode, state, **fields)
    name, size = f"outputs/{production.pk}.mp3", 3
    if path:
        with path.open("rb") as file:
            name = default_storage.save(f"outputs/{production.pk}{path.suffix}", File(file))
        size = path.stat().st_size
    else:
        default_storage.save(name, ContentFile(b"ID3"))
    production.output_files.create(file=name, file_name=Path(name).name, format="mp3", size=size)
    return production


def make_note(production: Production, author: User, start: float | None = 1.0, **fields: Any) -> Note:
    fields = {"text": f"Note {next(_count)}", "kind": Kind.SUGGESTION, "author_name": str(author), **fields}
    return Note.objects.create(production=production, author=author, start=start, **fields)


def make_review_link(episode: Episode, **fields: Any) -> tuple[Link, str]:
    """With the path that it opens."""
    days, password = fields.pop("days", 14), fields.pop("password", "")
    fields.setdefault("name", "Ingrid")
    link = Link(episode=episode, expires_at=timezone.now() + timedelta(days=days), **fields)
    address = links.make(link, episode.show.team.members.all()[0], password)
    return link, urlsplit(address).path
