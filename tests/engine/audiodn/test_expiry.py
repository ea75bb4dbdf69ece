"""What happens when time has gone by; the clock is turned back in the stored sessions while the engine is down."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import sound
from tests.engine.audiodn.account import Account
from tests.engine_process import EngineProcess


def let_it_expire(engine: EngineProcess, ago: timedelta) -> None:
    """All that ends at some time has ended so long ago."""
    ended = (datetime.now(UTC) - ago).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    engine.stop()
    with sqlite3.connect(engine.data_dir / "engine.sqlite3") as database:
        for seq, body in database.execute("select seq, body from documents").fetchall():
            older = re.sub(r'"expires_at": "[^"]+"', f'"expires_at": "{ended}"', body)
            database.execute("update documents set body = ? where seq = ?", (older, seq))
    database.close()
    engine.start()


@pytest.fixture
def account(own_engine: EngineProcess) -> Account:
    own_engine.start()
    return Account(own_engine)


def test_sessions_and_keys_end(account: Account, tmp_path: Path) -> None:
    shelf = account.collection()
    track = account.ready(sound.tone(tmp_path / "a.wav", seconds=1), shelf)
    play = account.play(track["id"])["play_session_id"]
    upload = account.call("POST", "upload_session", {"collection_id": shelf})["upload_session_id"]
    body = {"title": "Page", "api_key_type_id": "player", "expires_at": "2126-01-01T00:00:00Z"}
    key = account.call("POST", "api_key", body)["api_key"]
    account.call("POST", "play_session/track", {"track_id": track["id"]}, key=key)

    let_it_expire(account.engine, timedelta(minutes=1))

    ended = (401, "This play session has expired. Reload the page to get a new one.")
    assert account.refused("GET", f"play_session/{play}", key=None) == ended
    assert account.refused("GET", f"play/{play}/{track['id']}", key=None) == ended
    assert account.refused("GET", f"play/{play}/{track['id']}/hq/download", key=None) == ended
    ended = (401, "This upload session has expired. Reload the page to get a new one.")
    assert account.refused("GET", f"upload_session/{upload}", key=None) == ended
    assert account.refused("POST", f"upload/{upload}/track", {"file_name": "a.wav"}, key=None) == ended
    ended = (401, "This API key is unknown or has expired.")
    assert account.refused("POST", "play_session/track", {"track_id": track["id"]}, key=key) == ended
    assert account.call("GET", f"track/{track['id']}")["track"]["track_status_id"] == "ready"


def test_long_ended_sessions_are_forgotten(account: Account) -> None:
    shelf = account.collection()
    old = account.call("POST", "upload_session", {"collection_id": shelf})["upload_session_id"]
    let_it_expire(account.engine, timedelta(days=400))
    account.call("POST", "upload_session", {"collection_id": shelf})
    assert account.refused("GET", f"upload_session/{old}", key=None)[0] == 404
