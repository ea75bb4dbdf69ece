"""A team takes everything with it in open formats, and when it ends nothing stays that is not told."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from audiodn import connections
from audiodn.models import Collection
from exports import ending, packing
from exports.models import Deletion, Export
from notices import letters
from notices.models import Notice
from productions import files
from productions.models import Episode, OutputFile, Production, Recording, Show
from productions.states import State
from productions.sweep import Sweep
from review.models import Decision, Guest, Link, Note, Request
from teams import audit, invitations
from teams.models import AuditEntry, Role, Team, User
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, said, signed_in

pytestmark = pytest.mark.django_db


class Desk:
    """A team with a produced episode, a file that is not there, a colleague, and a collection at the engine."""

    def __init__(self, sound: Path) -> None:
        self.ana = make.make_user("Ana Duarte", email="ana@example.org")
        self.team = make.make_team(self.ana)
        self.jonas = make.make_member(self.team, Role.EDITOR, make.make_user("Jonas"))
        self.account = make.make_account(self.ana, self.team)
        self.connection = make.make_connection(self.team)
        show = make.make_show(self.team, title="Tidewater", account=self.account, preset=make.make_preset(self.team))
        episode = make.make_episode(show, title="One")
        episode.points.create(text="Write the notes", done_by=self.ana)
        make.make_guest(show, name="Mia Holm")
        self.team.subscriptions.create(user=self.ana, token_hash="digest of a calendar's token")
        self.recording = make.make_recording(episode, sound)
        facts = {"auphonic_uuid": "abc", "track": make.make_track(self.team)}
        production = make.make_production(episode, State.READY, recording=self.recording, **facts)
        gone = {"file": "outputs/gone.mp3", "file_name": "gone.mp3", "format": "mp3", "size": 1}
        OutputFile.objects.create(production=production, **gone)
        self.note = make.make_note(production, self.ana, 12.5, text="A truck goes by", kind="must")
        make.make_note(production, self.jonas, None, parent=self.note, kind="", text="=HYPERLINK(1)")
        production.decisions.create(reviewer=self.jonas, author_name="Jonas", verdict="changes", sentence="Too loud")
        production.review_requests.create(reviewer=self.jonas, asked_by=self.ana)
        self.link, self.path = make.make_review_link(episode, password="tide")
        self.link.guests.create(name="Ingrid", email="ingrid@example.org")
        invitations.invite(self.team, self.ana, "new@example.org", Role.EDITOR)
        self.client = signed_in(self.ana)

    def export(self) -> Export:
        self.client.post(reverse("exports:export"))
        assert Sweep().once() >= 1
        packing.make(Export.objects.get().pk)
        return Export.objects.get()

    def secrets(self) -> list[str]:
        invitation = self.team.invitations.get()
        account, connection = self.account, self.connection
        kept = [account.sealed_credential, connection.sealed_key, connection.webhook_secret, invitation.token_hash]
        kept += [self.link.token_hash, self.link.password, self.path.split("/")[2]]
        return [*kept, account.unseal(), connection.get_key(), self.ana.password]


@pytest.fixture
def desk(two_seconds: Path) -> Desk:
    return Desk(two_seconds)


def test_an_export_holds_everything_but_secrets(desk: Desk, two_seconds: Path) -> None:
    foreign = make.make_show(make.make_team(), title="Foreign show")
    export = desk.export()
    assert (export.error, export.missing) == ("", ["gone.mp3"])
    with default_storage.open(export.file.name) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        content = {name: archive.read(name) for name in names}
    assert {"README.txt", "people.csv", "log.csv", "data/productions.episode.json"} <= set(names)
    told = {name.split("/")[1][:-5]: json.loads(body) for name, body in content.items() if name.startswith("data/")}
    assert [row["title"] for row in told["productions.show"]] == ["Tidewater"]
    assert [row["stage"] for row in told["planning.plan"]] == ["recorded"]
    assert [row["text"] for row in told["planning.point"]] == ["Write the notes"]
    assert [row["name"] for row in told["planning.person"]] == ["Mia Holm"]
    assert "token_hash" not in told["planning.subscription"][0]
    assert told["productions.production"][0]["recording_id"] == told["productions.recording"][0]["id"]
    assert told["productions.preset"][0]["settings"]["algorithms"]["leveler"] is True
    notes = list(csv.DictReader(io.StringIO(content["notes.csv"].decode())))
    assert [(row["from"], row["by"], row["text"]) for row in notes] == [
        ("12.5", "Ana Duarte", "A truck goes by"), ("", "Jonas", "'=HYPERLINK(1)")
    ]  # fmt: skip
    assert notes[1]["reply to"] == notes[0]["id"] == told["review.note"][0]["id"]
    assert b"Tidewater,One," in content["decisions.csv"]
    assert told["review.guest"][0]["email"] == "ingrid@example.org"
    sound = content[f"files/recording/{desk.recording.pk}/{two_seconds.name}"]
    assert sound == two_seconds.read_bytes()
    people = list(csv.reader(io.StringIO(content["people.csv"].decode())))
    assert ["Ana Duarte", "ana@example.org", "Owner", "all"] in people
    whole = b"".join(content.values()).decode("utf-8", "replace")
    assert foreign.title not in whole
    assert not [secret for secret in desk.secrets() if secret in whole]
    assert Notice.objects.filter(user=desk.ana, title__startswith="The export of").count() == 1


def test_an_export_is_for_owners_and_one_is_made_at_a_time(desk: Desk) -> None:
    desk.client.post(reverse("exports:export"))
    assert said(desk.client.post(reverse("exports:export")))[-1] == "An export is being made already."
    packing.make(Export.objects.get().pk)
    packing.make(Export.objects.get().pk)  # rung for twice
    export = Export.objects.get()
    assert files.address(export) in desk.client.get(reverse("exports:export")).content.decode()
    assert files.find(desk.ana, "exports", export.pk) == export
    for stranger in (desk.jonas, make.make_user("Eve")):
        with pytest.raises(files.Http404):
            files.find(stranger, "exports", export.pk)
    with pytest.raises(files.Http404):
        files.find(desk.ana, "secrets", export.pk)


def test_the_page_asks_for_the_name_and_for_an_export(desk: Desk) -> None:
    address = reverse("exports:end")
    for form, sentence in (
        ({"name": "Harbor Audio", "without_export": "on"}, "This is not the name of the team."),
        ({"name": "Harbour Audio"}, "Make an export first, or say that you need none."),
    ):
        answer = desk.client.post(address, form)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    running = make.make_production(make.make_episode(Show.objects.get()), State.PROCESSING)
    answer = desk.client.post(address, {"name": "Harbour Audio", "without_export": "on"})
    assert "Productions are under way." in answer.content.decode()
    assert desk.team.memberships.count() == 2
    running.delete()
    desk.export()
    assert desk.client.post(address, {"name": "Harbour Audio"}).status_code == 302
    assert desk.client.get(reverse("teams:team_detail")).url == reverse("teams:team_new")


def stored() -> set[str]:
    """Every file in the storage."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def before() -> set[str]:
    """What is stored before there is a team."""
    return stored()


def mentions(id: Any) -> set[str]:
    """The tables in which this id still stands in some cell."""
    found = set()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{name}"')
            text = str(cursor.fetchall())
            found |= {name} if id.hex in text or str(id) in text else set()
    return found


def test_a_team_ends_with_rows_files_and_collections(before: set[str], desk: Desk, engine: EngineProcess) -> None:
    make.make_covered(make.make_covered(desk.team.collections.get().tracks.get()).collection)
    _, client = connections.client_for(desk.team)
    there = client.create_collection("Tidewater")
    Collection.objects.filter(team=desk.team).update(remote_id=there.id)
    desk.export()
    kept = [desk.recording.file.name, Export.objects.get().file.name]
    assert all(default_storage.exists(name) for name in kept)
    other = make.make_production(make.make_episode(make.make_show(make.make_team())), State.READY)
    ending.begin(desk.team, desk.ana)
    assert not Show.objects.for_user(desk.ana).exists()
    assert Client().get(desk.path).status_code == 404
    deletion = Deletion.objects.get()
    engine.faults({"path": "/collection", "method": "DELETE", "do": "503", "times": 1})
    ending.finish(deletion.pk)  # AudioDN is away for a moment: nothing is torn
    assert Deletion.objects.get().done_at is None
    assert Team.objects.filter(pk=desk.team.pk).exists()
    Deletion.objects.update(due_at=ending.in_seconds(0))
    ending.finish(deletion.pk)
    assert not Team.objects.filter(pk=desk.team.pk).exists()
    assert list(Production.objects.all()) == [other]
    assert Recording.objects.get() == other.recording
    assert Episode.objects.count() == 1
    assert not any(model.objects.exists() for model in (Note, Decision, Request, Link, Guest))
    assert not [name for name in kept if default_storage.exists(name)]
    assert stored() - before == set()
    assert mentions(desk.team.pk) == {"teams_auditentry"}  # which outlives what it speaks of
    assert there.id not in [each.id for each in client.collections()]
    notice = Notice.objects.get(user=desk.ana, title="Harbour Audio is gone")
    assert "Productions at Auphonic stay in the accounts they were made on" in notice.body
    letters.send(notice.pk)
    assert mail.outbox[-1].subject == "Podcast Studio: Harbour Audio is gone"
    assert AuditEntry.objects.get(action="team.deleted").team_name == "Harbour Audio"
    assert User.objects.filter(pk=desk.ana.pk).exists()


def test_what_cannot_be_taken_away_is_told(desk: Desk, settings: Any) -> None:
    Collection.objects.filter(team=desk.team).update(remote_id="there")
    desk.connection.set_key("a key that opens nothing")
    desk.connection.save()
    settings.AUDIODN_SERVERS = {"engine": {**settings.AUDIODN_SERVERS["engine"], "api": "http://127.0.0.1:9/v1"}}
    deletion = ending.begin(desk.team, desk.ana)
    ending.finish(deletion.pk)
    deletion.refresh_from_db()
    assert (deletion.attempts, deletion.done_at) == (1, None)
    Deletion.objects.update(attempts=ending.PATIENCE, due_at=ending.in_seconds(0))
    ending.finish(deletion.pk)
    deletion.refresh_from_db()
    assert len(deletion.remains) == 2
    assert "at AudioDN: The engine on this machine could not be reached" in deletion.remains[0]
    assert not Team.objects.filter(pk=desk.team.pk).exists()


def test_the_list_of_exports_costs_the_same(desk: Desk) -> None:
    audit.record("team.exported", desk.team, team=desk.team)
    address = reverse("exports:export")
    made = {"team": desk.team, "asked_by": desk.ana, "file": "exports/x.zip", "file_name": "x.zip"}
    Export.objects.create(**made)
    few = cost(desk.client, address)
    for _ in range(9):
        Export.objects.create(**made)
    assert cost(desk.client, address) == few
