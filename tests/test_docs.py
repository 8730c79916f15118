"""What the pages for people point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
ROOMS = ("articles", "bench", "documents", "docs", "fixtures", "newsroom", "providers", "templates", "tests")


@pytest.mark.parametrize("guide", PAGES, ids=lambda guide: guide.relative_to(ROOT).as_posix())
def test_links_and_files_exist(guide: Path) -> None:
    text = guide.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    missing = [link for link in links if not (guide.parent / link).exists()]
    named = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`", text)
    # Records tell what was so when they were written.
    missing += [] if "decisions" in guide.parts else [name for name in named if not (ROOT / name).exists()]
    assert missing == []
