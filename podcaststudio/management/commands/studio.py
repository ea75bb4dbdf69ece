"""`manage.py studio`: the whole studio with one command. Ctrl-C ends it."""

import io
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from podcaststudio import studio


class Command(BaseCommand):
    help = "Bring the database up to date and run web, worker and engine until Ctrl-C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        studio.end_like_ctrl_c()
        lock = studio.claim()
        if lock is None:
            sys.exit(studio.already_running())
        try:
            with lock:
                self.run()
        except studio.Refused as refused:
            sys.exit(str(refused))
        except KeyboardInterrupt:
            self.stdout.write("Podcast Studio has stopped. Everything is kept; `make run` takes it up again.")

    def run(self) -> None:
        studio.check_ports()
        studio.prepare()
        sign_in = io.StringIO()

        def seed() -> None:
            if settings.IS_EMBEDDED:
                call_command("seed", stdout=sign_in)

        with studio.running(self.say, meanwhile=seed) as supervisor:
            self.stdout.write(f"\nPodcast Studio is running at {settings.SITE_URL}\n{sign_in.getvalue()}")
            self.stdout.write(f"Data and logs: {settings.DATA_DIR}. Ctrl-C ends it.\n")
            self.stdout.flush()
            while True:
                supervisor.tick()
                time.sleep(0.25)

    def say(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()
