"""The project's settings, with one more address: the constant that pages are compared with."""

from newsroom.settings import *  # noqa: F403  all of them, whatever they are

ROOT_URLCONF = "bench.serving.urls"
