"""What a page of cards takes of its readers: the pictures as they came in, and as they are drawn for cards.

    .venv/bin/python bench/pictures.py [FOLDER]

FOLDER holds pictures, those of the sample site where none is named: each stands on one card.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
settings.configure(USE_I18N=False)

from articles.pictures.decoding import Decoder, Refused  # noqa: E402  Django asks for its settings first

ROOT: Final = Path(__file__).resolve().parent.parent
CARDS: Final = ((400, 267), (800, 533))
FORMS: Final = ("AVIF", "WebP", "JPEG or PNG")


def main() -> None:
    """Draw each, and add up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", default=str(ROOT / "fixtures/site/assets/images/news"))
    before = count = 0
    sums: dict[tuple[int, str], int] = {}
    with Decoder() as decoder:
        for path in sorted(Path(parser.parse_args().folder).iterdir()):
            data = path.read_bytes()
            try:
                files = iter(decoder.draw(data, widths=[], boxes=CARDS, focus=(0.5, 0.5)))
            except Refused as refusal:
                print(f"{path.name}: {refusal}", file=sys.stderr)
                continue
            count, before = count + 1, before + len(data)
            for width, _height in CARDS:
                for form in FORMS:
                    sums[width, form] = sums.get((width, form), 0) + len(next(files))
        seconds = decoder.cost.seconds
    if not count:
        sys.exit("no picture there")
    print(f"{count} pictures on a page; {seconds / count:.2f} seconds of the processor for each")
    print(f"{'as they came in':<28}{before / 1024:>9,.0f} kB")
    for (width, form), size in sums.items():
        told = f"cards {width} wide, {form}"
        print(f"{told:<28}{size / 1024:>9,.0f} kB{size / before:>8.0%}")


if __name__ == "__main__":
    main()
