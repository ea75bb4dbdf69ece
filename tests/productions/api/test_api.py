"""An app plays and uploads with a token, sees nothing of others, and gets its mistakes told in one shape."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator

from audiodn.models import AppToken, Collection, Track
from productions.api import document
from productions.api.urls import urlpatterns
from productions.models import Episode
from teams.models import AuditEntry, Membership, Role, Team, User
from tests import make, sound
from tests.engine_process import EngineProcess
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


class App:
    """Asks with a token; checks every answer against the document."""

    def __init__(self, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = Client(headers=headers)

    def __call__(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        content = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(self.client, method)(f"{V1}{path}", **content)
        assert answer.status_code == status, answer.content
        found = answer.json()
        operation = document.whole()["paths"][_template(path)].get(method)
        if operation:
            schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
            Draft202012Validator({**schema, "components": {"schemas": document.SCHEMAS}}).validate(found)
        return found


def _template(path: str) -> str:
    parts = path.split("?")[0].split("/")
    return "/".join("{id}" if len(part) == 36 else part for part in parts)


def make_token(team: Team, user: User, **fields: Any) -> str:
    token = AppToken(team=team, user=user, name="Phone", **fields)
    text = token.renew()
    token.save()
    return text


@pytest.fixture
def ready(engine: EngineProcess, team: Team, tmp_path: Path) -> Track:
    """An app of an editor uploads a file of two seconds, as a native one would, and it becomes a track."""
    cache.clear()
    collection = Collection.objects.create(team=team, title="Tidewater")
    app = App(make_token(team, make.make_member(team, Role.EDITOR), may_upload=True))
    session = app("post", f"/collections/{collection.pk}/uploads/")
    file = sound.tone(tmp_path / "native.mp3")
    ask = session["create_track"]
    made = requests.request(ask["method"], ask["url"], json={"file_name": file.name}, timeout=5).json()
    requests.put(made["track_upload"]["upload_url"], data=file.read_bytes(), timeout=30).raise_for_status()
    engine.wait_idle()
    one, two = (app("post", f"/collections/{collection.pk}/tracks/", {"track_id": made["track_id"]}) for _ in range(2))
    assert one == two
    for wrong in (None, 7, "", "../x", ["a"], "unknown"):
        app("post", f"/collections/{collection.pk}/tracks/", {"track_id": wrong}, status=422)
    assert app("get", f"/tracks/{one['id']}/")["is_playable"] is True
    return Track.objects.get(pk=one["id"])


def test_a_native_app_uploads_and_plays_what_its_person_may(engine: EngineProcess, ready: Track, team: Team) -> None:
    show = make.make_show(team, collection=ready.collection)
    heard, silent = make.make_episode(show, track=ready, summary="Words"), make.make_episode(show)
    app = App(make_token(team, make.make_member(team, Role.REVIEWER), may_upload=True))
    assert app("get", "/")["may_upload"] is False  # the role may not, whatever the token says
    listed = app("get", f"/episodes/?show={show.pk}&limit=1")
    assert (listed["count"], len(listed["episodes"])) == (2, 1)
    assert app("get", f"/episodes/{heard.pk}/")["summary"] == "Words"
    session = app("post", f"/episodes/{heard.pk}/play/")
    assert [file["index"] for file in session["files"]][:1] == ["hq"]
    assert requests.get(session["files"][0]["url"], timeout=5).headers["Content-Type"] == "audio/mpeg"
    assert app("post", f"/episodes/{silent.pk}/play/", status=409)["error"]["code"] == "not_ready"
    assert len(app("get", "/collections/")["collections"]) == 1
    app("post", f"/collections/{ready.collection_id}/uploads/", status=403)
    engine.faults({"path": "^/v1/play_session/", "do": "503"})
    assert "safe to try again" in app("post", f"/episodes/{heard.pk}/play/", status=502)["error"]["message"]


def test_strangers_find_nothing_and_tokens_end(team: Team) -> None:
    episode = make.make_episode(make.make_show(team))
    track = make.make_track(team)
    objects = {"episode": episode.pk, "play": episode.pk, "upload": track.collection_id, "adopt": track.collection_id}
    stranger = make.make_user()
    app = App(make_token(make.make_team(stranger), stranger, may_upload=True))
    two = make.make_member(team, Role.OWNER, stranger)  # in both teams: a token is for one
    for pattern in urlpatterns:
        if pattern.name in ("document", "openapi"):
            assert Client().get(reverse(f"api:{pattern.name}")).status_code == 200
            continue
        takes_id = "<uuid" in str(pattern.pattern)
        path = reverse(f"api:{pattern.name}", args=[objects.get(str(pattern.name), track.pk)] if takes_id else [])
        path = path.removeprefix(V1)
        method = "post" if pattern.name in ("play", "upload", "adopt") else "get"
        App()(method, path, status=401)
        App("pst_guessed")(method, path, status=401)
        found = app(method, path, status=404 if takes_id else 200)
        assert str(episode.pk) not in str(found)
        app("delete", path, status=405)
    user = make.make_member(team, Role.EDITOR)
    text = make_token(team, user, expires_at=timezone.now() + timedelta(hours=1))
    App(text)("get", "/")
    assert AppToken.objects.get(user=user).used_at
    Membership.objects.filter(user=user).delete()
    assert "no longer in the team" in App(text)("get", "/", status=401)["error"]["message"]
    assert two


@pytest.mark.parametrize("query", ["limit=-1", "limit=x", "offset=1e9", "offset=99999999", "show=1", "limit=%C2%B2"])
def test_absurd_parameters_are_refused(team: Team, query: str) -> None:
    app = App(make_token(team, make.make_member(team, Role.REVIEWER)))
    app("get", f"/episodes/?{query}", status=400)


def test_absurd_bodies_are_refused(team: Team) -> None:
    app = App(make_token(team, make.make_member(team, Role.EDITOR), may_upload=True))
    address = f"{V1}/collections/{Collection.objects.create(team=team, title='T').pk}/tracks/"
    for body, status in (
        (b"[1]", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 9000, 400),
        (b" " * 20_000, 413),
        (b"{}", 422),
    ):
        assert app.client.post(address, body, content_type="application/json").status_code == status


def test_lists_cost_the_same_however_long(team: Team) -> None:
    show = make.make_show(team)
    client = App(make_token(team, make.make_member(team, Role.REVIEWER), used_at=timezone.now())).client
    make.make_episode(show, track=make.make_track(team))
    cost(client, f"{V1}/episodes/")
    one = cost(client, f"{V1}/episodes/")
    for _ in range(30):
        make.make_episode(show, track=make.make_track(team))
    assert cost(client, f"{V1}/episodes/") == one


def test_a_token_is_shown_once_listed_and_withdrawn(team: Team) -> None:
    user = make.make_member(team, Role.EDITOR)
    mine, page = signed_in(user), reverse("audiodn:tokens")
    assert mine.post(page, {"name": "", "days": "30"}).status_code == 422
    shown = mine.post(page, {"name": "My phone", "days": "30", "may_upload": "on"}).content.decode()
    text = "pst_" + shown.split("pst_")[1].split("<")[0]
    assert App(text)("get", "/")["may_upload"] is True
    assert text not in mine.get(page).content.decode()
    assert text not in str(AppToken.objects.values())
    other = signed_in(make.make_member(team, Role.PRODUCER))
    token = AppToken.objects.get()
    revoke = reverse("audiodn:token_revoke", args=[token.pk])
    assert "My phone" not in other.get(page).content.decode()
    assert other.post(revoke).status_code == 404
    owner = signed_in(team.memberships.filter(role=Role.OWNER).first().user)  # type: ignore[union-attr]
    assert "My phone" in owner.get(page).content.decode()
    assert owner.post(revoke).status_code == 302
    assert [*AuditEntry.objects.filter(action="apptoken.withdrawn").values_list("target_name")] == [(token.name,)]
    App(text)("get", "/", status=401)
    assert Episode.objects.count() == 0
