"""`manage.py seed`: the demo team, and a first production for it. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from productions.demo import team


class Command(BaseCommand):
    help = "Make the demo team and start its first production; print how to sign in."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ENGINE_URL:
            raise CommandError("The demo team works on the embedded engine. Set ENGINE_URL, or use `make run`.")
        team.begin()
        self.stdout.write(team.sign_in())
