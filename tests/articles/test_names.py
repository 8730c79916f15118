"""Names that look alike are one: of documents, topics, providers, addresses, and what is withheld."""

from __future__ import annotations

import io
import subprocess
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.editing.history import Actor, snapshot
from articles.importing import Report, import_documents, import_history
from articles.importing.restoring_versions import restore
from articles.importing.uploads import accept, receive
from articles.models import Article, Redirect, Revision, SourceDocument, Topic, TopicAlias, Upload, Withheld
from documents.identity import fingerprint
from documents.sources import Sources
from documents.sources.git import Repository
from providers.models import Provider, ProviderAlias
from tests.support.make import delete_articles

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("café", "東京", "Zürich", "한국", "Ελλάς")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def document(title: str, **values: str) -> bytes:
    said = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\ntitle: {title}\npublished: true\n{said}---\n".encode()


def site(form: Callable[[str], str] = str) -> dict[str, bytes]:
    """A site whose names are all in one form."""
    files = {}
    for place, plain in enumerate(NAMES):
        name = form(plain)
        files[f"_news/2021-01-0{place + 1}-{name}.md"] = document(
            plain, topics=f"[{name}]", provider=f"{{name: {name}}}"
        )
        files[f"_data/topics/0{place}-{name}.yaml"] = f"name: {name}\n".encode()
    return files


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def put(folder: Path, files: dict[str, bytes]) -> Report:
    return import_documents(Sources([str(lay(folder, files))]))


def as_folder(folder: Path, files: dict[str, bytes]) -> Report:
    return put(folder / "site", files)


def as_tar(folder: Path, files: dict[str, bytes]) -> Report:
    with tarfile.open(folder / "site.tar", "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return import_documents(Sources([str(folder / "site.tar")]))


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    """Without the flag that says that names are in UTF-8, as many programs pack."""
    packed = folder / "site.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for place, data in enumerate(files.values()):
            archive.writestr(f"{place}" + "x" * (len(name_bytes(files, place)) - len(f"{place}")), data)
    raw = packed.read_bytes()
    for place in range(len(files)):
        name = name_bytes(files, place)
        raw = raw.replace(f"{place}".encode() + b"x" * (len(name) - len(f"{place}")), name)
    packed.write_bytes(raw)
    return packed


def name_bytes(files: dict[str, bytes], place: int) -> bytes:
    return [*files][place].encode()


def as_zip(folder: Path, files: dict[str, bytes]) -> Report:
    return import_documents(Sources([str(zipped(folder, files))]))


def repository_of(folder: Path, files: dict[str, bytes]) -> Path:
    lay(folder / "repository", files)
    named = ("-c", "user.name=Ann", "-c", "user.email=ann@site.example")
    for said in (("init", "-q", "-b", "main"), ("add", "-A"), (*named, "commit", "-q", "-m", "All")):
        subprocess.run(["git", "-C", folder / "repository", *said], check=True, capture_output=True)
    return folder / "repository"


def as_git(folder: Path, files: dict[str, bytes]) -> Report:
    with Repository(str(repository_of(folder, files))) as repository:
        return import_documents(repository.tree(repository.commit("main")))


def as_history(folder: Path, files: dict[str, bytes]) -> Report:
    with Repository(str(repository_of(folder, files))) as repository:
        (report,) = import_history(repository, repository.commit("main"))
        return report


def as_upload(folder: Path, files: dict[str, bytes]) -> Report:
    now = timezone.now()
    user = User.objects.get_or_create(username="ann")[0]
    with zipped(folder, files).open("rb") as stream:
        upload = receive("site.zip", stream, user=user, now=now)
    upload.documents.filter(is_duplicate=True).update(choice="take")
    return accept(Upload.objects.get(pk=upload.pk), is_whole=False, user=user, now=now).report


WAYS = {way.__name__: way for way in (as_folder, as_tar, as_zip, as_git, as_history, as_upload)}


@pytest.fixture(autouse=True)
def _uploads(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.mark.parametrize("second", WAYS)
@pytest.mark.parametrize("form", [str, nfd, str.upper], ids=["as it was", "NFD", "capitals"])
def test_a_site_is_the_same_site_whatever_it_comes_in(
    tmp_path: Path, second: str, form: Callable[[str], str]
) -> None:
    as_folder(tmp_path, site())
    before = (
        sorted(Article.objects.values_list("path", "slug")),
        sorted(Topic.objects.values_list("path", flat=True)),
    )
    (tmp_path / "again").mkdir()
    report = WAYS[second](tmp_path / "again", site(form))
    assert [problem.reason for problem in report.problems] == []
    assert sorted(Article.objects.values_list("path", "slug")) == before[0]
    assert sorted(Topic.objects.values_list("path", flat=True)) == before[1]
    assert Provider.objects.count() == len(NAMES)
    assert SourceDocument.objects.count() == 2 * len(NAMES)
    assert report.gone == []


@pytest.mark.parametrize("path", ["Zürich", nfd("Zürich"), "ZÜRICH", nfd("zürich")])
def test_a_page_is_found_at_its_address_in_any_form(tmp_path: Path, client: Client, path: str) -> None:
    put(tmp_path / "site", {f"_news/{nfd('Zürich')}.md": document("Here")})
    answer = client.get(f"/news/{path}/", follow=True)
    assert answer.status_code == 200
    assert "Here" in answer.content.decode()
    assert [code for _, code in answer.redirect_chain] == ([] if path == "Zürich" else [301])


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/topics/Z%C3%BCri/", "/topics/z%C3%BCri/"),
        ("/topics/zu%CC%88ri/", "/topics/z%C3%BCri/"),
        ("/feeds/topics/ZU%CC%88RI/rss.xml", "/feeds/topics/z%C3%BCri/rss.xml"),
        ("/api/news/zu%CC%88ri/?page=1", "/api/news/z%C3%BCri/?page=1"),
        ("/providers/Bote.Example/", "/providers/bote.example/"),
        ("/feeds/providers/BOTE.example/atom.xml", "/feeds/providers/bote.example/atom.xml"),
        ("/providers/Zu%CC%88rcher%20Bote/", "/providers/Z%C3%BCrcher%20Bote/"),
        ("/news/FORMER/", "/news/story/"),
    ],
)
def test_addresses_in_another_form_lead_on(tmp_path: Path, client: Client, asked: str, leads_to: str) -> None:
    files = {
        "_data/topics/00-z.yaml": "name: Zürich\n_id: züri\n".encode(),
        "_news/story.md": document("A", topics="[Zürich]", provider="{domain: bote.example}"),
        "_news/b.md": document("B", provider="{name: Zürcher Bote}"),
    }
    put(tmp_path / "site", files)
    Redirect.objects.remember({"news/former": Article.objects.get(slug="story")})
    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (301, leads_to)
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize("form", [str, nfd])
def test_the_id_of_a_topic_is_its_address_in_either_form(
    tmp_path: Path, client: Client, form: Callable[[str], str]
) -> None:
    topic = form("name: Zürich\n_id: zürich\n").encode()
    files = {"_data/topics/00-z.yaml": topic, "_news/a.md": document("A", topics="[Zürich]")}
    put(tmp_path / "site", files)
    assert client.get("/topics/z%C3%BCrich/").status_code == 200
    target = tmp_path / "out"
    call_command("export_articles", str(target), verbosity=0)
    assert (target / "_data/topics/00-z.yaml").read_bytes() == topic


def test_what_is_withheld_stays_away_in_any_form(tmp_path: Path) -> None:
    url = "https://site.example/caf%C3%A9"
    put(tmp_path / "site", {"_news/Zürich.md": document("A", webUrl=url)})
    delete_articles(Article.objects.get())
    assert Withheld.objects.standing().count() == 1
    SourceDocument.objects.all().delete()
    by_path = {f"_news/{nfd('ZÜRICH')}.md": document("A")}
    by_address = {"_news/other.md": document("A", webUrl=f"https://site.example/{nfd('Café')}")}
    put(tmp_path / "again", by_path | by_address)
    assert not Article.objects.exists()


def test_other_names_are_read_in_any_form(tmp_path: Path) -> None:
    put(tmp_path / "site", {"_news/a.md": document("A", topics="[Zürich]", provider="{name: Züri}")})
    topic, provider = Topic.objects.get(), Provider.objects.get()
    TopicAlias.objects.remember([nfd("Größe")], topic)
    ProviderAlias.objects.remember(["name:grösse"], provider)
    put(
        tmp_path / "again",
        {"_news/b.md": document("B", topics="[GRÖSSE]", provider=f"{{name: {nfd('Größe')}}}")},
    )
    assert (Topic.objects.count(), Provider.objects.count()) == (1, 1)


def test_no_two_topics_have_one_name_however_two_saves_race() -> None:
    Topic.objects.create(name="Zürich")
    with pytest.raises(IntegrityError, match="name_key|topic_name_unique_as_compared"), transaction.atomic():
        Topic.objects.create(name=nfd("ZÜRICH"))
    Topic.objects.bulk_create([Topic(name=nfd("zürich"), slug="other")], ignore_conflicts=True)
    assert Topic.objects.get().name == "Zürich"


def test_a_topic_that_gets_its_former_name_back_is_found_by_that_alone() -> None:
    topic = Topic.objects.create(name="Zürich")
    said = snapshot(topic)
    topic.name = "Łódź"
    topic.save()
    assert Topic.objects.called(nfd("ŁÓDŹ")).get() == topic
    restore(topic, said, Actor(None, Revision.Origin.RESTORE, timezone.now()))
    assert Topic.objects.called(nfd("ZÜRICH")).get() == topic
    assert not Topic.objects.called("Łódź").exists()


def test_topics_that_were_twins_before_go_on_and_the_elder_is_meant(tmp_path: Path) -> None:
    files = {"_data/topics/00-a.yaml": "name: Zürich\n".encode(), "_data/topics/01-b.yaml": b"name: Other\n"}
    put(tmp_path / "site", files)
    elder, twin = Topic.objects.order_by("pk")
    Topic.objects.filter(pk=twin.pk).update(name=nfd("Zürich"), name_key=None)
    put(tmp_path / "site", {"_data/topics/01-b.yaml": b"name: Other\nkeywords: [port]\n"})
    put(tmp_path / "site", {"_news/a.md": document("A", topics=f"[{nfd('ZÜRICH')}]")})
    assert Article.objects.get().topics.get() == elder
    twin.refresh_from_db()
    assert twin.keywords == ["port"]
    assert Topic.objects.called("zürich").get() == elder
    twin.name = "Bern"
    twin.save()
    assert Topic.objects.called("BERN").get() == twin


def test_keys_are_given_to_topics_that_are_here_already() -> None:
    elder, twin = Topic.objects.create(name="Zürich"), Topic.objects.create(name="Bern")
    Topic.objects.filter(pk=twin.pk).update(name=nfd("ZÜRICH"), name_key=None)
    Topic.objects.filter(pk=elder.pk).update(name_key=None)
    with connection.schema_editor() as editor:
        import_module("articles.migrations.0005_topic_name_key").fill(apps, editor)
    held = dict(Topic.objects.values_list("pk", "name_key"))
    assert held == {elder.pk: fingerprint("Zürich"), twin.pk: None}


def test_no_two_providers_have_one_domain_or_name_however_two_saves_race() -> None:
    for first, second in (
        ({"domain": "zürich.example"}, {"domain": nfd("ZÜRICH.example")}),
        ({"name": "Zürcher Bote"}, {"name": nfd("ZÜRCHER Bote")}),
    ):
        provider = Provider.objects.create(**first)
        with pytest.raises(IntegrityError, match="identity_key|as_compared"), transaction.atomic():
            Provider.objects.create(**second)
        assert Provider.objects.at(nfd(provider.address.upper())) == provider
    assert Provider.objects.create(domain="bote.example", name="Zürcher Bote").pk


def test_providers_that_were_twins_before_keep_their_pages_and_the_elder_is_meant(tmp_path: Path) -> None:
    elder = Provider.objects.create(domain="zürich.example", name="Elder")
    twin = Provider.objects.create(domain="other.example", name="Twin")
    Provider.objects.filter(pk=twin.pk).update(domain=nfd("zürich.example"), identity_key=None)
    Provider.objects.filter(pk=elder.pk).update(identity_key=None)
    with connection.schema_editor() as editor:
        import_module("providers.migrations.0002_provider_identity_key").fill(apps, editor)
    held = dict(Provider.objects.values_list("pk", "identity_key"))
    assert held == {elder.pk: fingerprint("zürich.example"), twin.pk: None}
    put(tmp_path / "site", {"_news/a.md": document("A", provider="{domain: ZÜRICH.example}")})
    assert Article.objects.get().provider == elder
    assert Provider.objects.at(nfd("zürich.example")) == twin
    assert Provider.objects.at("zürich.example") == Provider.objects.at("Zürich.example") == elder


def test_slugs_that_came_in_with_their_marks_apart_are_composed() -> None:
    for name, slug in (("A", nfd("zürich")), ("B", nfd("bänke")), ("C", "bänke")):
        Topic.objects.create(name=name, slug=slug)
    with connection.schema_editor() as editor:
        import_module("articles.migrations.0007_topic_names_in_any_letters").compose(apps, editor)
    assert dict(Topic.objects.values_list("name", "slug")) == {"A": "zürich", "B": nfd("bänke"), "C": "bänke"}


def test_the_desk_refuses_a_name_that_looks_like_another(admin_client: Client) -> None:
    Topic.objects.create(name="Zürich")
    answer = admin_client.post("/admin/articles/topic/add/", {"name": nfd("ZÜRICH"), "other_names": ""})
    assert "Another topic has this name." in answer.content.decode()
    Provider.objects.create(domain="zürich.example")
    answer = admin_client.post("/admin/providers/provider/add/", {"domain": nfd("Zürich.example")})
    assert "Another provider has this domain." in answer.content.decode()


# Names that are one file elsewhere


def test_two_files_that_are_one_on_macos_and_windows_come_in_and_are_told(tmp_path: Path) -> None:
    files = {"_news/A.md": document("Large"), "_news/a.md": document("Small")}
    report = put(tmp_path / "site", files)
    (said, address) = [problem.reason for problem in report.problems]
    assert said.startswith("_news/a.md and _news/A.md are one file on macOS and Windows")
    assert address == "its address /news/a/ is that of _news/A.md; it gets /news/a-2/"
    assert dict(Article.objects.values_list("title", "slug")) == {"Large": "A", "Small": "a-2"}
    again = put(tmp_path / "site", {})
    assert [problem.reason for problem in again.problems] == [said]
    assert Article.objects.count() == 2


def test_of_two_documents_that_a_file_may_be_it_is_always_the_same_one(tmp_path: Path) -> None:
    """Whichever of them the database names first."""
    two = {"_news/ab.md": document("Small"), "_news/AB.md": document("Large"), "_news/c.md": document("C")}
    put(tmp_path / "site", two)
    for _ in range(2):
        report = put(tmp_path / "again", {"_news/Ab.md": document("New"), "_news/c.md": document("C")})
        assert report.gone == ["_news/ab.md"]
        assert Article.objects.get(path="_news/AB.md").title == "New"


def test_of_one_name_in_two_folders_that_are_one_elsewhere_the_second_is_told(tmp_path: Path) -> None:
    report = put(tmp_path / "site", {"_News/a.md": document("First"), "_news/a.md": document("Second")})
    assert [problem.reason for problem in report.problems] == [
        "_news/a.md came before in this import; keep one of them"
    ]
    assert Article.objects.get().title == "First"


def test_an_export_writes_into_a_folder_as_it_lies(tmp_path: Path) -> None:
    put(tmp_path / "site", {"_News/a.md": document("A")})
    call_command("export_articles", str(tmp_path / "site"), verbosity=0)
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.md")] == ["site/_News/a.md"]
    call_command("export_articles", str(tmp_path / "site"), "--delete-left-over", verbosity=0)
    assert (tmp_path / "site/_News/a.md").read_bytes() == document("A")
    report = put(tmp_path / "site", {})
    assert (report.gone, report.problems) == ([], [])


def test_a_file_renamed_to_other_letters_stays_its_document(tmp_path: Path) -> None:
    put(tmp_path / "site", {"_news/Zürich.md": document("A")})
    (tmp_path / "site/_news/Zürich.md").unlink()
    report = put(tmp_path / "site", {f"_news/{nfd('zürich')}.md": document("B")})
    assert (report.gone, Article.objects.get().title) == ([], "B")
    assert Article.objects.get().path == "_news/Zürich.md"


# One stem, one address


def test_the_second_document_of_a_stem_has_an_address_of_its_own(tmp_path: Path, client: Client) -> None:
    files = {
        "content/posts/a/index.md": document("First"),
        "content/posts/b/index.md": document("Second"),
        "content/b/index.md": document("Third"),
    }
    report = put(tmp_path / "blog", files)
    assert [problem.reason for problem in report.problems] == [
        "its address /news/index/ is that of _news/content/b/index.md; it gets /news/a-index/",
        "its address /news/index/ is that of _news/content/b/index.md; it gets /news/b-index/",
    ]
    for slug, title in {"index": "Third", "a-index": "First", "b-index": "Second"}.items():
        assert title in client.get(f"/news/{slug}/").content.decode()


def test_an_address_of_its_own_stays(tmp_path: Path) -> None:
    put(tmp_path / "site", {"_news/2020/x.md": document("Old"), "_news/2021/x.md": document("New")})
    story = Article.objects.get(title="New")
    story.title = "Newer"
    story.save()
    delete_articles(Article.objects.get(title="Old"))
    put(tmp_path / "site", {"_news/2021/x.md": document("Newer still", heat="3")})
    assert Article.objects.get().slug == "2021-x"
