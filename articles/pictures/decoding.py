"""Pictures read and drawn in a process of their own, which is ended when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from django.utils.translation import gettext_lazy as _

# What a picture may have, in bytes.
SIZE_LIMIT: Final = 20 * 1024 * 1024
# By the clock, for a machine that has much else to do; the processor's seconds are counted in the process.
PATIENCE: Final = 60
_WORKER: Final = Path(__file__).with_name("worker.py")

_REASONS: Final = {
    "empty": _("This file is empty."),
    "no_picture": _("This is no picture. Choose a JPEG, PNG, WebP, GIF or AVIF file."),
    "html": _("This is a web page and no picture. Choose a JPEG, PNG, WebP, GIF or AVIF file."),
    "svg": _("SVG drawings can hold programs, and are not taken. Save it as PNG."),
    "tiff": _("TIFF pictures are not taken, for browsers do not show them. Save it as JPEG or PNG."),
    "heic": _("HEIC pictures are not taken, for most browsers do not show them. Save it as JPEG."),
    "bmp": _("BMP pictures are not taken. Save it as PNG."),
    "pdf": _("This is a PDF and no picture. Save the page that you want as JPEG or PNG."),
    "eps": _("EPS drawings are not taken. Save it as PNG."),
    "psd": _("Photoshop files are not taken. Save it as JPEG or PNG."),
    "ico": _("Icon files are not taken. Save it as PNG."),
    "icns": _("Icon files are not taken. Save it as PNG."),
    "zip": _("This is an archive and no picture. Unpack it, and choose the pictures in it."),
    "jpeg2000": _("JPEG 2000 pictures are not taken, for browsers do not show them. Save it as JPEG."),
    "jpegxl": _("JPEG XL pictures are not taken, for most browsers do not show them. Save it as JPEG."),
    "polyglot": _("This picture has a program or another file in it, and is not taken. Save it anew."),
    "pixels": _("This picture has more than 25 megapixels. Make it smaller."),
    "side": _("This picture is longer than 16,000 pixels on one side. Cut it, or make it smaller."),
    "scans": _("This picture is written in a way that takes very long to read. Save it anew as JPEG."),
    "memory": _("This picture takes too much memory to read. Save it anew, or make it smaller."),
    "time": _("This picture takes too long to read. Save it anew, or make it smaller."),
    "damaged": _("This picture is damaged or not whole. Open it, and save it anew."),
    "notes": _("This file says nothing of its picture that can be understood."),
    "path": _("No picture of a site may have this name."),
    "size": _("This file is larger than 20 MB. Make the picture smaller."),
}


class Refused(Exception):
    """A picture that is not taken; `reason` is a word, `str()` a sentence for whoever sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(_REASONS.get(self.reason, _REASONS["damaged"]))


class Taken(NamedTuple):
    """A picture that can be shown: what it is, its bytes to keep, and how any browser is shown it."""

    kind: str
    width: int
    height: int
    is_opaque: bool
    data: bytes
    plain: bytes


class Cost(NamedTuple):
    """What the process has used so far: seconds of the processor, and bytes of memory at most."""

    seconds: float
    memory: int


class Decoder:
    """The process, started when there is something to do; a context manager, which leaves none behind."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.cost = Cost(0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_running(self) -> bool:
        """Whether the process of the last picture is there still: one that went too far is ended."""
        return self._process is not None

    def close(self) -> None:
        """End the process, whatever it is at."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def take(self, data: bytes, *, width: int, as_it_is: bool = False, form: str = "") -> Taken:
        """Read a picture; draw it anew, in a `form` if one is named, or keep its bytes. Raises Refused."""
        if len(data) > SIZE_LIMIT:
            raise Refused("size")
        told, files = self._ask(data, do="take", as_it_is=as_it_is, form=form, width=width)
        bare = data if as_it_is else files[0]
        width, height = told["size"]
        return Taken(told["kind"], width, height, told["is_opaque"], bare, files[-1])

    def draw(
        self,
        data: bytes,
        *,
        widths: Sequence[int],
        boxes: Sequence[tuple[int, int]],
        focus: tuple[float, float],
    ) -> list[bytes]:
        """A picture at some widths and in some boxes, three files of each. Raises Refused."""
        return self._ask(data, do="draw", widths=widths, boxes=boxes, focus=focus)[1]

    def _ask(self, data: bytes, **job: Any) -> tuple[dict[str, Any], list[bytes]]:
        process = self._process = self._process or _start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(PATIENCE, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps({**job, "length": len(data)}).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
            told: dict[str, Any] = json.loads(line) if line else {"refused": "time"}
            files = [process.stdout.read(length) for length in told.get("lengths", ())]
        except OSError:
            told, files = {"refused": "time"}, []
        finally:
            timer.cancel()
        if "used" not in told:
            # It was ended: by the system, by the clock, or by the picture.
            self.close()
            raise Refused("time")
        self.cost = Cost(*told["used"])
        if "refused" in told:
            raise Refused(told["refused"])
        return told, files


def _start() -> subprocess.Popen[bytes]:
    # Without the surroundings of this one, which hold its secrets, and without the project's modules.
    return subprocess.Popen(
        [sys.executable, "-I", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
    )
