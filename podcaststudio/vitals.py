"""Looks at everything an installation needs, and says for each what is wrong and how to mend it.

Shown by the health page, by `/readyz` and by `manage.py doctor`. A look may take a few seconds, never more: each has
a time limit of its own.
"""

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import imageio_ffmpeg
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

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
        mend = "Read the studio's log; if it says no more than this, tell whoever looks after the studio."
        return Finding(name, False, f"{type(error).__name__} while looking.", mend)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        raise Ill(
            f"The database does not answer ({type(error).__name__}).",
            "Start the database server, and compare DATABASE_URL with its address and password.",
        ) from error
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Ill(f"{len(missing)} migrations are missing.", "Run `python manage.py migrate`, then restart.")
    return f"{connection.vendor} answers and is up to date."


def broker() -> str:
    if not settings.HAS_BROKER:
        return "None is configured: workers find their work in the database."
    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=0, timeout=3)
    except Exception as error:
        raise Ill(
            f"The broker does not answer ({type(error).__name__}). Work goes on, a few seconds later each time.",
            "Start Redis or RabbitMQ, and compare CELERY_BROKER_URL with its address.",
        ) from error
    return "It answers."


def worker() -> str:
    alive = Heartbeat.objects.filter(at__gt=timezone.now() - QUIET)
    if count := alive.count():
        return f"{count} at work." if count > 1 else "One is at work."
    last = Heartbeat.objects.order_by("-at").first()
    since = f"since {last.at:%d %B, %H:%M} UTC" if last else "yet"
    raise Ill(
        f"No worker has been heard of {since}. Uploads are kept, and nothing is produced.",
        "Start one: `celery -A podcaststudio worker`, or `make run` for everything.",
    )


def oldest_due() -> str:
    row = Production.objects.due().order_by("due_at").only("due_at", "state").first()
    if row is None or timezone.now() - row.due_at < LATE:
        return "Nothing waits longer than it should."
    minutes = round((timezone.now() - row.due_at).total_seconds() / 60)
    raise Ill(
        f"A production ({row.state}) has been due for {minutes} minutes.",
        "See whether a worker runs. If one does, it is too busy: start another, or raise WORKER_CONCURRENCY.",
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
            f"Files cannot be written and read back ({type(error).__name__}).",
            "See that the data folder is writable for the studio's user, or compare the S3_ settings with the bucket.",
        ) from error
    return "A file was written, read back and deleted."


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_BYTES:
        raise Ill(
            f"{free / 1024**3:.1f} GB are free where the data folder is. Uploads will soon be refused.",
            "Make room, move the data folder (PODCASTSTUDIO_DATA), or keep files in a bucket (S3_BUCKET).",
        )
    return f"{free / 1024**3:.0f} GB are free."


def ffmpeg() -> str:
    try:
        program = settings.FFMPEG or imageio_ffmpeg.get_ffmpeg_exe()
        told = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except Exception as error:
        raise Ill(
            f"ffmpeg does not run ({type(error).__name__}). No upload can be checked.",
            "Install the requirements again, or let IMAGEIO_FFMPEG_EXE name an ffmpeg that runs.",
        ) from error
    return f"Version {told.split()[2]}."


def engine() -> str:
    if not settings.ENGINE_URL:
        return "Not used here."
    try:
        http.send(
            http.session(), "GET", f"{settings.ENGINE_URL}/api/info.json", company="The engine", timeout=(2.0, 5.0)
        )
    except http.Problem as problem:
        raise Ill(
            problem.sentence, "Start it: `python -m engine`, or `make run` for everything; see ENGINE_URL."
        ) from problem
    return "It answers."


def accounts() -> str:
    broken = AuphonicAccount.objects.filter(is_broken=True).count()
    if broken:
        raise Ill(f"{broken} Auphonic accounts need a new sign-in.", "Their owners find a button under Connections.")
    return "All can be used."


def letters() -> str:
    stuck = Notice.objects.filter(attempts__gt=0, mailed_at=None).count()
    if stuck:
        raise Ill(
            f"The mail server did not take {stuck} letters.", "Compare the EMAIL_ settings with your mail server's."
        )
    is_console = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    return "They are written to the log; EMAIL_HOST sends them." if is_console else "None is stuck."


CHECKS: dict[str, Callable[[], str]] = {
    "Database": database,
    "Broker": broker,
    "Worker": worker,
    "Oldest due production": oldest_due,
    "Storage": storage,
    "Disk": disk,
    "ffmpeg": ffmpeg,
    "Engine": engine,
    "Auphonic accounts": accounts,
    "Mail": letters,
}
NEEDED_FOR_PAGES = ("Database", "Storage")  # without these, traffic should go elsewhere


def ready() -> Iterator[Finding]:
    """What a load balancer wants to know."""
    return (_found(name, CHECKS[name]) for name in NEEDED_FOR_PAGES)
