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
production, connection = Production.objects.get(), Connection.objects.get()
account = production.account
print(production.state, account.server, account.unseal() == settings.AUPHONIC_SERVERS["engine"]["key"])
print(settings.AUDIODN_SERVERS["engine"]["webhook"].endswith(f"/hooks/audiodn/{connection.webhook_secret}/"))
"""
CHANGE = """
from productions.models import Show
from teams.models import User
user = User.objects.get()
user.set_password("another one")
user.save()
Show.objects.update(title="Big Machines")
"""


def test_the_demo_team_is_complete_and_made_once(world: World) -> None:
    world.run("migrate", "--verbosity=0")
    for _ in range(2):
        done = world.run("seed")
        assert done.stderr == ""
        assert done.stdout == 'Sign in as demo@podcast.studio with the password "podcast studio".\n'
    assert world.shell(COUNTS + WHERE) == "1 1 1 1 1 1 1 1 1 1\ncreating engine True\nTrue"

    world.shell(CHANGE)
    assert world.run("seed").stdout == "Sign in as demo@podcast.studio with the password you chose.\n"
    assert world.shell("from productions.models import Show; print(Show.objects.get().title)") == "Big Machines"
