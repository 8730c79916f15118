"""Of the HTML of a document only the id of a video of a known host is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.embeds import Embed, embed_of

ID = "qT7bR0nKh3E"
YOUTUBE = Embed(
    "YouTube", f"https://www.youtube-nocookie.com/embed/{ID}", f"https://www.youtube.com/watch?v={ID}"
)
VIMEO = Embed("Vimeo", "https://player.vimeo.com/video/76979871?dnt=1", "https://vimeo.com/76979871")


@pytest.mark.parametrize(
    "html",
    [
        f'<iframe src="https://www.youtube.com/embed/{ID}"></iframe>',
        f"<p>See:</p><IFRAME width=1 SRC='//youtube.com/embed/{ID}?autoplay=1' onload='x()'></IFRAME>",
        f'<iframe src=" http://www.youtube-nocookie.com/embed/{ID}/ "></iframe>',
        f"https://youtu.be/{ID}?t=3",
        f" https://www.youtube.com/watch?list=x&v={ID}#a\n",
        f"https://m.youtube.com/shorts/{ID}",
        f"http://youtube.com/live/{ID}/",
    ],
)
def test_video_of_youtube_is_known_however_it_is_named(html: str) -> None:
    assert embed_of(html) == YOUTUBE


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://player.vimeo.com/video/76979871?h=x"></iframe>',
        "https://vimeo.com/76979871",
        "https://www.vimeo.com/76979871/x",
    ],
)
def test_video_of_vimeo_is_known_however_it_is_named(html: str) -> None:
    assert embed_of(html) == VIMEO


@pytest.mark.parametrize(
    "html",
    [
        "",
        "Some words",
        f'<iframe src="https://evil.example/embed/{ID}"></iframe>',
        f'<iframe src="https://www.youtube.com.evil.example/embed/{ID}"></iframe>',
        f'<iframe src="https://evil.example@www.youtube.co/embed/{ID}"></iframe>',
        f'<iframe src="javascript://www.youtube.com/embed/{ID}"></iframe>',
        f'<iframe src="https://www.youtube.com/embed/{ID}x"></iframe>',
        f'<iframe src="https://www.youtube.com/embed/{ID}/../x"></iframe>',
        '<iframe src="https://player.vimeo.com/video/1x"></iframe>',
        '<iframe src="https://[/"></iframe>',
        "<iframe></iframe>",
        f'<script src="https://www.youtube.com/embed/{ID}"></script>',
        f'<!-- <iframe src="https://www.youtube.com/embed/{ID}"></iframe> -->',
        f'<textarea><iframe src="https://www.youtube.com/embed/{ID}"></iframe></textarea>',
        f"https://youtu.be/{ID} and more",
        # Of two nobody can tell which is meant.
        f'<iframe src="https://www.youtube.com/embed/{ID}"></iframe>' * 2,
    ],
)
def test_anything_else_is_no_video(html: str) -> None:
    assert embed_of(html) is None


@given(st.text())
def test_id_is_all_that_passes(text: str) -> None:
    found = embed_of(f'<iframe src="https://www.youtube.com/embed/{ID}?{text}"></iframe>')
    assert found in (None, YOUTUBE)
