"""After a full run no token, key or password is found in the database, the log, or a page for staff."""

import logging
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from audiodn import connections
from productions import pipeline
from productions.models import AuphonicAccount
from productions.states import RESTING
from teams.models import Role
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import signed_in
from tests.productions.auphonic import consent_page

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every cell of every table, but for what a session is by nature: Django's own keys of sessions."""
    cells = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            if name not in ("django_session", "usersessions_usersession"):
                cursor.execute(f'SELECT * FROM "{name}"')
                cells += [str(row) for row in cursor.fetchall()]
    return "\n".join(cells)


def test_a_full_run_leaves_no_secret_behind(
    engine: EngineProcess, two_seconds: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for loud in ("django.db.backends", "django.template"):  # queries are the database, looked at below
        caplog.set_level(logging.INFO, logger=loud)
    for name in ("", "podcaststudio", "productions", "audiodn", "teams", "allauth"):
        caplog.set_level(logging.DEBUG, logger=name)
    ana = make.make_user("Ana", is_staff=True, is_superuser=True)
    team = make.make_team(ana)
    client = signed_in(ana)
    consent = client.post(reverse("auphonic:link"), {"server": "engine", "team": team.pk}).headers["Location"]
    back = consent_page.answer(consent)
    client.get("/" + back.split("/", 3)[3])
    account = AuphonicAccount.objects.get()
    key = settings.AUPHONIC_SERVERS["engine"]["key"]
    client.post(reverse("auphonic:key"), {"server": "engine", "key": key, "team": team.pk})
    connection_key = settings.AUDIODN_SERVERS["engine"]["key"]
    client.post(reverse("audiodn:connect"), {"server": "engine", "key": connection_key})
    client.post(reverse("teams:team_detail"), {"email": "new@example.org", "role": Role.EDITOR.value})
    link = "/join/" + mail.outbox[-1].body.split("/join/")[1].split()[0]
    Client().get(link)
    Client().post(reverse("account_login"), {"login": ana.email, "password": make.PASSWORD})
    show = make.make_show(team, account=account)
    episode = make.make_episode(show)
    production = pipeline.start(episode, make.make_recording(episode, two_seconds), actor=ana)
    for _ in range(8):
        type(production).objects.filter(pk=production.pk).exclude(state__in=RESTING).wake()
        pipeline.advance(production.pk)
    production.refresh_from_db()
    assert production.auphonic_uuid
    connections.client_for(team)[1].create_collection("x")

    code = re.search(r"code=([^&]+)", back)
    state = re.search(r"state=([^&]+)", back)
    assert code
    assert state
    token: Any = account.unseal()
    access = re.search(r'"access_token": "([^"]+)"', token)
    assert access
    secrets = {
        "access token": access[1], "code": code[1], "state": state[1], "API key": key, "AudioDN key": connection_key,
        "client secret": settings.AUPHONIC_SERVERS["engine"]["client_secret"], "invitation": link.split("/")[2],
        "password": make.PASSWORD, "secret key": settings.SECRET_KEY,
    }  # fmt: skip
    logging.getLogger("productions").debug("the log is heard")
    pages = ""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += client.get(reverse(f"{name}_changelist")).content.decode()
        for row in model._default_manager.all()[:2]:
            pages += client.get(reverse(f"{name}_change", args=[row.pk])).content.decode()
    for place, text in (("database", dump()), ("log", caplog.text), ("admin", pages)):
        assert text, place
        assert [name for name, secret in secrets.items() if secret in text] == [], place


class DiskFull(Exception):
    pass


def no_writing(execute: Any, sql: str, *rest: Any) -> Any:
    if sql.startswith(("INSERT", "UPDATE")):
        raise DiskFull
    return execute(sql, *rest)


def test_no_error_page_tells_what_was_sent(engine: EngineProcess, settings: Any) -> None:
    """Each form with a secret breaks when it is about to be kept; neither answer nor report for staff has it."""
    ana = make.make_user("Ana")
    team = make.make_team(ana)
    auphonic, delivery = settings.AUPHONIC_SERVERS["engine"]["key"], settings.AUDIODN_SERVERS["engine"]["key"]
    link, path = make.make_review_link(make.make_episode(make.make_show(team)), password="tide and fog")
    account = {"email": "new@example.org", "password1": "long and secret", "password2": "long and secret"}
    forms = [
        (signed_in(ana), reverse("auphonic:key"), {"server": "engine", "key": auphonic, "team": team.pk}, auphonic),
        (signed_in(ana), reverse("audiodn:connect"), {"server": "engine", "key": delivery}, delivery),
        (Client(), f"{path}password/", {"password": "tide and fog"}, "tide and fog"),
        (Client(), reverse("account_login"), {"login": ana.email, "password": make.PASSWORD}, make.PASSWORD),
        (Client(), reverse("account_signup"), {**account, "name": "New"}, "long and secret"),
    ]
    reports: list[str] = []

    def report(sender: Any, request: Any, **_: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    got_request_exception.connect(report)
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    for client, address, form, secret in forms:
        client.raise_request_exception = False
        with connection.execute_wrapper(no_writing):
            answer = client.post(address, form)
        assert (answer.status_code, secret in answer.content.decode()) == (500, False), address
        assert "DiskFull" in reports[-1], address
        shown = [line.strip()[:200] for line in reports[-1].splitlines() if secret in line]
        assert shown == [], address
    got_request_exception.disconnect(report)
    assert len(reports) == len(forms)
