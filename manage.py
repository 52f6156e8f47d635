#!/usr/bin/env python
"""Newsroom's command line."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - the message below explains its absence
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here. Install the project first: "
            "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . "
            "and run .venv/bin/python manage.py …"
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
