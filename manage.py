#!/usr/bin/env python
"""Django's commands, with this project's settings."""

import os
import sys

from django.core.management import execute_from_command_line

from newsroom.environment import SettingsRefused

# What import_articles answers, too, when the surroundings are at fault and not the documents.
EXIT_ENVIRONMENT = 3


def main() -> None:
    """Run a command; settings that were refused are told in a line each, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingsRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(EXIT_ENVIRONMENT)


if __name__ == "__main__":
    main()
