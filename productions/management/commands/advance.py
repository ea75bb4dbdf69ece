"""`manage.py advance`: carry productions on in this process, without Celery. For rescue, and for the curious."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audiodn import tasks as audiodn_tasks
from audiodn.models import Track
from productions import pipeline
from productions.models import Production


class Command(BaseCommand):
    help = "Do every step that is due, then say how many; with --until-rest, go on until no production is under way."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-rest", action="store_true", help="wait for what is due later, too")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = once()
        while options["until_rest"] and Production.objects.unfinished().exists():
            steps += once()
            time.sleep(0.2)
        self.stdout.write(f"{steps} steps done, {Production.objects.unfinished().count()} productions under way.")


def once() -> int:
    """Do what is due now. Returns how many steps were ours."""
    for pk in Track.objects.due().values_list("pk", flat=True):
        audiodn_tasks.refresh_track(str(pk))
    return sum(pipeline.advance(pk) for pk in Production.objects.due().order_by("due_at").values_list("pk", flat=True))
