"""What tests in every room may ask for."""

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django import Settings

from tests.support.made_up_api import StoredApi, write_stored_api
from tests.support.made_up_site import SITE, write_made_up_site
from tests.support.patience import patience
from tests.support.requests_under_way import RequestsUnderWay

ROOT = Path(__file__).resolve().parent.parent
IN_CI = bool(os.environ.get("CI"))

# A busy machine makes an example slow, not wrong.
hypothesis_settings.register_profile("newsroom", deadline=None)
hypothesis_settings.load_profile("newsroom")

# Playwright keeps an event loop in the tests' thread once a browser ran; Django would take every plain query
# after that for an async one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What a page must come to show, and what is done to it, in milliseconds.
BROWSER_PATIENCE = patience(20) * 1000
expect.set_options(timeout=BROWSER_PATIENCE)

# Nothing may leave this machine, and a container's root needs no sandbox within it.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def skip_unless_in_ci(reason: str) -> None:
    """Leave out a test that this machine cannot run; in CI that is a failure, not a test less."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what reaches a database; last come those that commit: they empty every table behind them."""
    for item in items:
        if _reaches_a_database(item):
            item.add_marker("database")
    yield
    items.sort(key=_commits)


def _fixtures(item: pytest.Item) -> frozenset[str]:
    return frozenset(getattr(item, "fixturenames", ()))


def _reaches_a_database(item: pytest.Item) -> bool:
    """Whether a test may: pytest-django stops every other that tries, and `databases` are for processes."""
    return bool(item.get_closest_marker("django_db") or {"db", "databases"} & _fixtures(item)) or _commits(
        item
    )


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"live_server", "transactional_db"} & _fixtures(item)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with real sites, which not everybody has."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip(f"the corpus is not here: no folder {folder / 'corpus'}")
    return folder


@pytest.fixture(scope="session")
def made_up_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 300 stories with the shapes of real ones. Nobody writes into it."""
    return write_made_up_site(tmp_path_factory.mktemp("made-up") / "site", 300)


@pytest.fixture(params=["made-up", "real"])
def whole_site(request: pytest.FixtureRequest) -> Path:
    """A whole site: one that is made up, then a real one where that is here. Nobody writes into it."""
    if request.param == "made-up":
        folder = request.getfixturevalue("made_up_site")
    else:
        folder = request.getfixturevalue("shared") / "corpus/site-2021"
    assert isinstance(folder, Path)
    return folder


@pytest.fixture(params=["made-up-2021", "made-up-2023", "real-2021", "real-2023"])
def stored_api(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> StoredApi:
    """A whole site with its API as the origin wrote it, in a form that the settings ask for."""
    origin, form = request.param.rsplit("-", 1)
    settings.API_FORM = form
    if origin == "made-up":
        settings.ORIGIN_URL = SITE
        folder = tmp_path_factory.mktemp("stored")
        return write_stored_api(request.getfixturevalue("made_up_site"), folder / "api", form)
    shared: Path = request.getfixturevalue("shared")
    site = shared / "corpus/site-2021"
    return StoredApi(site, site / "api" if form == "2021" else shared / "found/api-2023", form)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser: the system's own, since none is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        skip_unless_in_ci("there is no Chromium on this machine")
    return {"executable_path": found, "args": CHROMIUM_FLAGS}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Where pages are opened, which wait as long as all else in a browser."""
    context.set_default_timeout(BROWSER_PATIENCE)
    return context


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """The least that a process needs to start; none of the project's settings, and no .env."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "ENV_FILE": ""}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite keeps tests' rows in a file, as it does for people.

    In memory all threads of a test's server would share its one connection, and so each other's transactions:
    whoever saved while another request saved was told that the database is away.
    """
    for known in connections.all():
        if known.vendor == "sqlite":
            folder = tmp_path_factory.mktemp("database")
            known.settings_dict["TEST"]["NAME"] = str(folder / "tests.sqlite3")


@pytest.fixture(scope="session")
def base_url() -> None:
    """No fixed address: each test has its own server. (pytest-playwright's fixture makes pytest warn.)"""


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about while the test runs; violations of the policy are among it."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Every browser asks for an icon, and the admin has none.
        if message.type in {"error", "warning"} and "/favicon.ico" not in message.location["url"]:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A hash that costs nothing: a real one takes half a second, and most tests of the desk sign in."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def media_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests keep pictures: never in the project's own folder."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _clean_media_and_cache(settings: Settings, media_root: Path) -> None:
    settings.MEDIA_ROOT = media_root
    # What a test changes that is in no row, such as a setting or a clock, moves no edition.
    cache.clear()


@pytest.fixture
def made_anew(settings: Settings) -> None:
    """Each page is made anew each time; what several pages share may be kept."""
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A request leaves its reader's language on in the thread, which a server's next request sets anew."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_request_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that is closed may have asked for something still; the tables are emptied behind its answer."""
    if "live_server" not in request.fixturenames:
        yield
        return
    # Set up after the tables' fixture, and so ended before it empties them; the page is ended before that.
    request.getfixturevalue("transactional_db")
    under_way = RequestsUnderWay()
    yield
    has_ended = under_way.wait()
    under_way.stop()
    assert has_ended, "a request goes on behind the end of its test"
