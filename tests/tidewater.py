"""Fixtures of tests that ask for pages of one show as its owner: Ana, her team, Tidewater, and Ana signed in."""

import pytest
from django.test import Client

from productions.models import Show
from teams.models import Team, User
from tests import make
from tests.pages import signed_in

__all__ = ["ana", "client", "show", "team"]


@pytest.fixture
def ana() -> User:
    return make.make_user("Ana Duarte")


@pytest.fixture
def team(ana: User) -> Team:
    return make.make_team(ana)


@pytest.fixture
def show(team: Team, ana: User) -> Show:
    account = make.make_account(ana, team, credits=2.5)
    return make.make_show(team, title="Tidewater", account=account, preset=make.make_preset(team))


@pytest.fixture
def client(ana: User) -> Client:
    return signed_in(ana)
