"""Changing the keys that encrypt credentials."""

import base64
import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audiodn.models import Connection
from podcaststudio import crypto
from productions.models import AuphonicAccount
from tests import make


def new_key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def test_rotation(team: Any, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = new_key("2024"), new_key("2025")
    settings.FIELD_KEYS = [old]
    make.make_account(make.make_user(), key="an-auphonic-key")
    make.make_connection(team, "an-audiodn-key")
    settings.FIELD_KEYS = [new, old]
    call_command("rotate_keys")
    assert capsys.readouterr().out == "2 of 2 credentials are encrypted with the newest key.\n"
    settings.FIELD_KEYS = [new]
    assert AuphonicAccount.objects.get().unseal() == "an-auphonic-key"
    assert Connection.objects.get().get_key() == "an-audiodn-key"


def test_from_the_derived_key_to_a_key_of_ones_own(db: None, settings: Any) -> None:
    """As installations grow: they begin without FIELD_KEYS."""
    settings.FIELD_KEYS = []
    make.make_account(make.make_user(), key="an-auphonic-key")
    settings.FIELD_KEYS = [new_key("2025")]
    call_command("rotate_keys")
    account = AuphonicAccount.objects.get()
    assert account.sealed_credential.startswith("v1:2025:")
    assert account.unseal() == "an-auphonic-key"


def test_what_no_key_reads_is_named_and_kept(db: None, settings: Any) -> None:
    settings.FIELD_KEYS = [new_key("lost")]
    lost = make.make_account(make.make_user(), key="an-auphonic-key")
    settings.FIELD_KEYS = [new_key("2025")]
    kept = make.make_account(make.make_user(), key="another-key")
    with pytest.raises(CommandError, match=f"^{lost}: no key of FIELD_KEYS reads it"):
        call_command("rotate_keys")
    assert AuphonicAccount.objects.get(pk=lost.pk).sealed_credential == lost.sealed_credential
    assert AuphonicAccount.objects.get(pk=kept.pk).unseal() == "another-key"


def test_a_refresh_under_way_is_left_alone(db: None, settings: Any) -> None:
    """Its new token is written only over the credential it began with."""
    account = make.make_account(make.make_user(), refresh_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(CommandError, match="Run this command once more"):
        call_command("rotate_keys")
    assert AuphonicAccount.objects.get().sealed_credential == account.sealed_credential


@pytest.mark.parametrize("stored", ["", "v1", "v1:0", "v1:0:!", "v2:0:AAAA", "v1:9:AAAA"])
def test_nonsense_is_unreadable(stored: str) -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt(stored, "a place")
