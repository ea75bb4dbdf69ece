"""Looks at everything an installation needs, and says for each what is wrong and how to mend it.

Shown by the health page, by `/readyz` and by `manage.py doctor`. A look may take a few seconds, never more: each has
a time limit of its own.
"""

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta

import imageio_ffmpeg
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from notices.models import Notice
from podcaststudio import http
from podcaststudio.celery import app
from podcaststudio.models import Heartbeat
from productions.models import AuphonicAccount, Production

QUIET = timedelta(seconds=45)  # a worker that said nothing for longer is gone
LATE = timedelta(minutes=5)  # a production that is due for longer is not being worked on
LEAST_BYTES = 5 * 1024**3  # free on the disk of the data folder


@dataclass(frozen=True)
class Finding:
    name: str
    is_good: bool
    sentence: str
    mend: str = ""  # what to do; only when it is not good

    @property
    def title(self) -> str:
        """The name as people read it; programs know it by its own."""
        return _(self.name)


class Ill(Exception):
    """Something is wrong: the sentence, and what mends it."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.sentence, self.mend = sentence, mend


def look() -> list[Finding]:
    """Everything, in the order in which one thing needs another."""
    return [_found(name, check) for name, check in CHECKS.items()]


def _found(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Ill as ill:
        return Finding(name, False, ill.sentence, ill.mend)
    except Exception as error:
        mend = _("Read the studio's log; if it says no more than this, tell whoever looks after the studio.")
        return Finding(name, False, _("%(error)s while looking.") % {"error": type(error).__name__}, mend)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        raise Ill(
            _("The database does not answer (%(error)s).") % {"error": type(error).__name__},
            _("Start the database server, and compare DATABASE_URL with its address and password."),
        ) from error
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        text = ngettext("%(count)d migration is missing.", "%(count)d migrations are missing.", len(missing))
        raise Ill(text % {"count": len(missing)}, _("Run `python manage.py migrate`, then restart."))
    return f"{connection.vendor} answers and is up to date."


def broker() -> str:
    if not settings.HAS_BROKER:
        return _("None is configured: workers find their work in the database.")
    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=0, timeout=3)
    except Exception as error:
        raise Ill(
            _("The broker does not answer (%(error)s). Work goes on, a few seconds later each time.")
            % {"error": type(error).__name__},
            _("Start Redis or RabbitMQ, and compare CELERY_BROKER_URL with its address."),
        ) from error
    return _("It answers.")


def worker() -> str:
    alive = Heartbeat.objects.filter(at__gt=timezone.now() - QUIET)
    if count := alive.count():
        return ngettext("One is at work.", "%(count)d at work.", count) % {"count": count}
    last = Heartbeat.objects.order_by("-at").first()
    if last:
        text = _("No worker has been heard of since %(moment)s UTC. Uploads are kept, and nothing is produced.")
        text %= {"moment": date_format(last.at.astimezone(UTC), "d F, H:i")}
    else:
        text = _("No worker has been heard of yet. Uploads are kept, and nothing is produced.")
    raise Ill(
        text,
        _("Start one: `celery -A podcaststudio worker`, or `make run` for everything."),
    )


def oldest_due() -> str:
    row = Production.objects.due().order_by("due_at").only("due_at", "state").first()
    if row is None or timezone.now() - row.due_at < LATE:
        return _("Nothing waits longer than it should.")
    minutes = round((timezone.now() - row.due_at).total_seconds() / 60)
    raise Ill(
        ngettext(
            "A production (%(state)s) has been due for %(minutes)d minute.",
            "A production (%(state)s) has been due for %(minutes)d minutes.",
            minutes,
        )
        % {"state": row.state, "minutes": minutes},
        _("See whether a worker runs. If one does, it is too busy: start another, or raise WORKER_CONCURRENCY."),
    )


def storage() -> str:
    name, wanted = f"health/{uuid.uuid4()}", uuid.uuid4().bytes
    try:
        name = default_storage.save(name, ContentFile(wanted))
        with default_storage.open(name) as file:
            if file.read() != wanted:
                raise OSError("what was read is not what was written")
        default_storage.delete(name)
    except Exception as error:
        raise Ill(
            _("Files cannot be written and read back (%(error)s).") % {"error": type(error).__name__},
            _(
                "See that the data folder is writable for the studio's user, "
                "or compare the S3_ settings with the bucket."
            ),
        ) from error
    return _("A file was written, read back and deleted.")


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_BYTES:
        raise Ill(
            _("%(free).1f GB are free where the data folder is. Uploads will soon be refused.")
            % {"free": free / 1024**3},
            _("Make room, move the data folder (PODCASTSTUDIO_DATA), or keep files in a bucket (S3_BUCKET)."),
        )
    return _("%(free).0f GB are free.") % {"free": free / 1024**3}


def ffmpeg() -> str:
    try:
        program = settings.FFMPEG or imageio_ffmpeg.get_ffmpeg_exe()
        told = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except Exception as error:
        raise Ill(
            _("ffmpeg does not run (%(error)s). No upload can be checked.") % {"error": type(error).__name__},
            _("Install the requirements again, or let IMAGEIO_FFMPEG_EXE name an ffmpeg that runs."),
        ) from error
    return _("Version %(number)s.") % {"number": told.split()[2]}


def engine() -> str:
    if not settings.ENGINE_URL:
        return _("Not used here.")
    try:
        http.send(
            http.session(), "GET", f"{settings.ENGINE_URL}/api/info.json", company="The engine", timeout=(2.0, 5.0)
        )
    except http.Problem as problem:
        raise Ill(
            problem.sentence, _("Start it: `python -m engine`, or `make run` for everything; see ENGINE_URL.")
        ) from problem
    return _("It answers.")


def accounts() -> str:
    broken = AuphonicAccount.objects.filter(is_broken=True).count()
    if broken:
        text = ngettext(
            "%(count)d Auphonic account needs a new sign-in.", "%(count)d Auphonic accounts need a new sign-in.", broken
        )
        raise Ill(text % {"count": broken}, _("Their owners find a button under Connections."))
    return _("All can be used.")


def sends_mail() -> bool:
    """Whether letters leave this machine; without EMAIL_HOST they are written to the log."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def letters() -> str:
    stuck = Notice.objects.filter(attempts__gt=0, mailed_at=None).count()
    if stuck:
        text = ngettext(
            "The mail server did not take %(count)d letter.", "The mail server did not take %(count)d letters.", stuck
        )
        raise Ill(text % {"count": stuck}, _("Compare the EMAIL_ settings with your mail server's."))
    return _("None is stuck.") if sends_mail() else _("They are written to the log; EMAIL_HOST sends them.")


CHECKS: dict[str, Callable[[], str]] = {
    gettext_noop("Database"): database,
    gettext_noop("Broker"): broker,
    gettext_noop("Worker"): worker,
    gettext_noop("Oldest due production"): oldest_due,
    gettext_noop("Storage"): storage,
    gettext_noop("Disk"): disk,
    "ffmpeg": ffmpeg,
    gettext_noop("Engine"): engine,
    gettext_noop("Auphonic accounts"): accounts,
    gettext_noop("Mail"): letters,
}
NEEDED_FOR_PAGES = ("Database", "Storage")  # without these, traffic should go elsewhere


def ready() -> Iterator[Finding]:
    """What a load balancer wants to know."""
    return (_found(name, CHECKS[name]) for name in NEEDED_FOR_PAGES)
