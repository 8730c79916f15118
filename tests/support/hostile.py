"""One document of each bad kind that anybody thought of, and one word by which its refusal is known."""

from __future__ import annotations

import io
import os
import socket
import tarfile
import zipfile
from pathlib import Path

FRONT = b"---\ntitle: A\n"


def front(*lines: str) -> bytes:
    return FRONT + "".join(f"{line}\n" for line in lines).encode() + b"---\n"


# Each with the field that its refusal names.
DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "alias-bomb": (
        b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n---\n",
        "a",
    ),
    "anchor": (front("excerpt: &a text"), "excerpt"),
    "alias": (front("excerpt: *a"), "excerpt"),
    "merge-key": (front("<<: {heat: 1}"), "document"),
    "nested-flow": (front("heat: " + "[" * 30_000), "heat"),
    "nested-maps": (front("x: " + "{a: " * 5_000), "x"),
    "nested-block": (front("x:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 40))), "x"),
    "many-events": (front("x: [" + "1," * 30_000 + "]"), "x"),
    "duplicate-key": (front("title: B"), "title"),
    "duplicate-inner-key": (front("provider:\n  name: a\n  name: b"), "name"),
    "python-tag": (front("excerpt: !!python/object/apply:os.system [true]"), "excerpt"),
    "own-tag": (front("excerpt: !secret x"), "excerpt"),
    "tag-directives": (b"---\n%TAG ! tag:x,2000:\ntitle: A\n---\n", "document"),
    "impossible-date": (front("publishedDateTime: 2021-02-30T00:00:00Z"), "publishedDateTime"),
    "date-without-zone": (front("publishedDateTime: 2021-02-03T00:00:00"), "publishedDateTime"),
    "date-in-words": (front("publishedDateTime: yesterday"), "publishedDateTime"),
    "date-out-of-range": (front("publishedDateTime: 0001-01-01T00:00:00+14:00"), "publishedDateTime"),
    "nul": (front("excerpt: a\0b"), "excerpt"),
    "escaped-nul": (front('excerpt: "a\\0b"'), "excerpt"),
    "control-character": (front('excerpt: "a\\x1bb"'), "excerpt"),
    "lone-surrogate": (front('excerpt: "\\ud800"'), "excerpt"),
    "latin-1": (front("excerpt: caf\xe9").decode().encode("latin-1"), "document"),
    "utf-16": (front("excerpt: a").decode().encode("utf-16"), "document"),
    "utf-32": (front("excerpt: a").decode().encode("utf-32"), "document"),
    "binary": (bytes(range(256)) * 20, "document"),
    "empty": (b"", "document"),
    "no-front-matter": (b"# Just words\n", "document"),
    "front-never-closed": (FRONT, "document"),
    "quote-never-closed": (front('excerpt: "never'), "excerpt"),
    "list-never-closed": (front("topics: [a, b"), "topics"),
    "tab-indented": (front("provider:\n\tname: a"), "provider"),
    "list-at-the-root": (b"---\n- a\n- b\n---\n", "document"),
    "text-at-the-root": (b"---\njust text\n---\n", "document"),
    "two-documents": (b"---\ntitle: A\n--- \ntitle: B\n---\n", ""),
    "key-is-a-list": (front("[a]: b"), "document"),
    "text-for-a-number": (front("heat: hot"), "heat"),
    "number-too-large": (front("heat: 9" + "9" * 5000), "heat"),
    "number-quoted": (front('quality: "5"'), "quality"),
    "no-is-no-boolean": (front("published: no"), "published"),
    "text-for-a-list": (front("topics: AI"), "topics"),
    "mapping-for-a-text": (front("title2: a", "excerpt: {a: b}"), "excerpt"),
    "javascript-url": (front('webUrl: "javascript:alert(1)"'), "webUrl"),
    "data-url": (front('webUrl: "data:text/html,x"'), "webUrl"),
    "file-url": (front("webUrl: file:///etc/passwd"), "webUrl"),
    "scheme-relative-url": (front("webUrl: //elsewhere.example/"), "webUrl"),
    "backslash-url": (front("webUrl: '/\\elsewhere'"), "webUrl"),
    "tab-in-url": (front('webUrl: "/\\t/elsewhere"'), "webUrl"),
    "long-title": (b"---\ntitle: " + b"x" * 1001 + b"\n---\n", "title"),
    "long-url": (front("webUrl: https://a.example/" + "x" * 2000), "webUrl"),
    "long-topic": (front("topics:\n  - " + "x" * 201), "topics[1]"),
    "negative-width": (front("images:\n  - url: /a.jpg\n    width: -1"), "images[1].width"),
    "taxonomy-of-a-topic": (front("taxonomy: topic"), "taxonomy"),
    "scalar-of-50-megabytes": (FRONT + b"excerpt: " + b"x" * 50_000_000 + b"\n---\n", "document"),
    "a-megabyte-of-brackets": (front("x: " + "[" * 1_000_000), "x"),
    "million-keys": (b"---\n" + b"".join(b"k%d: 1\n" % n for n in range(90_000)) + b"---\n", ""),
}
del DOCUMENTS["two-documents"]  # the second dashes close the front matter: the rest is a body


def write(folder: Path) -> dict[str, str]:
    """Write all of them and what is no document at all; answers with the field of each by its name."""
    expected = {}
    for name, (data, field) in DOCUMENTS.items():
        (folder / f"bad-{name}.md").write_bytes(data)
        expected[f"bad-{name}.md"] = field
    os.mkfifo(folder / "bad-fifo.md")
    os.symlink("/etc/passwd", folder / "bad-link.md")
    os.symlink("bad-link-to-itself.md", folder / "bad-link-to-itself.md")
    os.symlink("/etc", folder / "bad-folder-link")
    with socket.socket(socket.AF_UNIX) as listener:
        # A socket's address is short; its file may be moved anywhere.
        listener.bind(address := f"/tmp/hostile-{os.getpid()}.sock")
        os.replace(address, folder / "bad-socket.md")
    (folder / "bad-control\x1b[31m.md").write_bytes(FRONT + b"---\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad-latin-\xe9.md")).write_bytes(FRONT + b"---\n")
    for name in ("bad-fifo.md", "bad-link.md", "bad-link-to-itself.md", "bad-folder-link", "bad-socket.md"):
        expected[name] = "document"
    expected["bad-control\\x1b[31m.md"] = "path"
    expected["bad-latin-\\udce9.md"] = "document"
    return expected


def climbing_tar(target: Path) -> set[str]:
    """An archive with one good document and names that climb, links and a device."""
    names = {"../_news/up.md", "/_news/root.md", "_news/../../up.md", "_news/link.md", "_news/device.md"}
    with tarfile.open(target, "w") as archive:
        for name in [*sorted(names), "_news/good-in-tar.md"]:
            info = tarfile.TarInfo(name)
            info.type = {"_news/link.md": tarfile.SYMTYPE, "_news/device.md": tarfile.CHRTYPE}.get(
                name, tarfile.REGTYPE
            )
            info.linkname = "/etc/passwd" if info.issym() else ""
            info.size = len(FRONT) + 4 if info.isreg() else 0
            archive.addfile(info, io.BytesIO(FRONT + b"---\n"))
    return names


def bomb_zip(target: Path) -> None:
    """Two hundred megabytes of nothing in a fifth of one, and a good document behind them."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_news/bomb.md", b"\0" * 200_000_000)
        archive.writestr("_news/good-in-zip.md", FRONT + b"---\n")
