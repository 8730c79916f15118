"""A made-up site, as large as a test wants it, with the shapes of real ones.

Equal arguments give equal bytes. Its documents are written here line by line, and not by the writer that they
are to try. In it are stories with and without pictures, related links, numbers and AMP addresses, videos that
are hosted on the site, drafts, Windows' line ends, many scripts, quotes and line breaks in texts, entities in
excerpts, a key that no column holds; topics in a tree, with services or without a last line end; providers
with logos or none.
"""

from __future__ import annotations

import random
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

SITE: Final = "https://made-up.example"
FIRST: Final = datetime(2019, 8, 19, 6, tzinfo=UTC)
# A name, and a word that stands in the titles of its stories and in nothing else.
TOPICS: Final = [
    ("World", "worldwide"), ("Harbours", "quayside"), ("Rivers", "upstream"), ("Rail & Roads", "timetable"),
    ("Schools", "classroom"), ("Łódź", "voivodeship"), ("Kitchens", "sourdough"), ("Comets", "perihelion"),
    ("Chess", "gambit"), ("Vaccines", "antibody"), ("東京", "shinkansen"), ("Forests", "understorey"),
    ("Budgets", "surplus"), ("Radio", "longwave"),
]  # fmt: skip
NOUNS: Final = [
    "ledger", "orchard", "lantern", "compass", "glacier", "saddle", "turbine", "bridge", "council", "museum",
]  # fmt: skip
VERBS: Final = [
    "opens", "doubles", "delays", "reviews", "expands", "rebuilds", "questions", "trims", "audits", "pauses",
]  # fmt: skip
MARKS: Final = [
    "café",
    "Zürich",
    "naïve",
    "São Paulo",
    "–",
    "’",
    "…",
    "€40m",
    "“early”",
    "Ελλάδα",
    "новый",
    "한국",
]
PROVIDERS: Final = 40

Chance: TypeAlias = random.Random


def write_made_up_site(folder: Path, stories: int, *, seed: int = 1) -> Path:
    """Write a site of so many stories into a folder, which may not be there yet."""
    chance = random.Random(seed)
    _write(folder / "_news/.keep", "")
    for number in range(len(TOPICS)):
        _write_topic(folder, number)
    for number in range(0, PROVIDERS, 3):
        text = "\n".join(
            ["---", "taxonomy: organization", f"_id: {_domain(number)}", *_provider(number, ""), "---"]
        )
        _write(folder / f"_data/organizations/{_domain(number)}.md", text + "\n" * (number % 2))
    hosted = []
    for number in range(stories):
        stem, text, is_video = _story(chance, number, FIRST + timedelta(hours=7 * number))
        _write(folder / f"_news/{stem}.md", text, newline="\r\n" if chance.random() < 0.2 else "\n")
        if is_video:
            hosted.append(stem)
    _write(folder / "news-sitemap.xml", _sitemap(hosted[-5:]))
    return folder


def _write(path: Path, text: str, newline: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline=newline)


def _write_topic(folder: Path, number: int) -> None:
    name, keyword = TOPICS[number]
    lines = ["taxonomy: topic", f"_id: {_slug(name) or keyword}", f"name: {name}"]
    if number % 3:
        lines.append(f"shortname: {name.split()[0]}")
    if number:
        lines.append(f"parent: {TOPICS[0 if number < 9 else 1 + number % 5][0]}")
    lines += ["keywords:", f"  - {keyword}", "hashtags:", f'  - "#{keyword.title()}"']
    if number % 2 == 0:
        lines += [
            "services:",
            f"  learning: {SITE}/api/learning/{keyword}/",
            f"  news: {SITE}/api/news/{keyword}/",
        ]
    _write(
        folder / f"_data/topics/{number:02d}-{_slug(name) or keyword}.yaml",
        "\n".join(lines) + "\n" * (number % 2),
    )


def _story(chance: Chance, number: int, when: datetime) -> tuple[str, str, bool]:
    """A story's stem and text, and whether it is a video that is hosted on the site."""
    topics = chance.sample(TOPICS[1:], chance.choice([0, 1, 1, 2])) + TOPICS[:1]
    title = _sentence(chance, 5, [keyword for _, keyword in topics])
    if number % 40 == 7:
        title = f'"{title}" {chance.choice(VERBS)}'
    stem = f"{when:%Y-%m-%d}-{_slug(title)[:90]}-{number}"
    provider, is_video = chance.randrange(PROVIDERS), number % 25 == 3
    lines = [
        "---",
        "category: news",
        f"title: {_quoted(title)}",
        f"excerpt: {_quoted(_excerpt(chance, number))}",
    ]
    lines.append(f"publishedDateTime: {when:%Y-%m-%dT%H:%M:%SZ}")
    lines += _addresses(chance, number, provider, is_video)
    if chance.random() < 0.92:
        lines += [f"quality: {chance.randint(5, 150)}", f"heat: {chance.randint(-1, 160)}"]
    lines.append(f"published: {'true' if is_video or chance.random() < 0.7 else 'false'}")
    if is_video:
        frame = '<iframe src="https://www.youtube.com/embed/abcdefghijk" allowfullscreen></iframe>'
        lines += ["", f"featuredContent: {_quoted(frame)}"]
    lines += [
        "",
        "provider:",
        *_provider(provider, "  "),
        "",
        "topics:",
        *(f"  - {name}" for name, _ in topics),
    ]
    lines += _pictures(chance, provider) + _related(chance, when)
    lines += ["", f'secured: "{b64encode(chance.randbytes(240)).decode()}"', "---", "", ""]
    return stem, "\n".join(lines), is_video


def _excerpt(chance: Chance, number: int) -> str:
    """What a story says in short; every tenth was damaged on its way, and some end with a line end."""
    text = _sentence(chance, chance.randint(15, 50), [])
    if number % 10 == 4:
        text += " It&#8217;s &amp;amp; was &quot;so&quot;"
    return text + chance.choice([" ...", ".", ".\n", ' said "no".', ""])


def _addresses(chance: Chance, number: int, provider: int, is_video: bool) -> Iterator[str]:
    address = f"https://www.{_domain(provider)}/{chance.choice(NOUNS)}/{number}/"
    if is_video:
        yield f"originalUrl: {_quoted('https://youtube.com/watch?v=abcdefghijk')}"
    else:
        yield f"originalUrl: {_quoted(address)}"
        yield f"webUrl: {_quoted(address)}"
        if chance.random() < 0.1:
            yield f"ampWebUrl: {_quoted(address + '?amp')}"
            yield f"cdnAmpWebUrl: {_quoted(f'https://cdn.example/c/s/{address[8:]}?amp')}"
    yield f"type: {'video' if is_video else 'article'}"


def _pictures(chance: Chance, provider: int) -> list[str]:
    lines = []
    for number in range(chance.choice([0, 1, 1, 1, 2])):
        lines += [f'  - url: "https://img.{_domain(provider)}/{chance.getrandbits(48):012x}.jpg?w=1200"']
        lines += ["    width: 1200", f"    height: {chance.choice([630, 675, 800])}"]
        lines += [f"    title: {_quoted(_sentence(chance, 4, []))}"] if number else ["    isCached: true"]
    return ["", "images:", *lines] if lines else []


def _related(chance: Chance, when: datetime) -> list[str]:
    lines = []
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        provider = chance.randrange(PROVIDERS)
        lines += [
            f"  - title: {_quoted(_sentence(chance, 6, []))}",
            f"    excerpt: {_quoted(_sentence(chance, 20, []))}",
        ]
        earlier = when - timedelta(minutes=chance.randint(-900, 6000))
        lines += [f"    publishedDateTime: {earlier:%Y-%m-%dT%H:%M:%SZ}"]
        lines += [
            f'    webUrl: "https://www.{_domain(provider)}/{chance.getrandbits(32)}/"',
            "    type: article",
        ]
        lines += ["    provider:", f"      name: {_name(provider)}", f"      domain: {_domain(provider)}"]
        lines += [f"    quality: {chance.randint(10, 120)}"]
    return ["", "related:", *lines] if lines else []


def _provider(number: int, pad: str) -> list[str]:
    """The lines of a provider; every third has a logo."""
    lines = [f"name: {_name(number)}", f"domain: {_domain(number)}"]
    if number % 3 == 0:
        logo = f"/assets/images/organizations/{_domain(number)}-50x50.jpg"
        # A provider's own document says it plainly, a story's in quotes.
        lines += ["images:", f"  - url: {_quoted(logo) if pad else logo}"]
        lines += ["    width: 50", "    height: 50"]
    return [pad + line for line in lines]


def _name(number: int) -> str:
    return f"{NOUNS[number % len(NOUNS)].title()} Post {number}"


def _domain(number: int) -> str:
    return f"{_slug(_name(number))}.example"


def _sentence(chance: Chance, words: int, with_words: list[str]) -> str:
    said = [*with_words]
    while len(said) < words:
        said += ["the", chance.choice(NOUNS), chance.choice(VERBS), "a", chance.choice(NOUNS)]
        if chance.random() < 0.15:
            said.append(chance.choice(MARKS))
    text = " ".join(said)
    return text[0].upper() + text[1:]


def _sitemap(stems: list[str]) -> str:
    entries = "".join(f"  <url>\n    <loc>{SITE}/news/{stem}/</loc>\n  </url>\n" for stem in stems)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{entries}</urlset>\n"


def _quoted(text: str) -> str:
    """A text in double quotes, as the format has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
