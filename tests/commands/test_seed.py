"""The demo team: made once, complete, and left alone afterwards."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command

from audiodn.models import Connection
from planning import demo, needs
from planning.models import Plan
from productions.models import AuphonicAccount, Episode, Preset, Production, Recording, Show
from teams.models import Membership, Team, User

KINDS = (User, Team, Membership, AuphonicAccount, Connection, Preset, Show, Recording, Production)


@pytest.fixture
def seed(db: None, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Runs the command; what it printed."""

    def run() -> str:
        call_command("seed")
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return run


def test_the_demo_team_is_complete_and_made_once(seed: Callable[[], str]) -> None:
    for _ in range(2):
        assert seed() == 'Sign in as demo@podcast.studio with the password "podcast studio".\n'
    assert [kind._default_manager.count() for kind in KINDS] == [1] * len(KINDS)
    assert Episode.objects.count() == Plan.objects.count() == 1 + len(demo.EPISODES)
    assert needs.overdue(User.objects.get()) == []
    ahead = [item.kind.value for item in needs.ahead(User.objects.get()) if item.kind != needs.Kind.GAP]
    assert ahead == ["planned", "planned"]
    account = AuphonicAccount.objects.get()
    assert Production.objects.get().state == "creating"
    assert (account.server, account.unseal()) == ("engine", settings.AUPHONIC_SERVERS["engine"]["key"])


def test_what_people_made_of_it_stays(seed: Callable[[], str]) -> None:
    seed()
    user = User.objects.get()
    user.set_password("another one")
    user.save()
    Show.objects.update(title="Big Machines")
    assert seed() == "Sign in as demo@podcast.studio with the password you chose.\n"
    assert Show.objects.get().title == "Big Machines"
