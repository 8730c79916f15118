"""Hostile texts in a real browser that keeps no policy: nothing of them runs, and nobody else is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from articles.reading.markdown import as_html
from tests.support.hostile_texts import ATTACKS

pytestmark = pytest.mark.browser

HERE = "http://site.example/news/a/"
# What an attack would call, and where one leaves its mark.
WATCH = "window.ran = []; window.alert = window.msgbox = (...said) => window.ran.push(said)"
LEADS = "[...document.querySelectorAll('a')].map(link => link.protocol)"
NEVER = "script, style, form, iframe, object, embed, base, meta[http-equiv], svg, math, video, audio"
# A browser that writes down what it understood, and reads that again, may understand something else.
AGAIN = "document.body.innerHTML = document.body.innerHTML"


def test_no_hostile_text_runs_or_asks_anybody_with_the_policy_off(browser: Browser) -> None:
    texts = [as_html(text, key=str(number)) for number, text in enumerate(ATTACKS.values())]
    texts += [as_html(text, address=HERE) for text in ATTACKS.values()]
    whole = f"<!doctype html><title>Hostile</title>{''.join(f'<div>{text}</div>' for text in texts)}"
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url == HERE:
            route.fulfill(body=whole, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    # All of it in view, so that what waits for that is asked for.
    context = browser.new_context(viewport={"width": 1280, "height": 15_000})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route("**/*", answer)
    page.goto(HERE, wait_until="networkidle")
    page.evaluate(AGAIN)
    page.wait_for_load_state("networkidle")
    assert (page.evaluate("window.ran"), page.url) == ([], HERE)
    # A browser says ":" of a link that leads nowhere.
    assert set(page.evaluate(LEADS)) <= {"http:", "https:", "mailto:", ":"}
    assert page.locator("div").count() > 2 * len(ATTACKS)
    assert (
        page.locator("script, style, form, iframe, object, embed, base, meta[http-equiv], svg, math").count()
        == 0
    )
    assert {urlsplit(url).netloc for url in asked} == {"site.example"}
    context.close()
