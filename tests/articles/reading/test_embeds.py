"""Of what a document embeds only a video of a known host is left, and where it starts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.embeds import Embed, embed_of

ID = "qT7bR0nKh3E"
YOUTUBE = Embed(
    "YouTube",
    f"https://www.youtube-nocookie.com/embed/{ID}",
    f"https://www.youtube.com/watch?v={ID}",
    f'<iframe width="800" height="500" frameborder="0" src="https://www.youtube.com/embed/{ID}" allow="'
    'accelerometer; autoplay; encrypted-media; gyroscope; picture-in-picture" allowfullscreen></iframe>',
)
VIMEO = Embed(
    "Vimeo",
    "https://player.vimeo.com/video/76979871?dnt=1",
    "https://vimeo.com/76979871",
    '<iframe width="800" height="450" frameborder="0" src="https://player.vimeo.com/video/76979871" '
    'allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>',
)


@pytest.mark.parametrize(
    "html",
    [
        f'<iframe src="https://www.youtube.com/embed/{ID}"></iframe>',
        f"<p>See:</p><IFRAME width=1 SRC='//youtube.com/embed/{ID}?autoplay=1' onload='x()'></IFRAME>",
        f'<iframe src=" http://www.youtube-nocookie.com/embed/{ID}/ "></iframe>',
        f"https://youtu.be/{ID}?si=abc",
        f" https://www.youtube.com/watch?list=x&v={ID}#a\n",
        f"https://m.youtube.com/shorts/{ID}",
        f"http://youtube.com/live/{ID}/",
        f"https://www.youtube.com/watch/?v={ID}&t=soon",
        f"https://music.youtube.com/watch?v={ID}",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"HTTPS://YouTu.be/{ID}",
        f"youtu.be/{ID}",
        f"www.youtube.com/watch?v={ID}&t=0",
    ],
)
def test_video_of_youtube_is_known_however_it_is_named(html: str) -> None:
    assert embed_of(html) == YOUTUBE


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://player.vimeo.com/video/76979871?h=x"></iframe>',
        "https://player.vimeo.com/video/76979871",
        "https://vimeo.com/76979871",
        "vimeo.com/76979871?share=copy",
        "https://vimeo.com/channels/staffpicks/76979871",
        "https://vimeo.com/groups/shorts/videos/76979871/",
        "https://www.vimeo.com/76979871/x",
    ],
)
def test_video_of_vimeo_is_known_however_it_is_named(html: str) -> None:
    assert embed_of(html) == VIMEO


@pytest.mark.parametrize(
    "told", ["?t=90", "?t=90s", "?start=90&si=x", "?t=1m30s", "?t=0h1m30s", "#t=90", "?si=x&t=1m30"]
)
def test_video_starts_where_its_address_says(told: str) -> None:
    for address in (
        f"https://youtu.be/{ID}{told}",
        f'<iframe src="//youtube.com/embed/{ID}{told}"></iframe>',
    ):
        found = embed_of(address)
        assert found is not None
        assert found.frame == f"https://www.youtube-nocookie.com/embed/{ID}?start=90"
        assert found.page == f"https://www.youtube.com/watch?v={ID}&t=90s"
    vimeo = embed_of(f"https://vimeo.com/76979871{told}")
    assert vimeo is not None
    assert vimeo.frame == "https://player.vimeo.com/video/76979871?dnt=1#t=90s"
    assert vimeo.page == "https://vimeo.com/76979871#t=90s"


@pytest.mark.parametrize(
    "address", ["https://vimeo.com/76979871/8fc1e2a3b4", "//player.vimeo.com/video/76979871?h=8fc1e2a3b4"]
)
def test_video_of_vimeo_that_is_not_listed_plays_by_its_key(address: str) -> None:
    found = embed_of(address)
    assert found is not None
    assert found.frame == "https://player.vimeo.com/video/76979871?h=8fc1e2a3b4&dnt=1"
    assert found.page == "https://vimeo.com/76979871/8fc1e2a3b4"


@pytest.mark.parametrize(
    "address",
    [
        f"https://youtu.be/{ID}?t=90",
        "https://vimeo.com/76979871/8fc1e2a3b4#t=90s",
        f"https://m.youtube.com/shorts/{ID}",
    ],
)
def test_code_for_documents_is_the_same_video(address: str) -> None:
    found = embed_of(address)
    assert found is not None
    assert embed_of(found.code) == found


@pytest.mark.parametrize(
    "html",
    [
        "",
        "https://www.youtube.com/playlist?list=PL1234567890",
        "https://www.youtube.com/@somebody",
        "https://www.youtube.com/watch?v=short",
        "https://vimeo.com/somebody",
        f"ftp://youtu.be/{ID}",
        f"https://youtu.be.evil.example/{ID}",
        f"https://evil.example/?v={ID}#youtube.com/watch",
        "https://youtu.be/" + "&" * 100,
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
def test_id_and_start_are_all_that_passes(text: str) -> None:
    found = embed_of(f'<iframe src="https://www.youtube.com/embed/{ID}?{text}"></iframe>')
    assert found is None or (
        re.fullmatch(rf"https://www\.youtube-nocookie\.com/embed/{ID}(\?start=[0-9]+)?", found.frame)
    )
