#!/usr/bin/env python
"""Django's commands, with this project's settings."""

import os
import sys

# What import_articles answers, too, when the surroundings are at fault and not the documents.
EXIT_ENVIRONMENT = 3
# What a shell reports of a program that Ctrl-C ended.
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run a command; settings that were refused are told in a line each, without a traceback."""
    # Not above: an import's worker processes run the lines above too, and have no use for Django.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    # Settings that are refused are told without a traceback.
    from newsroom.environment import SettingsRefused  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingsRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(EXIT_ENVIRONMENT)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
