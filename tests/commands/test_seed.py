"""The demo team: made once, complete, and left alone afterwards."""

from tests.commands.conftest import World

COUNTS = """
from audiodn.models import Connection
from productions.models import *
from teams.models import *
kinds = (User, Team, Membership, AuphonicAccount, Connection, Preset, Show, Episode, Recording, Production)
print(*(kind.objects.count() for kind in kinds))
"""
WHERE = """
from django.conf import settings
from audiodn.models import Connection
from productions.models import Production
production, connection = Production.objects.get(), Connection.objects.get()
account = production.account
print(production.state, account.server, account.unseal() == settings.AUPHONIC_SERVERS["engine"]["key"])
print(settings.AUDIODN_SERVERS["engine"]["webhook"].endswith(f"/hooks/audiodn/{connection.webhook_secret}/"))
"""


def test_seeding_twice_changes_nothing(world: World) -> None:
    world.run("migrate", "--verbosity=0")
    for _ in range(2):
        done = world.run("seed")
        assert done.stderr == ""
        assert done.stdout == 'Sign in as demo@podcast.studio with the password "podcast studio".\n'
        assert world.shell(COUNTS) == "1 1 1 1 1 1 1 1 1 1"


def test_the_first_production_is_on_its_way(world: World) -> None:
    world.run("migrate", "--verbosity=0")
    world.run("seed")
    assert world.shell(WHERE) == "creating engine True\nTrue"


def test_what_people_changed_stays(world: World) -> None:
    world.run("migrate", "--verbosity=0")
    world.run("seed")
    world.shell(
        "from teams.models import User; u = User.objects.get(); u.set_password('another one'); u.save();"
        "from productions.models import Show; Show.objects.update(title='Big Machines')"
    )
    assert world.run("seed").stdout == "Sign in as demo@podcast.studio with the password you chose.\n"
    assert world.shell("from productions.models import Show; print(Show.objects.get().title)") == "Big Machines"
