"""Templates can be read: short lines, one element on each.

djhtml indents the desk's (`make format`), and breaks no line itself.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
# Elements that begin a line on the page too; a phrase in one of them may stay on its line.
BLOCKS = (
    "article|aside|details|dialog|dl|fieldset|form|h[1-6]|header|li|link|nav|ol|p|section|summary|table|tr|ul"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lines_are_short_and_begin_one_block(path: Path) -> None:
    lines = dict(enumerate(path.read_text("utf-8").splitlines(), start=1))
    assert [number for number, line in lines.items() if len(line) > 120] == []
    blocks = re.compile(rf"<(?:{BLOCKS})\b")
    assert [number for number, line in lines.items() if len(blocks.findall(line)) > 1] == []
