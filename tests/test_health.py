"""What the installation says about itself: in words for staff, in two letters for machines, in a terminal."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from podcaststudio import vitals
from podcaststudio.models import Heartbeat
from productions.states import State
from productions.sweep import Sweep
from tests import make
from tests.engine_process import EngineProcess, free_port
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


def doctor() -> tuple[str, bool]:
    """What it says, and whether it is content."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit:
        return out.getvalue(), False
    return out.getvalue(), True


def ill() -> set[str]:
    return {finding.name for finding in vitals.look() if not finding.is_good}


def test_all_is_well_once_a_worker_has_swept(engine: EngineProcess) -> None:
    assert ill() == {"Worker"}
    Sweep().once()
    said, is_content = doctor()
    assert is_content, said
    assert said.count("ok  ") == len(vitals.CHECKS)
    staff = signed_in(make.make_user("Staff", is_staff=True))
    make.make_team(make.make_user())
    page = staff.get(reverse("health")).content.decode()
    assert page.count('data-s="good"') == len(vitals.CHECKS)
    assert Client().get("/readyz").json() == {"ok": True, "needs": {"Database": True, "Storage": True}}


def test_each_trouble_is_named_with_what_mends_it(settings: Any, tmp_path: Any) -> None:
    settings.ENGINE_URL = f"http://127.0.0.1:{free_port()}"
    settings.FFMPEG = "/nowhere/ffmpeg"
    settings.HAS_BROKER = False
    Heartbeat.objects.create(name="gone", at=timezone.now() - timedelta(hours=2))
    (blocked := tmp_path / "media").write_text("a file where a folder should be")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": blocked}},
    }
    team = make.make_team()
    make.make_account(team.members.get(), is_broken=True)
    make.make_notice(team.members.get(), attempts=3)
    late = timezone.now() - timedelta(minutes=9)
    make.make_production(make.make_episode(make.make_show(team)), State.PROCESSING, due_at=late)
    assert ill() == {"Worker", "Oldest due production", "Storage", "ffmpeg", "Engine", "Auphonic accounts", "Mail"}
    said, is_content = doctor()
    assert not is_content
    assert "A production (processing) has been due for 9 minutes." in said
    assert "celery -A podcaststudio worker" in said
    assert said.count("ILL ") == 7
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["needs"]) == (503, {"Database": True, "Storage": False})
