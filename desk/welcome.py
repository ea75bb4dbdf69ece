"""The first steps of a team, in the order in which one needs another. Each may be skipped and taken up again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from audiodn.models import Connection
from desk.models import Setup
from productions.models import AuphonicAccount, Recording, Show
from teams.access import EDIT, OWN, RUN, SEE
from teams.models import Team

KEYS = ("team", "auphonic", "audiodn", "show", "try")


@dataclass(frozen=True)
class Step:
    """`least` is the role that can take it; `address` the page where it is taken."""

    key: str
    title: str
    why: str
    button: str
    address: str
    least: int
    is_done: bool
    is_skipped: bool = False
    done: str = ""  # what was made of it

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_skipped


@dataclass(frozen=True)
class Begun:
    """How far a team is, as one query tells."""

    is_dismissed: bool
    skipped: list[str]
    server: str  # of AudioDN, by its name in settings; empty while there is none
    has_audio: bool


def begun(team: Team) -> Begun:
    """One query."""
    setup, connection = Setup.objects.filter(team=OuterRef("pk")), Connection.objects.filter(team=OuterRef("pk"))
    heard = Recording.objects.filter(episode__show__team=OuterRef("pk"))
    columns = (
        Subquery(setup.values("is_dismissed")), Subquery(setup.values("skipped")),
        Subquery(connection.values("server")), Exists(heard),
    )  # fmt: skip
    is_dismissed, skipped, server, has_audio = Team.objects.filter(pk=team.pk).values_list(*columns).get()
    return Begun(bool(is_dismissed), skipped or [], server or "", has_audio)


def steps(begun: Begun, team: Team, accounts: Iterable[AuphonicAccount], shows: Iterable[Show]) -> list[Step]:
    """No query; the team's accounts and this person's shows are loaded already."""
    account, show = next(iter(accounts), None), next(iter(shows), None)
    is_here, server = "engine" in settings.AUDIODN_SERVERS, settings.AUDIODN_SERVERS.get(begun.server)
    auphonic = _("Auphonic masters your episodes, by your credit. We start productions and read them, and never buy.")
    audiodn = _("AudioDN delivers what is mastered, and its player plays it. Without a webhook we ask by ourselves.")
    if is_here:
        auphonic = _(
            "Auphonic masters your episodes, by your credit. Without an account, this machine does it for nothing."
        )
        audiodn = _("AudioDN delivers what is mastered. Without a key of yours, this machine does it by itself.")
    delivers = _(server["label"]) if server else _("This machine, by itself") if is_here and account else ""
    found = (
        Step(
            "team", _("Your team"), _("A team owns shows and decides who may do what."), _("Invite people"),
            reverse("teams:team_detail"), OWN, True, done=str(team),
        ),
        Step(
            "auphonic", _("Connect an Auphonic account"),
            auphonic, _("Connect"), reverse("productions:connections"), SEE, account is not None,
            done=str(account or ""),
        ),
        Step(
            "audiodn", _("Connect AudioDN"),
            audiodn, _("Connect"), reverse("audiodn:connect"), OWN, bool(delivers), done=delivers,
        ),
        Step(
            "show", _("Make a show"), _("A show holds episodes, and knows how they are mastered and where they go."),
            _("New show"), reverse("productions:show_new"), RUN, show is not None, done=str(show or ""),
        ),
        Step(
            "try", _("Drop in a recording"), _("The studio takes it from there; you can close the page."),
            _("New episode"), reverse("desk:sheet"), EDIT, begun.has_audio,
        ),
    )  # fmt: skip
    return [Step(**{**vars(step), "is_skipped": step.key in begun.skipped and not step.is_done}) for step in found]


def skip(team: Team, key: str, *, is_skipped: bool) -> None:
    setup, _made = Setup.objects.get_or_create(team=team)
    setup.skipped = sorted({*setup.skipped, key} if is_skipped else {*setup.skipped} - {key})
    setup.save(update_fields=["skipped"])


def dismiss(team: Team) -> None:
    Setup.objects.update_or_create(team=team, defaults={"is_dismissed": True})
