"""A git repository with a small site of our own in it, for tests to write commits into."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

DOCUMENT = """---
category: news
title: "{title}"
excerpt: "{excerpt}"
publishedDateTime: 2026-03-{day:02d}T08:00:00Z
originalUrl: "https://www.harbour.example/{stem}"
type: article
quality: 50
heat: {heat}
published: {published}

provider:
  name: Harbour Post
  domain: harbour.example

topics:
{topics}
secured: "{secured}"
---

"""


@dataclass
class Story:
    """What a document of the site says."""

    stem: str
    title: str
    day: int
    excerpt: str = "Quiet."
    heat: int = 10
    secured: str = "aaaa"
    published: str = "true"
    topics: list[str] = field(default_factory=lambda: ["Harbour"])

    @property
    def path(self) -> str:
        return f"_news/2026-03-{self.day:02d}-{self.stem}.md"

    def text(self) -> str:
        topics = "".join(f"  - {topic}\n" for topic in self.topics)
        return DOCUMENT.format(**(vars(self) | {"topics": topics}))


class Site:
    """A folder under git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        date = f"2026-04-01T{self.count // 60 % 24:02d}:{self.count % 60:02d}:00Z"
        environment = os.environ | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "The machine",
            "GIT_AUTHOR_EMAIL": "machine@site.example",
            "GIT_COMMITTER_NAME": "The machine",
            "GIT_COMMITTER_EMAIL": "machine@site.example",
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
        }
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    def write(self, *stories: Story) -> None:
        for story in stories:
            path = self.folder / story.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(story.text(), encoding="utf-8")

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            (self.folder / path).unlink()

    def commit(self, message: str = "Update") -> str:
        self.count += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()
