"""The demo team of an embedded installation: somebody to sign in as, a show, and a first production on its way."""

from collections.abc import Callable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audiodn.models import Connection
from productions import pipeline, presets, uploads
from productions.models import AuphonicAccount, Episode, Production, Show
from teams.models import Membership, Role, Team, User

EMAIL = "demo@podcast.studio"
PASSWORD = "podcast studio"  # noqa: S105  printed at every start; the studio listens on this machine alone
ENGINE_NAME = "podcaster"  # the engine's user name
INTERVIEW = Path(__file__).with_name("interview.flac")
MORE: list[Callable[[Show, User], None]] = []  # what packages above add to a fresh demo team


def get_show() -> Show:
    """The demo team's first show; team, sign-in, accounts and preset are made when they are missing."""
    with transaction.atomic():
        user = User.objects.filter(email=EMAIL).first() or _make_user()
        show = Show.objects.filter(team__memberships__user=user).order_by("created_at").first()
        return show or _make_show(user)


def begin() -> Production | None:
    """Start the first production of a show that has no episode yet. None when there is nothing to begin."""
    show = get_show()
    if show.episodes.exists():
        return None
    user = User.objects.get(email=EMAIL)
    with transaction.atomic():
        episode = Episode.objects.create(
            show=show,
            title="A clock that ticks again",
            number=1,
            summary="Three hours to open it, one screw nobody had seen, and a spring that did not break.",
            created_by=user,
        )
        recording = uploads.add_recording(episode, INTERVIEW, INTERVIEW.name, user)
        production = pipeline.start(episode, recording, actor=user)
        for add in MORE:
            add(show, user)
        return production


def sign_in() -> str:
    """A line for people: how to sign in."""
    user = User.objects.get(email=EMAIL)
    how = f'the password "{PASSWORD}"' if user.check_password(PASSWORD) else "the password you chose"
    return f"Sign in as {EMAIL} with {how}."


def _make_user() -> User:
    user = User.objects.create_user(EMAIL, PASSWORD, name="Ana Duarte")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def _make_show(user: User) -> Show:
    team = Team.objects.create(name="Harbour Audio")
    Membership.objects.create(team=team, user=user, role=Role.OWNER)
    _connect(team)
    return Show.objects.create(
        team=team,
        title="Small Machines",
        description="The show about small machines and patient people.",
        account=_link(user, team),
        preset=presets.default_preset(team),
    )


def _link(user: User, team: Team) -> AuphonicAccount:
    account = AuphonicAccount(user=user, server="engine", name=ENGINE_NAME, kind=AuphonicAccount.Kind.KEY)
    account.sealed_credential = account.seal(settings.AUPHONIC_SERVERS["engine"]["key"])
    account.due_at = timezone.now()  # the worker asks for its credits
    account.save()
    account.lent_to.add(team)
    return account


def _connect(team: Team) -> None:
    server = settings.AUDIODN_SERVERS["engine"]
    secret = server["webhook"].rstrip("/").rpartition("/")[2]
    connection = Connection(team=team, server="engine", webhook_secret=secret)
    connection.set_key(server["key"])
    connection.save()
