"""What editors choose at the desk: conflicts, undo, what is kept out; and who may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.desk import withholding
from articles.importing import import_documents
from articles.models import Article, Conflict, ImportRun, Listing, Withheld
from documents.json_values import pack
from documents.sources import Sources
from tests.articles.importing.test_undo import write
from tests.support.make import delete_articles
from tests.support.repository import Story

pytestmark = pytest.mark.django_db

CONFLICTS = reverse("admin:articles_conflict_changelist")
ARTICLES = reverse("admin:articles_article_changelist")
WITHHELD = reverse("admin:articles_withheld_changelist")
DOCUMENTS = reverse("admin:articles_importeddocument_changelist")


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def bring(folder: Path, *stories: Story) -> ImportRun:
    import_documents(Sources([str(write(folder, *stories))]), workers=1)
    return ImportRun.objects.latest("pk")


@pytest.fixture
def conflict(tmp_path: Path) -> Conflict:
    """A title that an editor and the source changed."""
    story = Story("gulls", "Gulls come to the harbour", 1)
    bring(tmp_path, story)
    article = Article.objects.get()
    article.title = "Gulls leave the harbour"
    article.save()
    story.title = "Gulls come to the old harbour"
    bring(tmp_path, story)
    return Conflict.objects.get()


def settle_address(conflict: Conflict) -> str:
    return reverse("admin:articles_conflict_settle", args=[conflict.pk])


# ---- Conflicts


def test_the_three_sides_stand_side_by_side_with_differences_marked(
    client: Client, conflict: Conflict
) -> None:
    text = client.get(CONFLICTS).content.decode()
    for heading in ("Base: as last imported", "Theirs: at the source now", "Ours: live here"):
        assert heading in text
    assert "Gulls come to the <ins>" in text
    assert text.count("old </span>") == 0
    assert 'leave<span class="aloud">]</span></ins>' in text
    assert reverse("admin:articles_article_change", args=[Article.objects.get().pk]) in text


def test_lists_are_shown_as_lists(client: Client, conflict: Conflict) -> None:
    Conflict.objects.create(
        path=conflict.path, key="topics", base=pack(["Harbour", "Birds"]), theirs=pack(["Harbour"]),
        ours=pack(["Harbour", "Birds", "<Storms>"]), run=conflict.run, found=timezone.now(),
    )  # fmt: skip
    text = client.get(CONFLICTS, {"key": "topics"}).content.decode()
    assert "<li>Harbour</li><li>Birds</li>" in text
    assert "&lt;Storms&gt;" in text
    assert "<Storms>" not in text


@pytest.mark.parametrize(
    ("choice", "now"),
    [
        ("ours", ("Gulls leave the harbour", "ours stays")),
        ("theirs", ("Gulls come to the old harbour", "theirs is taken")),
    ],
)
def test_one_click_settles_and_leads_back(
    client: Client, conflict: Conflict, editor: User, choice: str, now: tuple[str, str]
) -> None:
    title, said = now
    sent = {"choose": choice, "back": f"{CONFLICTS}?key=title"}
    response = client.post(settle_address(conflict), sent, follow=True)
    assert response.redirect_chain == [(f"{CONFLICTS}?key=title", 302)]
    assert said in response.content.decode()
    assert Article.objects.get().title == title
    conflict.refresh_from_db()
    assert (conflict.settled_by, conflict.choice) == (editor, choice)


def test_who_comes_second_is_told(client: Client, conflict: Conflict) -> None:
    client.post(settle_address(conflict), {"choose": "ours"})
    response = client.post(settle_address(conflict), {"choose": "theirs"}, follow=True)
    assert "1 was not settled" in response.content.decode()
    assert Article.objects.get().title == "Gulls leave the harbour"


def test_bulk_action_counts_what_was_not_settled(client: Client, conflict: Conflict) -> None:
    gone = Conflict.objects.create(
        path="_news/gone.md", key="title", base=None, theirs=pack("x"), ours=None, found=timezone.now()
    )
    chosen = {"action": "take_theirs", "_selected_action": [conflict.pk, gone.pk]}
    text = client.post(CONFLICTS, chosen, follow=True).content.decode()
    assert "1 conflict settled" in text
    assert "1 was not settled" in text


def test_settling_takes_a_post_with_a_token_and_leads_nowhere_else(conflict: Conflict, editor: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(settle_address(conflict), {"choose": "ours"}).status_code == 403
    easy = Client()
    easy.force_login(editor)
    assert easy.get(settle_address(conflict)).status_code == 405
    sent = {"choose": "ours", "back": "https://elsewhere.example/"}
    assert easy.post(settle_address(conflict), sent)["Location"] == CONFLICTS


def test_list_is_filtered_and_searched(
    client: Client, conflict: Conflict, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for query, count in (
        ({"key": "title"}, 1),
        ({"q": "gulls"}, 1),
        ({"q": "eels"}, 0),
        ({"state": "settled"}, 0),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(CONFLICTS, query).context["cl"].result_count == count


def test_article_says_what_waits_in_it(client: Client, conflict: Conflict) -> None:
    form = reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    page = reverse("admin:articles_conflict_change", args=[conflict.pk])
    assert page in client.get(form).content.decode()
    assert settle_address(conflict) in client.get(page).content.decode()
    client.post(settle_address(conflict), {"choose": "ours"})
    assert "Waits for you" not in client.get(form).content.decode()


# ---- Imports


def test_run_shows_each_document_before_and_after(
    client: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gulls, eels = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2)
    bring(tmp_path, gulls, eels)
    gulls.title, eels.heat = "Gulls again", 99
    run = bring(tmp_path, gulls, eels)
    with django_assert_max_num_queries(12):
        text = client.get(DOCUMENTS, {"run__id__exact": run.pk}).content.decode()
    assert '<span class="aloud">[new: </span> again' in text
    assert "99" in text
    for query, count in (({"is_editorial": "1"}, 1), ({"is_editorial": "0"}, 1), ({"outcome": "created"}, 0)):
        found = client.get(DOCUMENTS, {"run__id__exact": str(run.pk), **query}).context["cl"].result_count
        assert found == count, query
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:articles_importrun_changelist"))
    page = client.get(reverse("admin:articles_importrun_change", args=[run.pk])).content.decode()
    assert reverse("admin:articles_importrun_undo", args=[run.pk]) in page


def test_undo_tells_what_it_will_do_and_what_it_did(client: Client, tmp_path: Path, editor: User) -> None:
    gulls, eels, cod = Story("gulls", "Gulls", 1), Story("eels", "Eels", 2), Story("cod", "Cod", 3)
    bring(tmp_path, gulls, eels)
    gulls.title, eels.title = "Gulls again", "Eels again"
    run = bring(tmp_path, gulls, eels, cod)
    article = Article.objects.get(path=eels.path)
    article.title = "By hand"
    article.save()
    address = reverse("admin:articles_importrun_undo", args=[run.pk])
    foreseen = client.get(address)
    assert "Undo this import?" in foreseen.content.decode()
    assert sorted(Article.objects.values_list("title", flat=True)) == ["By hand", "Cod", "Gulls again"]
    done = client.post(address)
    for key in ("restored", "removed", "kept"):
        assert getattr(done.context["undone"], key) == getattr(foreseen.context["undone"], key)
    assert f"{eels.path}: title: changed since" in done.content.decode()
    assert sorted(Article.objects.values_list("title", flat=True)) == ["By hand", "Gulls"]
    run.refresh_from_db()
    assert run.undone_by == editor
    again = client.post(address, follow=True)
    assert "cannot be undone" in again.content.decode()


# ---- Kept out


def test_withhold_asks_why_and_keeps_out(client: Client, tmp_path: Path, editor: User) -> None:
    bring(tmp_path, Story("gulls", "Gulls", 1), Story("eels", "Eels", 2))
    gulls = Article.objects.get(title="Gulls")
    chosen = {"action": "withhold", "_selected_action": [gulls.pk]}
    asked = client.post(ARTICLES, chosen)
    assert "Why?" in asked.content.decode()
    assert Article.objects.count() == 2
    client.post(ARTICLES, {**chosen, "confirmed": "yes", "reason": "Not ours to tell"})
    entry = Withheld.objects.get()
    assert (entry.title, entry.reason, entry.withheld_by) == ("Gulls", "Not ours to tell", editor)
    assert Article.objects.get().title == "Eels"


def test_withhold_under_a_filter_by_topic_takes_each_once(client: Client, tmp_path: Path) -> None:
    bring(tmp_path, Story("gulls", "Gulls", 1, topics=["Harbour", "Birds"]))
    chosen = {"action": "withhold", "_selected_action": [Article.objects.get().pk], "confirmed": "yes"}
    client.post(f"{ARTICLES}?tab=all&topic=Birds", chosen)
    assert Withheld.objects.count() == 1
    assert not Listing.objects.exists()


def test_too_many_are_not_withheld_at_once(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withholding, "MOST", 1)
    bring(tmp_path, Story("gulls", "Gulls", 1), Story("eels", "Eels", 2))
    chosen = {"action": "withhold", "_selected_action": list(Article.objects.values_list("pk", flat=True))}
    assert "Choose 1 at most" in client.post(ARTICLES, chosen, follow=True).content.decode()
    assert Article.objects.count() == 2


def test_lifted_article_may_come_again(
    client: Client, tmp_path: Path, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bring(tmp_path, Story("gulls", "Gulls", 1))
    delete_articles(Article.objects.all())
    entry = Withheld.objects.get()
    with django_assert_max_num_queries(12):
        assert client.get(WITHHELD).context["cl"].result_count == 1
    text = client.post(
        WITHHELD, {"action": "lift", "_selected_action": [entry.pk]}, follow=True
    ).content.decode()
    assert "1 article may come again" in text
    entry.refresh_from_db()
    assert entry.lifted_by == editor
    assert client.get(WITHHELD).context["cl"].result_count == 0
    assert client.get(WITHHELD, {"state": "lifted"}).context["cl"].result_count == 1
    bring(tmp_path)
    assert Article.objects.exists()


# ---- Who may not


@pytest.mark.parametrize(
    "rights", [None, [], ["view_conflict", "view_importrun", "view_withheld", "view_article"]]
)
def test_nobody_changes_anything_without_the_right(
    conflict: Conflict, editor: User, rights: list[str] | None
) -> None:
    article, run = Article.objects.get(), ImportRun.objects.latest("pk")
    entry = Withheld.objects.create(path="_news/kept-out.md", withheld=timezone.now())
    somebody = Client()
    if rights is not None:
        clerk = User.objects.create_user("clerk", is_staff=True)
        clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
        somebody.force_login(clerk)
    undo = reverse("admin:articles_importrun_undo", args=[run.pk])
    attempts = [
        somebody.post(settle_address(conflict), {"choose": "theirs"}),
        somebody.get(undo),
        somebody.post(undo),
        somebody.post(CONFLICTS, {"action": "take_theirs", "_selected_action": [conflict.pk]}),
        somebody.post(WITHHELD, {"action": "lift", "_selected_action": [entry.pk]}),
        somebody.post(ARTICLES, {"action": "withhold", "_selected_action": [article.pk], "confirmed": "1"}),
    ]
    # Whoever only looks is sent to the door; whoever sends something unsigned is asked there and then.
    statuses = [response.status_code for response in attempts]
    assert statuses[:3] == [403, 302 if rights is None else 403, 403]
    if rights is None:
        assert statuses[3:] == [403, 403, 403]
    elif not rights:
        assert {response.status_code for response in attempts} == {403}
    else:
        text = somebody.get(CONFLICTS).content.decode()
        assert settle_address(conflict) not in text
    for row in (conflict, run, entry):
        row.refresh_from_db()
    assert (conflict.settled, run.undone, entry.lifted) == (None, None, None)
    assert Article.objects.get().title == "Gulls leave the harbour"
