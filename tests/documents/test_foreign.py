"""What no YAML parser should be asked about is told by what it is."""

from __future__ import annotations

import pytest

from documents.foreign import foreign


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+++\ntitle = 'a'\n+++\n", "has TOML front matter"),
        ("+++", "has TOML front matter"),
        ("+++ \r\ntitle = 'a'\r\n", "has TOML front matter"),
        ("---toml\ntitle = 'a'\n---\n", "has front matter in another language"),
        ("--- json\n{}\n---\n", "has front matter in another language"),
        (";;;\n{}\n;;;\n", "has front matter in another language"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a pointer of Git LFS"),
        ("/annex/objects/SHA256E-s1--0.md\n", "is a pointer of git-annex"),
        ("../../.git/annex/objects/0/1/SHA256E-s1--0/SHA256E-s1--0.md", "is a pointer of git-annex"),
    ],
)
def test_what_stands_in_for_a_document_is_named(text: str, reason: str) -> None:
    assert (foreign(text) or "").startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\ntitle: a\n---\n",
        "name: AI\n",
        "++++\n",
        "+++ and more\n",
        "--- jsonish\n",
        "version https://git-lfs.example/spec/v1\n",
        "the folder annex/objects/ has files\n",
        # Told by its beginning alone: a body may speak of such things.
        "---\ntitle: a\n---\n+++\nversion https://git-lfs.github.com/spec/v1\n",
    ],
)
def test_whatever_may_be_a_document_is_left_to_the_reader(text: str) -> None:
    assert foreign(text) is None


def test_long_line_costs_no_more_than_its_length() -> None:
    assert foreign("a/" * 200_000) is None
