"""The documented steps to a server: nginx ends TLS, gunicorn answers, pictures are served."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import skip_unless_in_ci

NAME = "example.org"
PASSWORD = "a long enough password"
# In one process, for each would take seconds to start.
STEPS = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("check", deploy=True, fail_level="WARNING")
call_command("createsuperuser", interactive=False, username="editor", email="e@example.org")
call_command("import_articles", "fixtures/site", verbosity=0)
"""
# What Debian's own /etc/nginx/nginx.conf puts around a site.
MAIN = """daemon off;
pid {place}/nginx.pid;
error_log {place}/nginx.log;
{user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/site.conf;
}}
"""


@dataclass
class Server:
    """A site that was set up by the documented steps, as a visitor of example.org sees it."""

    plain_port: int
    tls_port: int
    certificate: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, *, tls: bool = True, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; a form goes as a browser sends it, and cookies are kept."""
        connection = self._tls() if tls else http.client.HTTPConnection("127.0.0.1", self.plain_port)
        sent = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
            body = urlencode(form)
        connection.request("GET" if form is None else "POST", path, body, sent)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response, content

    def _tls(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls_port)
        plain = socket.create_connection(("127.0.0.1", self.tls_port))
        connection.sock = context.wrap_socket(plain, server_hostname=NAME)
        return connection


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Steps 3 to 7 of docs/operations.md, with the ports and folders of a test."""
    nginx, openssl = found_program("nginx"), found_program("openssl")
    place = tmp_path_factory.mktemp("server")
    environment = settings_told(root, place)
    subprocess.run([sys.executable, "-c", STEPS], cwd=root, env=environment, check=True)
    certificate = make_certificate(openssl, place)
    gunicorn_port, plain_port, tls_port = free_ports(3)
    site = site_for_test((root / "deploy/nginx.conf").read_text(), place, gunicorn_port, plain_port, tls_port)
    (place / "site.conf").write_text(site)
    # As root, nginx's own user could not read a test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(MAIN.format(place=place, user=user))
    gunicorn = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    gunicorn += ["--bind", f"127.0.0.1:{gunicorn_port}", "newsroom.wsgi"]
    with ExitStack() as running:
        running.enter_context(serving(gunicorn, gunicorn_port, root, environment))
        running.enter_context(
            serving([nginx, "-p", str(place), "-c", str(place / "nginx.conf")], tls_port, place, environment)
        )
        yield Server(plain_port, tls_port, certificate)


def found_program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if not found:
        skip_unless_in_ci(f"there is no {name} on this machine")
    return found or ""


def settings_told(root: Path, place: Path) -> dict[str, str]:
    """The page's own file of settings, beside what tells a test's folders."""
    (told,) = re.findall(
        r"\n +```\n( +SECRET_KEY=.*?)```", (root / "docs/operations.md").read_text(), re.DOTALL
    )
    (place / "env").write_text("".join(f"{line.strip()}\n" for line in told.splitlines()))
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "ENV_FILE": str(place / "env"),
        "DATABASE_URL": f"sqlite:///{place}/newsroom.sqlite3",
        "MEDIA_ROOT": str(place / "media"),
        "STATIC_ROOT": str(place / "static"),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }


def make_certificate(openssl: str, place: Path) -> Path:
    key, certificate = place / "privkey.pem", place / "fullchain.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    command += ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def site_for_test(told: str, place: Path, gunicorn: int, plain: int, tls: int) -> str:
    """The file as documented, but for what every reader of it puts in as well: places and ports."""
    for before, after in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{tls} ssl http2;"),
        ("/etc/ssl/newsroom/", f"{place}/"),
        ("alias /srv/newsroom/var/media/", f"alias {place}/media/"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{gunicorn}"),
    ):
        assert before in told
        told = told.replace(before, after)
    return told


@contextmanager
def serving(command: list[str], port: int, folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run a server, from when it takes connections to the end of the block."""
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        while process.poll() is None and not takes_connections(port):
            time.sleep(0.05)
        assert process.poll() is None, f"{command[0]} ended at once"
        yield
    finally:
        process.terminate()
        process.wait()


def takes_connections(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def test_a_page_answers_over_tls_and_plain_http_leads_there(server: Server) -> None:
    plain, _ = server.ask("/archive/?page=2", tls=False)
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{NAME}/archive/?page=2")
    page, content = server.ask("/")
    assert page.status == 200
    assert b"</html>" in content
    assert page.headers["Strict-Transport-Security"].startswith("max-age=3600")


def test_pages_find_their_styles_and_pictures(server: Server) -> None:
    _, content = server.ask("/")
    page = content.decode()
    for address in (re.findall(r'"(/static/[^"]+\.css)"', page)[0], re.findall(r'"(/media/[^"]+)"', page)[0]):
        answer, data = server.ask(address)
        assert (answer.status, bool(data)) == (200, True), address
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/media/", "/media/../newsroom.sqlite3", "/media/%2e%2e/newsroom.sqlite3"])
def test_nothing_beside_pictures_is_served(server: Server, path: str) -> None:
    answer, data = server.ask(path)
    assert answer.status in {400, 403, 404}
    assert not data.startswith(b"SQLite")


def test_an_editor_signs_in(server: Server) -> None:
    """Cookies are kept to TLS, and the form's origin is that of the page."""
    path = "/admin/login/?next=/admin/"
    _, content = server.ask(path)
    (token,) = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', content)
    form = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": token.decode()}
    answer, _ = server.ask(path, form=form)
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/")
    desk, _ = server.ask("/admin/")
    assert desk.status == 200


def test_what_a_visitor_says_of_tls_is_not_believed(server: Server) -> None:
    plain, _ = server.ask("/", tls=False, X_Forwarded_Proto="https")
    assert plain.status == 301
    page, _ = server.ask("/", X_Forwarded_Proto="http")
    assert page.status == 200


def test_addresses_for_programs_are_those_of_the_site(server: Server) -> None:
    """The header in which nginx says https reaches what writes absolute addresses."""
    answer, content = server.ask("/robots.txt")
    assert answer.status == 200
    assert f"https://{NAME}/sitemap.xml" in content.decode()
