"""`manage.py produce raw.wav`: from a file to a track that is ready to play, in a terminal.

Uses the studio that runs on this machine; where none runs, it starts one for as long as it takes. Ends with 0 only
when the track is ready, with 1 when the production failed, with 2 when the file was refused (and nothing was left
behind), with 130 when it was canceled by Ctrl-C.
"""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from podcaststudio import studio
from podcaststudio.supervisor import Supervisor
from productions import pipeline, probe, storage, uploads
from productions.bars import Bars
from productions.demo import team
from productions.models import Episode, Production, Show
from productions.states import Kind, State
from teams.models import User

LOOK = 0.25  # seconds between looks at the row
CANCEL_PATIENCE = 30.0  # seconds to wait until a cancelled production has stopped
FAILED, REFUSED, CANCELED = 1, 2, 130

Tick = Callable[[], None]


class Command(BaseCommand):
    help = "Master a recording, deliver it and wait until the track is ready to play."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the raw recording")
        parser.add_argument("--show", help="id or title of the show (default: the demo team's)")
        parser.add_argument("--user", help="e-mail address of who produces it (default: the demo user)")
        parser.add_argument("--title", help="title of the episode (default: the file's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        studio.end_like_ctrl_c()
        began = time.monotonic()
        path = check(options["file"])
        try:
            with ExitStack() as stack:
                host = Host(self.say, stack)
                production = begin(path, options)
                self.watch(production, host.tick)
        except (studio.Refused, pipeline.Refused) as refused:
            end(str(refused), FAILED)
        except (probe.NotAudio, uploads.TooLarge, uploads.NoRoom) as refused:
            end(str(refused), REFUSED)
        except KeyboardInterrupt:
            end("Canceled.", CANCELED)
        self.report(production, time.monotonic() - began)

    def watch(self, production: Production, tick: Tick) -> None:
        """Draw until the row rests. Ctrl-C cancels the production and goes on as KeyboardInterrupt."""
        bars = Bars(self.stdout)
        try:
            follow(production, bars, tick)
        except KeyboardInterrupt:
            self.say("Canceling ...")
            cancel(production, tick)
            raise

    def report(self, production: Production, seconds: float) -> None:
        if production.state != State.READY:
            end(production.error or f"The production is {production.get_state_display().lower()}.", FAILED)
        address = f"{settings.SITE_URL}{production.episode.get_absolute_url()}"
        loudness, peak = _level(production.loudness), _level(production.true_peak)
        self.stdout.write(f"ready {address} {loudness} LUFS {peak} dBTP {seconds:.1f} s")

    def say(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()


def end(sentence: str, code: int) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(code)


def check(file: str) -> Path:
    """The path of a file that is audio; nothing is written or started for one that is not."""
    path = Path(file).expanduser()
    if not path.is_file():
        end(f"There is no file {file}.", REFUSED)
    try:
        probe.probe(path)
    except probe.NotAudio as refused:
        end(f"{path.name}: {refused}", REFUSED)
    return path


class Host:
    """The studio that does the work: the one that runs, or our own as soon as none does."""

    def __init__(self, say: Callable[[str], None], stack: ExitStack) -> None:
        self.say, self.stack = say, stack
        self.supervisor: Supervisor | None = None
        self.tick()
        if self.supervisor is None:
            _wait_for_tables()

    def tick(self) -> None:
        """Call a few times a second while waiting."""
        if self.supervisor is not None:
            self.supervisor.tick()
        elif lock := studio.claim():
            self.stack.enter_context(lock)
            studio.check_ports()
            studio.prepare()
            self.supervisor = self.stack.enter_context(studio.running(self.say))


def begin(path: Path, options: dict[str, Any]) -> Production:
    user, show = find(options["user"], options["show"])
    episode = Episode.objects.create(show=show, title=options["title"] or path.stem, created_by=user)
    try:
        recording = uploads.add_recording(episode, path, path.name, user)
        return pipeline.start(episode, recording, actor=user)
    except BaseException:
        for recording in episode.recordings.all():
            storage.remove(recording.file.name)
        episode.delete()
        raise


def find(email: str | None, wanted: str | None) -> tuple[User, Show]:
    """Who produces it, and for which show."""
    if email is None and settings.IS_EMBEDDED:
        own = team.get_show()
        email = team.EMAIL
        wanted = wanted or str(own.pk)
    user = User.objects.filter(email__iexact=email or "").first()
    if user is None:
        end("Say who produces it: --user with the e-mail address of somebody who can sign in.", REFUSED)
    shows = [show for show in Show.objects.for_user(user) if wanted in (None, str(show.pk), show.title)]
    if len(shows) != 1:
        titles = ", ".join(f'"{show.title}"' for show in Show.objects.for_user(user)) or "none"
        end(f"Say which show: --show with its title. {user} has these: {titles}.", REFUSED)
    return user, shows[0]


def follow(production: Production, bars: Bars, tick: Tick) -> None:
    """Return when the production rests."""
    while True:
        production.refresh_from_db()
        bars.show(production)
        if production.row.kind == Kind.RESTS or production.is_failed:
            return
        tick()
        time.sleep(LOOK)


def cancel(production: Production, tick: Tick) -> None:
    try:
        pipeline.cancel(production, production.started_by)
    except pipeline.Refused:
        return
    deadline = time.monotonic() + CANCEL_PATIENCE
    while production.state == State.CANCELING and time.monotonic() < deadline:
        tick()
        time.sleep(LOOK)
        production.refresh_from_db()


def _wait_for_tables() -> None:
    """A studio that has only just begun may still be making its database."""
    deadline = time.monotonic() + studio.PATIENCE
    while Production._meta.db_table not in connection.introspection.table_names():
        if time.monotonic() > deadline:
            raise studio.Refused("The running studio has not prepared its database. See its logs.")
        time.sleep(LOOK)


def _level(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}"
