"""Says in the terminal how well the installation is, and how to mend what is not; exits with 1 then."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from podcaststudio import vitals


class Command(BaseCommand):
    help = "Look at everything the studio needs, and say how to mend what is wrong."

    def handle(self, **options: Any) -> None:
        findings = vitals.look()
        for finding in findings:
            mark = self.style.SUCCESS("ok  ") if finding.is_good else self.style.ERROR("ILL ")
            self.stdout.write(f"{mark} {finding.name}: {finding.sentence}")
            if finding.mend:
                self.stdout.write(f"     {finding.mend}")
        if not all(finding.is_good for finding in findings):
            sys.exit(1)
