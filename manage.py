#!/usr/bin/env python
"""Django's command line; without any configuration it works in the embedded world (see podcaststudio/embedded.py)."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podcaststudio.settings")
    from podcaststudio import embedded

    embedded.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
