"""What a browser would send of a form that it was given."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client


class _Form(HTMLParser):
    """The successful controls of the page's form with a given id (HTML, 4.10.22)."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id = form_id
        self.sent: dict[str, str] = {}
        self.inside = False
        self.name = ""
        self.kind = ""
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name and "disabled" not in given:
            kind = given.get("type", "text")
            if kind == "checkbox":
                if "checked" in given:
                    self.sent[name] = value or "on"
            elif kind != "submit":
                # One line has no line ends; a hidden one keeps them, and sends them as any.
                self.sent[name] = _as_sent(value) if kind == "hidden" else re.sub("[\r\n]", "", value)
        elif tag in {"textarea", "select"}:
            self.name, self.kind, self.text = name, tag, "" if tag == "textarea" else None
        elif tag == "option" and self.kind == "select":
            # A select without a choice sends its first option.
            is_chosen = "selected" in given or self.name not in self.sent
            self.sent |= {self.name: value} if self.name and is_chosen else {}

    def handle_data(self, data: str) -> None:
        if self.kind == "textarea" and self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            self.sent[self.name] = _as_sent(re.sub("\r\n|\r", "\n", self.text).removeprefix("\n"))
        if tag in {"textarea", "select"}:
            self.name, self.kind, self.text = "", "", None
        if tag == "form":
            self.inside = False


def _as_sent(text: str) -> str:
    return re.sub("\r\n|\r|\n", "\r\n", text)


def sent_by_browser(client: Client, address: str, model: str) -> dict[str, str]:
    """The form at an address of the admin, filled as it came, ready to be posted; empty rows are left out."""
    response = client.get(address)
    assert response.status_code == 200, address
    return fields_of(response.content.decode(), model)


def fields_of(page: str, model: str) -> dict[str, str]:
    """What a browser would send from the form of a page that is at hand."""
    form = _Form(f"{model}_form")
    form.feed(page)
    return {name: value for name, value in form.sent.items() if "-__prefix__-" not in name}


def save(client: Client, address: str, model: str, **changes: str) -> None:
    """Open a form, change some fields (`listings__0__position` for a row's) and save it."""
    sent = sent_by_browser(client, address, model)
    sent |= {name.replace("__", "-"): value for name, value in changes.items()}
    response = client.post(address, sent)
    errors = response.context["errors"] if response.status_code == 200 else None
    assert response.status_code == 302, errors
