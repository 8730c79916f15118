"""The desk's upload: a plan to choose from, and what comes of the choice."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from articles.importing import import_documents, uploads
from articles.models import Article, Conflict, ImportRun, PlannedDocument, SourceDocument, Upload, Withheld
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.make import delete_articles
from tests.support.repository import Story

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_upload_add")
LIST = reverse("admin:articles_upload_changelist")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where uploads are kept."""
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def zipped(*stories: Story) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for story in stories:
            archive.writestr(story.path, story.text())
    return SimpleUploadedFile("site.zip", stream.getvalue())


def tarred(*stories: Story) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for story in stories:
            info = tarfile.TarInfo(story.path)
            info.size = len(story.text().encode())
            archive.addfile(info, io.BytesIO(story.text().encode()))
    return SimpleUploadedFile("site.tar.gz", stream.getvalue())


def send(client: Client, file: SimpleUploadedFile) -> Upload:
    response = client.post(ADD, {"file": file})
    assert response.status_code == 302, response.context["form"].errors
    upload = Upload.objects.latest("pk")
    assert response["Location"] == plan_of(upload)
    return upload


def plan_of(upload: Upload) -> str:
    return reverse("admin:articles_upload_change", args=[upload.pk])


def here(tmp_path: Path, *stories: Story) -> None:
    import_documents(Sources([str(write(tmp_path / "site", *stories))]), workers=1)


def planned(upload: Upload, path: str = "") -> PlannedDocument:
    found = upload.documents.filter(path=path) if path else upload.documents.all()
    return found.get()


def test_upload_is_planned_and_nothing_is_imported(client: Client, folder: Path, editor: User) -> None:
    story = Story("gulls", "Gulls <b>come</b>", 1)
    upload = send(client, SimpleUploadedFile("2026-03-01-gulls.md", story.text().encode()))
    assert (upload.user, upload.name, planned(upload).path) == (editor, "2026-03-01-gulls.md", story.path)
    assert not Article.objects.exists()
    [kept] = folder.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    text = client.get(plan_of(upload)).content.decode()
    assert "Gulls &lt;b&gt;come&lt;/b&gt;" in text
    assert str(folder) not in text
    assert "aaaa" not in text


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_accepted_upload_is_imported_and_its_file_is_gone(
    client: Client, folder: Path, editor: User, pack: type
) -> None:
    upload = send(client, pack(Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)))
    response = client.post(plan_of(upload), {"_accept": "1"}, follow=True)
    assert "2 created" in response.content.decode()
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Eels", "Gulls"]
    run = ImportRun.objects.get()
    assert (run.user, run.source) == (editor, upload.name)
    assert (Upload.objects.count(), PlannedDocument.objects.count(), [*folder.iterdir()]) == (0, 0, [])


def test_discarded_upload_leaves_nothing(client: Client, folder: Path) -> None:
    upload = send(client, zipped(Story("gulls", "Gulls", 1)))
    client.post(plan_of(upload), {"_discard": "1"})
    assert (Upload.objects.count(), Article.objects.count(), [*folder.iterdir()]) == (0, 0, [])


def test_plan_has_every_outcome(client: Client, tmp_path: Path) -> None:
    gulls, eels, cod, crab = (
        Story(name, name.title(), day) for day, name in enumerate(["gulls", "eels", "cod", "crab"], 1)
    )
    here(tmp_path, gulls, eels, cod, crab)
    delete_articles(Article.objects.filter(path=crab.path))
    cod_here = Article.objects.get(path=cod.path)
    cod_here.title = "Cod by hand"
    cod_here.save()
    gulls.title, eels.heat, cod.title = "Gulls again", 99, "Cod at the source"
    crab.heat = 3
    twin = Story("gulls-too", "Gulls", 6)
    bad = Story("bad", "Bad", 7, published="perhaps")
    new = Story("new", "New", 8)
    stream = zipped(gulls, eels, cod, crab, bad, new)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(twin.path, twin.text().replace("harbour.example/gulls-too", "harbour.example/gulls"))
    stream.seek(0)
    upload = send(client, stream)
    outcomes = dict(upload.documents.values_list("path", "outcome"))
    assert outcomes == {
        gulls.path: "updated", eels.path: "updated", cod.path: "updated", crab.path: "withheld",
        twin.path: "created", new.path: "created", f"site.zip/{bad.path}": "refused",
    }  # fmt: skip
    assert planned(upload, twin.path).duplicates == [gulls.path]
    views = {
        "created": 2,
        "updated": 1,
        "counted": 1,
        "conflicted": 1,
        "duplicated": 1,
        "refused": 1,
        "withheld": 1,
    }
    for view, count in views.items():
        response = client.get(plan_of(upload), {"show": view})
        assert len(response.context["documents"]) == count, view
    text = client.get(plan_of(upload)).content.decode()
    assert "<ins>" in text
    assert "published: expected true or false" in text
    assert len(client.get(plan_of(upload), {"q": "gulls"}).context["documents"]) == 2


def test_article_can_be_left(client: Client, tmp_path: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    upload = send(client, zipped(gulls, eels))
    row = planned(upload, gulls.path)
    client.post(plan_of(upload), {"shown": [row.pk], f"choice-{row.pk}": "leave", "_accept": "1"})
    assert Article.objects.get().title == "Eels"
    assert not SourceDocument.objects.filter(path=gulls.path).exists()
    assert not Withheld.objects.exists()


def test_article_can_be_kept_out(client: Client, editor: User) -> None:
    gulls = Story("gulls", "Gulls", 1)
    upload = send(client, zipped(gulls))
    row = planned(upload)
    client.post(plan_of(upload), {"shown": [row.pk], f"choice-{row.pk}": "keep_out", "_accept": "1"})
    assert not Article.objects.exists()
    entry = Withheld.objects.get()
    assert (entry.path, entry.canonical_url, entry.withheld_by) == (
        gulls.path,
        "harbour.example/gulls",
        editor,
    )
    again = send(client, zipped(gulls))
    assert planned(again).outcome == "withheld"


def test_field_can_be_rejected_and_its_base_moves_on(client: Client, tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    here(tmp_path, story)
    story.title, story.excerpt = "Gulls again", "Loud."
    upload = send(client, zipped(story))
    row = planned(upload)
    sent = {"shown": [row.pk], f"choice-{row.pk}": "take", f"field-{row.pk}": ["excerpt"], "_accept": "1"}
    client.post(plan_of(upload), sent)
    article = Article.objects.get()
    assert (article.title, article.excerpt) == ("Gulls", "Loud.")
    assert bytes(SourceDocument.objects.get(path=story.path).content) == story.text().encode()
    assert not Conflict.objects.exists()
    # What the source said once and was not taken does not come with the next import.
    story.heat = 77
    here(tmp_path, story)
    article.refresh_from_db()
    assert (article.title, article.heat) == ("Gulls", 77)


@pytest.mark.parametrize(("ticked", "count"), [(["title"], 1), ([], 0)])
def test_conflict_waits_or_is_decided(client: Client, tmp_path: Path, ticked: list[str], count: int) -> None:
    story = Story("gulls", "Gulls", 1)
    here(tmp_path, story)
    article = Article.objects.get()
    article.title = "By hand"
    article.save()
    story.title = "At the source"
    upload = send(client, zipped(story))
    row = planned(upload)
    client.post(plan_of(upload), {"shown": [row.pk], f"field-{row.pk}": ticked, "_accept": "1"})
    assert Conflict.objects.waiting().count() == count
    assert Article.objects.get().title == "By hand"


def test_stale_plan_is_made_again_and_never_applied(client: Client, tmp_path: Path, folder: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    here(tmp_path, gulls, eels)
    gulls.title, eels.title = "Gulls again", "Eels again"
    upload = send(client, zipped(gulls, eels))
    article = Article.objects.get(path=gulls.path)
    article.title = "By hand, meanwhile"
    article.save()
    response = client.post(plan_of(upload), {"_accept": "1"}, follow=True)
    assert "1 document was left out" in response.content.decode()
    assert Article.objects.get(path=gulls.path).title == "By hand, meanwhile"
    assert Article.objects.get(path=eels.path).title == "Eels again"
    assert not Conflict.objects.exists()
    assert planned(upload, gulls.path).is_conflicted
    assert len([*folder.iterdir()]) == 1
    client.post(plan_of(upload), {"_accept": "1"})
    assert Conflict.objects.waiting().get().path == gulls.path


def test_choices_are_remembered_from_page_to_page(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    upload = send(client, zipped(*(Story(f"story-{n:02d}", f"Story {n}", 1) for n in range(60))))
    with django_assert_max_num_queries(12):
        page = client.get(plan_of(upload)).context["page"]
    first = page.object_list[0]
    sent = {"shown": [row.pk for row in page.object_list], f"choice-{first.pk}": "leave", "_to": "2"}
    response = client.post(plan_of(upload), sent)
    assert response["Location"].endswith("?p=2")
    assert client.get(response["Location"]).context["page"].number == 2
    with django_assert_max_num_queries(12):
        assert client.get(plan_of(upload)).context["taken"] == 59
    client.post(plan_of(upload), {"_leave_all": "1"})
    assert client.get(plan_of(upload)).context["taken"] == 0
    client.post(f"{plan_of(upload)}?q=story-05", {"_take_all": "1"})
    client.post(plan_of(upload), {"_accept": "1"})
    assert Article.objects.get().title == "Story 5"


def test_what_the_upload_lacks_is_asked_about_only_when_it_is_the_whole_site(
    client: Client, tmp_path: Path
) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    here(tmp_path, gulls, eels)
    upload = send(client, zipped(gulls))
    assert eels.path in client.get(plan_of(upload)).content.decode()
    client.post(plan_of(upload), {"_accept": "1"})
    assert not Conflict.objects.exists()
    upload = send(client, zipped(gulls))
    client.post(plan_of(upload), {"_accept": "1", "is_whole": "yes"})
    assert Conflict.objects.waiting().get().path == eels.path


def test_too_large_a_file_is_refused_in_plain_words(client: Client, settings: Settings, folder: Path) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    response = client.post(ADD, {"file": SimpleUploadedFile("site.zip", b"x" * (2 * 1024 * 1024))})
    assert "The file has 2 MB; at most 1 MB are taken." in response.content.decode()
    assert not Upload.objects.exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("site.zip", b"PK\x03\x04 and nothing else", "cannot be unpacked"),
        ("photo.png", b"\x89PNG", "no document"),
        ("gulls.md", b"no front matter", "document"),
    ],
)
def test_what_is_no_document_is_refused_in_the_plan(
    client: Client, name: str, data: bytes, reason: str
) -> None:
    upload = send(client, SimpleUploadedFile(name, data))
    assert planned(upload).outcome == "refused"
    assert reason in client.get(plan_of(upload)).content.decode()


def test_lost_file_is_told(client: Client, folder: Path) -> None:
    upload = send(client, zipped(Story("gulls", "Gulls", 1)))
    next(folder.iterdir()).unlink()
    response = client.post(plan_of(upload), {"_accept": "1"}, follow=True)
    assert "upload it again" in response.content.decode()


@pytest.mark.parametrize("rights", [[], ["view_upload"]])
def test_nobody_uploads_or_accepts_without_the_right(
    client: Client, editor: User, rights: list[str], folder: Path
) -> None:
    upload = send(client, zipped(Story("gulls", "Gulls", 1)))
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    for who, status in ((Client(), 302), (Client(), 403)):
        if status == 403:
            who.force_login(clerk)
        assert who.get(ADD).status_code == status
        # Whoever sends something unsigned is asked who they are.
        assert who.post(ADD, {"file": zipped(Story("eels", "Eels", 2))}).status_code == 403
        assert who.post(plan_of(upload), {"_accept": "1"}).status_code == 403
        assert who.post(plan_of(upload), {"_discard": "1"}).status_code == 403
        assert who.get(plan_of(upload)).status_code == (200 if status == 403 and rights else status)
    assert (Upload.objects.count(), Article.objects.count()) == (1, 0)


def test_more_documents_than_can_be_chosen_from_are_refused(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1)
    response = client.post(ADD, {"file": zipped(Story("gulls", "Gulls", 1), Story("eels", "Eels", 2))})
    assert "too many to choose from" in response.content.decode()
    assert (Upload.objects.count(), PlannedDocument.objects.count(), [*folder.iterdir()]) == (0, 0, [])


# ---- What asks for a decision


def test_plan_opens_on_what_asks_for_a_decision(client: Client, tmp_path: Path) -> None:
    same = [Story(f"a-story-{n:02d}", f"Story {n}", 1) for n in range(30)]
    changed, counted = Story("changed", "Changed", 2), Story("counted", "Counted", 3)
    here(tmp_path, *same, changed, counted)
    changed.title, counted.heat = "Changed again", 99
    new, bad = Story("new", "New", 4), Story("bad", "Bad", 5, published="perhaps")
    upload = send(client, zipped(*same, changed, counted, new, bad))
    context = client.get(plan_of(upload)).context
    paths = [document["row"].path for document in context["documents"]]
    assert paths == [changed.path, new.path, f"site.zip/{bad.path}"]
    assert context["asked"].view == ""
    everything = client.get(plan_of(upload), {"show": "all"}).context
    assert everything["page"].paginator.count == 34
    for view, _, count, address in context["views"]:
        assert client.get(address).context["page"].paginator.count == count, view


def test_plan_of_which_nothing_asks_for_a_decision_opens_on_all(client: Client, tmp_path: Path) -> None:
    story = Story("gulls", "Gulls", 1)
    here(tmp_path, story)
    context = client.get(plan_of(send(client, zipped(story)))).context
    assert (context["asked"].view, context["page"].paginator.count) == ("all", 1)


def twin_of(story: Story) -> SimpleUploadedFile:
    """An archive of one new article whose address leads to one that is here."""
    stream = io.BytesIO()
    twin = Story(f"{story.stem}-too", "Too", 6)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(twin.path, twin.text().replace(f"/{twin.stem}", f"/{story.stem}"))
    return SimpleUploadedFile("site.zip", stream.getvalue())


def test_possible_duplicate_is_left_until_somebody_takes_it(client: Client, tmp_path: Path) -> None:
    gulls = Story("gulls", "Gulls", 1)
    here(tmp_path, gulls)
    upload = send(client, twin_of(gulls))
    row = planned(upload)
    assert (row.is_duplicate, row.choice) == (True, "leave")
    assert client.get(plan_of(upload)).context["taken"] == 0
    client.post(plan_of(upload), {"shown": [row.pk], f"choice-{row.pk}": "take", "_plan": "1"})
    assert planned(upload).choice == "take"
    client.post(plan_of(upload), {"_accept": "1"})
    assert Article.objects.count() == 2


def test_duplicate_of_what_is_gone_is_taken_again(client: Client, tmp_path: Path) -> None:
    gulls = Story("gulls", "Gulls", 1)
    here(tmp_path, gulls)
    upload = send(client, twin_of(gulls))
    delete_articles(Article.objects.all())
    Withheld.objects.all().delete()
    client.post(plan_of(upload), {"_plan": "1"})
    assert planned(upload).choice == "take"


def packed_tar(*names: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(name))
    return stream.getvalue()


def packed_zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("site.zip", b"", "The submitted file is empty."),
        ("site.ZIP", b"not a zip", "is no archive that can be read"),
        ("site.tar", b"not a tar" * 100, "is no archive that can be read"),
        ("site.tar.gz", b"not a tar", "is no archive that can be read"),
        ("site.tgz", b"\x1f\x8bnot", "cannot be unpacked"),
        ("site.zip", packed_zip(), "is an archive with nothing in it"),
        ("site.tar", packed_tar(), "is an archive with nothing in it"),
        ("site.tar.gz", gzip.compress(packed_tar()), "is an archive with nothing in it"),
        ("site.zip", packed_zip("photo.png"), "No document is in it."),
    ],
    # Archives hold the time at which they were made: of their bytes no two workers would make one name.
    ids=[
        "empty file", "no zip", "no tar", "no gzip", "broken gzip", "empty zip", "empty tar", "empty tar.gz",
        "no document",
    ],
)  # fmt: skip
def test_archive_that_holds_nothing_says_so_and_offers_nothing(
    client: Client, name: str, data: bytes, reason: str
) -> None:
    response = client.post(ADD, {"file": SimpleUploadedFile(name, data)}, follow=True)
    text = response.content.decode()
    assert reason in text
    for button in ("_accept", "_take_all", "_leave_all", "_save"):
        assert f'name="{button}"' not in text


def test_nothing_is_offered_where_nothing_can_go_in(client: Client, tmp_path: Path) -> None:
    story, lone = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    here(tmp_path, story)
    text = client.get(plan_of(send(client, zipped(story)))).content.decode()
    assert 'name="_accept"' not in text
    assert 'name="_take_all"' not in text
    # What a whole site lacks can be asked about though nothing of it is new.
    here(tmp_path, lone)
    text = client.get(plan_of(send(client, zipped(story)))).content.decode()
    assert 'name="_accept"' in text
    assert 'name="_take_all"' not in text


def test_all_of_a_view_are_those_that_can_go_in(client: Client) -> None:
    upload = send(client, zipped(Story("gulls", "Gulls", 1), Story("bad", "Bad", 2, published="perhaps")))
    assert "Take all 1 of this view" in client.get(plan_of(upload)).content.decode()
    assert "of this view" not in client.get(plan_of(upload), {"show": "refused"}).content.decode()


# ---- What was left out


def test_what_was_left_out_is_not_offered_again_until_it_changes(client: Client, tmp_path: Path) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    here(tmp_path, gulls)
    gulls.title = "Gulls return"
    upload = send(client, zipped(gulls, eels))
    client.post(plan_of(upload), {"_leave_all": "1"})
    client.post(plan_of(upload), {"_accept": "1"})
    assert not Upload.objects.exists()
    # Neither the next import nor the next upload.
    here(tmp_path, gulls, eels)
    assert [article.title for article in Article.objects.all()] == ["Gulls"]
    assert ImportRun.objects.latest("pk").report["counts"]["left"] == 2
    upload = send(client, zipped(gulls, eels))
    assert {row.outcome for row in upload.documents.all()} == {"left"}
    # What changed is offered again, and then what was left before is no more.
    eels.heat += 1
    here(tmp_path, gulls, eels)
    assert Article.objects.count() == 2
    eels.heat -= 1
    here(tmp_path, eels)
    assert Article.objects.get(path=eels.path).heat == eels.heat


def test_what_was_left_out_can_be_offered_again(client: Client, tmp_path: Path) -> None:
    gulls = Story("gulls", "Gulls", 1)
    upload = send(client, zipped(gulls))
    client.post(plan_of(upload), {"_leave_all": "1"})
    client.post(plan_of(upload), {"_accept": "1"})
    upload = send(client, zipped(gulls))
    assert "1 document was left out of an upload before" in client.get(plan_of(upload)).content.decode()
    client.post(plan_of(upload), {"_offer": "1"})
    assert planned(upload).outcome == "created"
    client.post(plan_of(upload), {"_accept": "1"})
    assert Article.objects.get().title == "Gulls"


def test_the_command_takes_what_was_left_out_where_it_is_named(client: Client, tmp_path: Path) -> None:
    gulls = Story("gulls", "Gulls", 1)
    upload = send(client, zipped(gulls))
    client.post(plan_of(upload), {"_leave_all": "1"})
    client.post(plan_of(upload), {"_accept": "1"})
    site = write(tmp_path / "site", gulls)
    call_command("import_articles", str(site), verbosity=0, workers=1)
    assert not Article.objects.exists()
    call_command("import_articles", str(site), only=[gulls.path], verbosity=0, workers=1)
    assert Article.objects.get().title == "Gulls"


def test_fields_that_were_left_out_are_not_offered_again(client: Client, tmp_path: Path) -> None:
    gulls = Story("gulls", "Gulls", 1)
    here(tmp_path, gulls)
    gulls.title, gulls.excerpt = "Gulls return", "Loud."
    upload = send(client, zipped(gulls))
    row = planned(upload)
    client.post(plan_of(upload), {"shown": [row.pk], f"field-{row.pk}": ["excerpt"], "_accept": "1"})
    gulls.heat += 1
    here(tmp_path, gulls)
    article = Article.objects.get()
    assert (article.title, article.excerpt, article.heat) == ("Gulls", "Loud.", gulls.heat)


def test_an_upload_that_lacks_much_asks_first_what_it_is(client: Client, tmp_path: Path) -> None:
    stories = [Story(f"story-{number}", f"Story {number}", 1 + number) for number in range(10)]
    here(tmp_path, *stories)
    upload = send(client, zipped(stories[0]))
    assert "9 of 10 public articles are not in the upload" in client.get(plan_of(upload)).content.decode()
    page = client.post(plan_of(upload), {"_accept": "1"}, follow=True).content.decode()
    assert "Say first whether the upload is a part of the site or the whole." in page
    assert ImportRun.objects.count() == 1
    client.post(plan_of(upload), {"_accept": "1", "is_whole": "no"})
    assert not Conflict.objects.exists()
    upload = send(client, zipped(stories[0]))
    client.post(plan_of(upload), {"_accept": "1", "is_whole": "yes"})
    assert Conflict.objects.waiting().count() == 9
