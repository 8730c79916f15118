"""What others wrote and we ship is what they published: each file by its hash, each with its licence."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path


def test_each_vendored_file_is_the_one_in_the_record(root: Path) -> None:
    record = (root / "docs/decisions/0019-the-editor-of-texts.md").read_text("utf-8")
    recorded = dict(re.findall(r"^\| `(articles/static/\S+)` .*`([0-9a-f]{64})` \|$", record, re.MULTILINE))
    vendored = root / "articles/static/desk/vendor"
    files = [path for path in vendored.rglob("*") if path.is_file() and path.name != "LICENSE"]
    assert len(files) > 1
    here = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert here == recorded
    assert {folder.name for folder in vendored.iterdir() if not (folder / "LICENSE").is_file()} == set()
