"""What a file is, by its path within the site; and the path that a new document gets."""

from __future__ import annotations

import functools
import posixpath
import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

from documents.identity import fingerprint
from documents.layout.slugs import slug_of

SUFFIXES: Final = frozenset({".md", ".markdown", ".txt", ".yaml", ".yml", ".json"})
PATH_LIMIT: Final = 500


class Kind(Enum):
    """The three kinds of document, each with the folder in which a site keeps it."""

    ARTICLE = "_news"
    TOPIC = "_data/topics"
    PROVIDER = "_data/organizations"

    # By identity, which is all that its equality asks: Enum's own is a function in Python.
    __hash__ = object.__hash__

    @property
    def folder(self) -> str:
        """Where a site keeps documents of this kind."""
        return self.value


_PREFIXES: Final = tuple((f"{kind.folder}/", kind) for kind in Kind)


# An import asks of one path a dozen times, while it knows a few batches of them.
@functools.lru_cache(maxsize=4096)
def kind_of(path: str) -> Kind | None:
    """The kind of the document at a site path, None for a file that is no document of ours."""
    if posixpath.splitext(path)[1].lower() not in SUFFIXES:
        return None
    return next((kind for prefix, kind in _PREFIXES if path.startswith(prefix)), None)


@functools.lru_cache(maxsize=4096)
def is_carried(path: str) -> bool:
    """Whether a file in one of a site's folders is no document: its bytes come in and go out, unread.

    What begins with a dot is left alone, save the files that keep an empty folder in git.

    >>> is_carried("_news/.keep")
    True
    """
    if not path.startswith(_FOLDERS):
        return False
    name = posixpath.basename(path)
    if name.startswith("."):
        return name in _KEEPERS
    return posixpath.splitext(name)[1].lower() not in SUFFIXES


_FOLDERS: Final = tuple(prefix for prefix, _ in _PREFIXES)
_KEEPERS: Final = frozenset({".keep", ".gitkeep"})


def site_path(relative: str) -> str | None:
    """The path within its site of a file whose path passes through a site's folder, else None.

    >>> site_path("backup/site-2021/_News/2021-06-02-hello.md")
    '_news/2021-06-02-hello.md'
    """
    parts = PurePosixPath(relative).parts
    for start, part in enumerate(parts):
        if is_site_mark(part):
            path = in_site_letters("/".join(parts[start:]))
            if any(f"{path}/".startswith(folder) for folder in _FOLDERS):
                return path
    return None


SITE_MARKS: Final = frozenset(kind.folder.partition("/")[0] for kind in Kind)


def is_site_mark(name: str) -> bool:
    """Whether a folder's name makes a site of the folder around it: in any case, which some disks ignore."""
    return name.lower() in SITE_MARKS


def in_site_letters(path: str) -> str:
    """A path within a site with the folders of documents in their own letters.

    >>> in_site_letters("_Data/Topics/03-Harbour.yaml")
    '_data/topics/03-Harbour.yaml'
    """
    if path.startswith(_FOLDERS):
        return path
    lower = f"{path.lower()}/"
    folder = next((each[:-1] for each in (*_FOLDERS, "_data/") if lower.startswith(each)), "")
    return folder + path[len(folder) :]


def place_beside_sites(path: str) -> str:
    """Where a loose document lies, which came from beside any site: its path without the site's folder.

    >>> place_beside_sites("_news/posts/a/index.md")
    'posts/a/index.md'
    """
    return path.removeprefix(f"{Kind.ARTICLE.folder}/")


def stem_of(path: str) -> str:
    """The file name without its last suffix, in NFC as browsers send it: an article's public address.

    >>> stem_of("_news/2021-06-02-version-2.0-is-out.md")
    '2021-06-02-version-2.0-is-out'
    """
    return unicodedata.normalize("NFC", posixpath.splitext(posixpath.basename(path))[0])


def addresses_for(path: str) -> Iterator[str]:
    """What an article's address may be, best first: its stem, that behind its folders, that with a number.

    >>> [*addresses_for("_news/posts/b/index.md")][:4]
    ['index', 'b-index', 'posts-b-index', 'index-2']
    """
    stem = stem_of(path)
    yield stem
    folders = unicodedata.normalize("NFC", posixpath.dirname(path)).split("/")[1:]
    for start in range(len(folders) - 1, -1, -1):
        if sum(map(len, folders[start:])) + len(stem) < _ADDRESS_LIMIT:
            yield "-".join([*folders[start:], stem])
    yield from (f"{stem[:_ADDRESS_LIMIT]}-{number}" for number in range(2, _NUMBERS))
    # However many there are, and whatever they are called.
    yield f"{stem[:_ADDRESS_LIMIT]}-{fingerprint(path)}"


_ADDRESS_LIMIT: Final = 400
_NUMBERS: Final = 20


def order_of(path: str) -> int | None:
    """The number before a topic's slug, by which a site orders its topics.

    >>> order_of("_data/topics/03-common-data-service.yaml")
    3
    """
    digits = re.match(r"\d{1,9}(?=-)", PurePosixPath(path).name)
    return int(digits.group()) if digits else None


def renumbered(path: str, order: int) -> str:
    """The path of a topic's document with another number in its name.

    >>> renumbered("_data/topics/03-harbour.yaml", 12)
    '_data/topics/12-harbour.yaml'
    """
    if order_of(path) == order:
        return path
    folder, name = posixpath.split(path)
    return posixpath.join(folder, f"{order:02d}-{re.sub(r'^[0-9]{1,9}-', '', name)}")


def topic_path(slug: str, order: int) -> str:
    """The path of a new topic's document."""
    return f"{Kind.TOPIC.folder}/{order:02d}-{slug}.yaml"


def provider_path(domain: str) -> str:
    """The path of a new provider's document.

    >>> provider_path("../example.org")
    '_data/organizations/example.org.md'
    """
    name = re.sub(r"[^\w.-]", "-", domain).lstrip(".-")
    return f"{Kind.PROVIDER.folder}/{name or slug_of(domain)}.md"


def slug_in(path: str) -> str:
    """What the name of an article's document says behind the day.

    >>> slug_in("_news/2021-06-02-hello.md"), slug_in("_news/hello.md")
    ('hello', 'hello')
    """
    return re.sub(r"^\d{4}-\d\d-\d\d-", "", stem_of(path))


def renamed(path: str, slug: str, published: datetime | None = None) -> str:
    """The path of an article's document with another slug in its name, and another day where one is given.

    >>> renamed("_news/2021-06-02-hello.md", "goodbye"), renamed("_news/hello.md", "hi", datetime(2021, 6, 2))
    ('_news/2021-06-02-goodbye.md', '_news/2021-06-02-hi.md')
    """
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    day = f"{published.date().isoformat()}-" if published else stem[: len(stem) - len(slug_in(name))]
    return posixpath.join(folder, f"{day}{slug}{suffix}")


def numbered(path: str) -> Iterator[str]:
    """What a document may be called, best first: as wanted, or with a number behind it.

    >>> [*numbered("_news/hello.md")][:3]
    ['_news/hello.md', '_news/hello-2.md', '_news/hello-3.md']
    """
    stem, suffix = posixpath.splitext(path)
    yield path
    yield from (f"{stem}-{number}{suffix}" for number in range(2, 50))
    # However many there are.
    yield from (f"{stem}-{secrets.token_hex(4)}{suffix}" for _ in range(2))


def article_path(published: datetime | None, slug: str) -> str:
    """The path of an article that has no file yet, as the sites name theirs.

    >>> article_path(datetime(2020, 2, 24), "crucial-oversight-needed")
    '_news/2020-02-24-crucial-oversight-needed.md'
    """
    date = f"{published.date().isoformat()}-" if published else ""
    return f"{Kind.ARTICLE.folder}/{date}{slug}.md"
