"""Environment variables -> typed settings; what is not understood is refused, all of it at once."""

import re
import zoneinfo
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from documents.languages import tag_of

BOOLEANS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


class SettingsRefused(ImproperlyConfigured):
    """The environment holds something that cannot be used; the message has a line for each."""


# check --deploy warns below this; here it is no warning but a refusal.
SECRET_KEY_LENGTH = 50
SECRET_KEY_VARIETY = 5

# WAL lets readers go on while one writes. NORMAL may lose the last moments when the power fails, but never
# breaks the file. The limit hands back the room that a bulk import took in the log. A search looks at pages
# all over the file: 16 MB for each thread hold them, where SQLite's own 2 MB would not (bench/serve.py).
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864; "
    "PRAGMA cache_size=-16000"
)
# IMMEDIATE takes the write lock at BEGIN: a transaction waits its turn instead of failing half-way.
SQLITE_OPTIONS = {"init_command": SQLITE_START, "transaction_mode": "IMMEDIATE", "timeout": 20}

DATABASE_SCHEMES = frozenset({"sqlite", "postgres", "postgresql"})
SCHEMES_WITH_PLACE = frozenset({"dbcache", "redis", "rediss"})
CACHE_SCHEMES = SCHEMES_WITH_PLACE | {"locmemcache", "dummycache"}
# Of 30 kB, as a page mostly is, 30 MB in each process; Django's own 300 are soon full of pages.
ENTRIES_IN_PROCESS = 1000

DATABASE_FORMS = "sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME"
CACHE_FORMS = "locmemcache://, dummycache://, dbcache://TABLE or redis://HOST:PORT/NUMBER"


def read_env_file(path: Path, *, must_exist: bool) -> None:
    """Add a file's NAME=value lines to the environment; what is there already wins."""
    if not path.is_file():
        if must_exist:
            raise SettingsRefused(f"ENV_FILE: there is no file {path}")
        return
    # Checked before the library sees it: it would log such a line, and a line may hold a secret.
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#") and not re.match(r"(export )?[A-Za-z_0-9]+=", line):
            raise SettingsRefused(f"{path}:{number}: expected NAME=value")
    environ.Env.read_env(path)


class Environment:
    """Reads settings by type. What a reader refuses it replaces by its default; finish() tells it all."""

    def __init__(self, values: Mapping[str, str], *, folder: Path) -> None:
        self._values = values
        self._folder = folder
        self._problems: list[str] = []

    def refuse(self, name: str, reason: str) -> None:
        """Remember that a setting cannot be used, and why."""
        self._problems.append(f"{name}: {reason}")

    def finish(self) -> None:
        """Stop the start if anything was refused."""
        if self._problems:
            raise SettingsRefused("\n".join(self._problems))

    def boolean(self, name: str, *, default: bool) -> bool:
        """true, yes, on, 1 or false, no, off, 0, in any case."""
        text = self._values.get(name)
        if text is None:
            return default
        if text.lower() not in BOOLEANS:
            self.refuse(name, f"expected true or false, found {text!r}")
        return BOOLEANS.get(text.lower(), default)

    def integer(self, name: str, *, default: int, least: int = 0) -> int:
        """A whole number in plain digits, not below `least`."""
        text = self._values.get(name)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
            self.refuse(name, f"expected a whole number, {least} or more, found {text!r}")
            return default
        return int(text)

    def choice(self, name: str, *, default: str, choices: Iterable[str]) -> str:
        """One of the given words."""
        text = self._values.get(name, default)
        if text not in choices:
            self.refuse(name, f"expected one of {', '.join(choices)}, found {text!r}")
            return default
        return text

    def path(self, name: str, *, default: str) -> Path:
        """A folder or file; a relative one starts at the project's folder."""
        text = self._values.get(name, default)
        if not text:
            self.refuse(name, "expected a path, found nothing")
        return self._folder / text

    def folder(self, name: str) -> Path | None:
        """A folder; a relative one starts at the project's folder. None when not set.

        Whether it is there is for a system check to say.
        """
        text = self._values.get(name, "")
        return self._folder / text if text else None

    def secret_key(self, name: str, *, strict: bool) -> str:
        """A key that must be there, and where `strict`, too long to guess. No message repeats it."""
        key = self._values.get(name, "")
        if not key:
            self.refuse(name, "missing; set it to a long random text that only this installation knows")
        elif strict and (len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_VARIETY):
            self.refuse(name, f"too easy to guess; use {SECRET_KEY_LENGTH} random characters or more")
        return key

    def text(self, name: str, *, default: str) -> str:
        """Any text; spaces around it do not count."""
        text = self._values.get(name, default).strip()
        if not text:
            self.refuse(name, "expected a text, found nothing")
        return text

    def word(self, name: str, *, default: str) -> str:
        """Letters, digits and hyphens, such as eu-central-1."""
        text = self._values.get(name, default)
        if not re.fullmatch(r"[A-Za-z0-9-]+", text):
            self.refuse(name, f"expected a word of letters, digits and hyphens, found {text!r}")
            return default
        return text

    def bucket(self, name: str) -> str:
        """The name of a bucket, as S3 has them; empty when not set."""
        text = self._values.get(name, "")
        if text and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text):
            self.refuse(name, f"expected the name of a bucket such as news-pictures, found {text!r}")
            return ""
        return text

    def secret(self, name: str) -> str:
        """Printable signs without blanks; empty when not set. No message repeats it."""
        text = self._values.get(name, "")
        if text and not re.fullmatch(r"[!-~]+", text):
            self.refuse(name, "expected printable signs of ASCII without blanks")
            return ""
        return text

    def words(self, name: str) -> list[str]:
        """Words between commas; none when empty."""
        return [word.strip() for word in self._values.get(name, "").split(",") if word.strip()]

    def hosts(self, name: str) -> list[str]:
        """Host names as ALLOWED_HOSTS takes them: example.org, .example.org, 127.0.0.1, [::1]."""
        hosts = self.words(name)
        for host in hosts:
            if not re.fullmatch(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]", host):
                self.refuse(name, f"expected host names without scheme, port or path, found {host!r}")
        return hosts

    def origins(self, name: str) -> list[str]:
        """Origins: https://example.org, https://*.example.org, http://localhost:8000."""
        origins = self.words(name)
        for origin in origins:
            if not re.fullmatch(r"https?://[A-Za-z0-9*\[][A-Za-z0-9_.:*\[\]-]*", origin):
                self.refuse(name, f"expected origins such as https://example.org, found {origin!r}")
        return origins

    def origin(self, name: str) -> str:
        """Scheme, host and perhaps a port, such as https://example.org; empty when not set."""
        url = self._values.get(name, "").rstrip("/")
        if url and not re.fullmatch(r"https?://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?", url):
            self.refuse(name, f"expected scheme and host such as https://example.org, found {url!r}")
            return ""
        return url

    def site(self, name: str) -> str:
        """Where a site lies, such as https://example.org or https://example.org/news; empty when not set."""
        url = self._values.get(name, "")
        if url and not re.fullmatch(r"https?://[A-Za-z0-9\[][A-Za-z0-9_.:\[\]-]*(/[A-Za-z0-9_.~/%-]*)?", url):
            self.refuse(name, f"expected an address such as https://example.org, found {url!r}")
            return ""
        return url.rstrip("/")

    def language(self, name: str, *, default: str) -> str:
        """A language by its tag, in the usual form: en, pt-BR, zh-Hant."""
        text = self._values.get(name, default)
        tag = tag_of(text)
        if tag is None:
            self.refuse(name, f"expected the tag of a language such as en, de or pt-BR, found {text!r}")
        return tag or default

    def time_zone(self, name: str, *, default: str) -> str:
        """A time zone by its IANA name."""
        zone = self._values.get(name, default)
        if zone not in zoneinfo.available_timezones():
            self.refuse(name, f"expected a time zone such as Europe/Berlin, found {zone!r}")
            return default
        return zone

    def header(self, name: str) -> str | None:
        """A request header's name, as Django's META spells it; None when not set."""
        text = self._values.get(name)
        if text is None:
            return None
        if not re.fullmatch(r"[A-Za-z0-9-]+", text):
            self.refuse(name, f"expected the name of a header such as X-Forwarded-Proto, found {text!r}")
        return "HTTP_" + text.upper().replace("-", "_")

    def database(self, name: str, *, default: str, pool: bool, pool_size: int) -> dict[str, Any]:
        """DATABASES["default"] from an address. No message repeats the address: it may hold a password."""
        url = _literal(self._values.get(name, default))
        try:
            parts = urlsplit(url)
            # Only sqlite has no host; given one, its file would stand in the host's place.
            in_form = parts.scheme in DATABASE_SCHEMES and bool(parts.netloc) != (parts.scheme == "sqlite")
            config: dict[str, Any] = environ.Env.db_url_config(url) if in_form and parts.path[1:] else {}
        except (ValueError, ImproperlyConfigured):
            config = {}
        if not config:
            self.refuse(name, f"expected {DATABASE_FORMS}")
            return {}
        if parts.query and not all(map(_SET_OPTION.fullmatch, parts.query.split("&"))):
            self.refuse(name, "behind ? stand options such as timeout=5; write a ? within a name as %3F")
            return {}
        if parts.scheme == "sqlite":
            return self._sqlite(config, file=unquote(parts.path[1:], errors="surrogateescape"))
        if pool and config.get("CONN_MAX_AGE"):
            self.refuse(
                name, "conn_max_age does not go with the pool: leave it out or set DATABASE_POOL=false"
            )
        return self._postgres(config, pool=pool, pool_size=pool_size)

    def _sqlite(self, config: dict[str, Any], *, file: str) -> dict[str, Any]:
        config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
        config["NAME"] = self._folder / file
        # Opening it anew for each request runs the pragmas and reads the schema again (bench/serve.py).
        config.setdefault("CONN_MAX_AGE", 60)
        return config

    def _postgres(self, config: dict[str, Any], *, pool: bool, pool_size: int) -> dict[str, Any]:
        config["OPTIONS"] = {"connect_timeout": 5} | config.get("OPTIONS", {})
        # Asked before each use, so that a restart of the server costs nobody an error page.
        config["CONN_HEALTH_CHECKS"] = True
        if pool:
            config["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
        else:
            config.setdefault("CONN_MAX_AGE", 60)
        return config

    def cache(self, name: str, *, default: str) -> dict[str, Any]:
        """CACHES["default"] from an address."""
        url = self._values.get(name, default)
        try:
            parts = urlsplit(url)
            in_form = parts.scheme in CACHE_SCHEMES and bool(parts.netloc) >= (
                parts.scheme in SCHEMES_WITH_PLACE
            )
            config: dict[str, Any] = environ.Env.cache_url_config(url) if in_form else {}
        except (ValueError, ImproperlyConfigured):
            config = {}
        if not config:
            self.refuse(name, f"expected {CACHE_FORMS}")
        if config.get("BACKEND", "").endswith(".LocMemCache"):
            config["OPTIONS"] = {"MAX_ENTRIES": ENTRIES_IN_PROCESS}
        return config


_SET_OPTION = re.compile(r"\w+=.*")


def _literal(url: str) -> str:
    """A database's address in which + and # stand for themselves, not for a blank and an end."""
    place, mark, options = url.partition("?")
    return place.replace("+", "%2B").replace("#", "%23") + mark + options
