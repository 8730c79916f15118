"""Topics and providers made one: what moves, what imports and exports make of it afterwards."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing.history import Actor, timeline
from articles.editing.merging import (
    CannotMerge,
    foresee_providers,
    foresee_topics,
    merge_providers,
    merge_topics,
)
from articles.importing import Outcome
from articles.importing.undo import undo_run
from articles.models import (
    Article,
    Conflict,
    Image,
    ImportRun,
    Listing,
    Redirect,
    Revision,
    Topic,
    TopicAlias,
)
from articles.pictures import logos
from providers.models import Provider
from tests.support.make import make_article, make_picture, make_provider, make_related, make_topic, make_user
from tests.support.sites import (
    document,
    export_site,
    files_in,
    import_site,
    provider_document,
    topic_document,
    write_site,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
A, B = "_news/a.md", "_news/b.md"
OLD, NEW = "_data/topics/01-old.yaml", "_data/topics/02-new.yaml"


def actor() -> Actor:
    return Actor(make_user(), Revision.Origin.MERGE, NOW)


def topics_of(article: Article) -> list[str]:
    return [listing.topic.name for listing in article.listings.select_related("topic")]


def both(tmp_path: Path) -> tuple[Topic, Topic]:
    """A site of two topics, one article in the first and one in both, and those topics."""
    import_site(
        write_site(
            tmp_path,
            {
                OLD: topic_document("Old", _id="old", keywords=["kite", "GULL"], hashtags=["#old"]),
                NEW: topic_document("New", _id="new", keywords=["gull"]),
                A: document(topics=["Old", "Third"]),
                B: document(topics=["Old", "Third", "New"]),
            },
        )
    )
    return Topic.objects.get(name="Old"), Topic.objects.get(name="New")


# ---- Topics: the move


def test_merge_moves_what_the_preview_says(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    child = make_topic("Child", parent=old)
    foreseen = foresee_topics(old, new)
    assert (foreseen.articles, foreseen.in_both, foreseen.children) == (2, 1, [child])
    assert (foreseen.keywords, foreseen.hashtags) == (["kite"], ["#old"])
    merge_topics(old, new, actor())
    new.refresh_from_db()
    child.refresh_from_db()
    assert not Topic.objects.filter(name="Old").exists()
    assert (new.keywords, new.hashtags, child.parent) == (["gull", "kite"], ["#old"], new)
    # The place of each article's topic is the better one of the two.
    assert topics_of(Article.objects.get(path=A)) == ["New", "Third"]
    assert topics_of(Article.objects.get(path=B)) == ["New", "Third"]


def test_listings_stay_public_and_sorted(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    assert [row.path for row in Listing.objects.newest_in(new)] == [A, B]


def test_topic_goes_into_the_one_below_it_or_above_it() -> None:
    top = make_topic("Top")
    middle = make_topic("Middle", parent=top)
    low = make_topic("Low", parent=middle)
    side = make_topic("Side", parent=top)
    merge_topics(top, low, actor())
    assert dict(Topic.objects.values_list("name", "parent__name")) == {
        "Low": None, "Middle": "Low", "Side": "Low",
    }  # fmt: skip
    merge_topics(Topic.objects.get(pk=side.pk), Topic.objects.get(pk=low.pk), actor())
    assert set(Topic.objects.values_list("name", flat=True)) == {"Low", "Middle"}


def test_topic_does_not_go_into_itself_nor_into_one_that_is_gone() -> None:
    topic, gone = make_topic(), make_topic()
    with pytest.raises(CannotMerge, match="itself"):
        merge_topics(topic, topic, actor())
    Topic.objects.filter(pk=gone.pk).delete()
    with pytest.raises(CannotMerge, match="quicker"):
        merge_topics(topic, gone, actor())


def test_merge_is_in_the_history_of_all_whom_it_changed(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    who = actor()
    merge_topics(old, new, who)
    told = {path: timeline(path)[0] for path in (A, B, OLD, NEW)}
    assert {entry.origin for entry in told.values()} == {"merged"}
    assert {entry.actor for entry in told.values()} == {who.name}
    assert [change["key"] for change in told[A].changes] == ["topics"]
    assert told[A].changes[0]["after"] == {"value": ["New", "Third"]}
    assert {change["key"] for change in told[NEW].changes} == {"keywords", "hashtags"}


def test_merge_takes_the_same_queries_for_any_number_of_articles() -> None:
    def queries(size: int) -> int:
        old, new = make_topic(), make_topic()
        for _ in range(size):
            make_article(topics=[old, new])
            make_article(topics=[old])
            make_topic(parent=old)
        who = actor()
        with CaptureQueriesContext(connection) as captured:
            merge_topics(old, new, who)
        return len(captured)

    assert queries(1) == queries(9)


def test_old_address_leads_to_the_new_one(tmp_path: Path, client: Client) -> None:
    old, new = both(tmp_path)
    old.name, old.slug = "Older", "older"
    old.save()
    merge_topics(old, new, actor())
    for address in ("/topics/old/", "/topics/older/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/topics/new/")
    response = client.get("/feeds/topics/old/rss.xml")
    assert (response.status_code, response["Location"]) == (301, "/feeds/topics/new/rss.xml")
    assert client.get("/feeds/topics/never/rss.xml").status_code == 404


# ---- Topics: what comes and goes afterwards


def test_original_site_comes_again_and_changes_nothing(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    report = import_site(tmp_path)
    assert report.total(Outcome.UNCHANGED) == 4
    report = import_site(write_site(tmp_path, {A: document(topics=["Old", "Third"], heat=7)}))
    assert report.changes == [(A, ("heat",))]
    report = import_site(write_site(tmp_path, {OLD: topic_document("Old", _id="old", shortname="O")}))
    assert report.total(Outcome.WITHHELD) == 1
    assert set(Topic.objects.values_list("name", flat=True)) == {"New", "Third"}
    assert topics_of(Article.objects.get(path=A)) == ["New", "Third"]
    assert not Conflict.objects.exists()


def test_article_that_comes_under_the_old_name_is_in_the_topic_that_is_left(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    late = "_news/late.md"
    import_site(write_site(tmp_path, {late: document(topics=["OLD", "New"])}))
    article = Article.objects.get(path=late)
    assert topics_of(article) == ["New"]
    assert import_site(tmp_path).total(Outcome.UPDATED) == 0
    # What the source says of it later is compared by what the names mean.
    import_site(write_site(tmp_path, {late: document(topics=["New", "Fourth"])}))
    assert topics_of(article) == ["New", "Fourth"]
    assert not Topic.objects.filter(name="Old").exists()


def test_document_of_the_old_topic_does_not_bring_it_back_under_another_path(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    moved = {"_data/topics/09-old.yaml": topic_document("Old", _id="old")}
    moved["_data/topics/10-under.yaml"] = topic_document("Under", parent="old")
    report = import_site(write_site(tmp_path / "again", moved))
    assert report.total(Outcome.WITHHELD) == 1
    assert not Topic.objects.filter(name="Old").exists()
    assert Topic.objects.get(name="Under").parent == new


def test_export_says_the_topic_that_is_left_and_comes_in_again(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    import_site(write_site(tmp_path, {"_news/late.md": document(topics=["Old"])}))
    listed = set(Listing.objects.values_list("path", "topic__name", "position"))
    export_site(tmp_path / "out")
    files = files_in(tmp_path / "out")
    assert OLD not in files
    assert files[A] == document(topics=["New", "Third"])
    assert files["_news/late.md"] == document(topics=["New"])
    # Into this very database, and into an empty one.
    report = import_site(tmp_path / "out")
    assert (report.total(Outcome.CREATED), report.conflicts) == (0, [])
    assert import_site(tmp_path / "out").total(Outcome.UPDATED) == 0
    # The source goes on with its own files: nothing fights.
    import_site(tmp_path)
    assert set(Listing.objects.values_list("path", "topic__name", "position")) == listed
    assert not Conflict.objects.exists()


def test_undo_of_the_import_that_brought_an_article_takes_it_away(tmp_path: Path) -> None:
    old, new = both(tmp_path)
    merge_topics(old, new, actor())
    import_site(write_site(tmp_path, {"_news/late.md": document(topics=["Old"])}))
    undone = undo_run(ImportRun.objects.latest("pk"), user=None, now=NOW)
    assert (undone.removed, undone.kept) == (1, [])
    assert not Topic.objects.filter(name="Old").exists()


@pytest.mark.parametrize(
    "pair", [("Harbour", "Climate"), ("Skerrow Coast", "Sport"), ("Culture", "Skerrow Coast")]
)
def test_sample_site_survives_a_merge(root: Path, tmp_path: Path, pair: tuple[str, str]) -> None:
    import_site(root / "fixtures/site")
    site = {path: data for path, data in files_in(root / "fixtures/site").items() if path.startswith("_")}
    source, target = (Topic.objects.get(name=name) for name in pair)
    before = {
        article.path: {target.name if name == source.name else name for name in topics_of(article)}
        for article in Article.objects.all()
    }
    merge_topics(source, target, actor())
    import_site(root / "fixtures/site")
    after = {article.path: set(topics_of(article)) for article in Article.objects.all()}
    assert after == before
    assert not Topic.objects.filter(name=source.name).exists()
    exported = export_site(tmp_path)
    assert exported.problems == []
    files = files_in(tmp_path)
    touched = {path for path in site if path in files and files[path] != site[path]}
    lists = {path for path, data in site.items() if source.name in data.decode()}
    assert touched <= lists | {target.path}
    assert {path for path in site if path not in files} == {source.path}


# ---- Topics: renamed here


def test_old_name_of_a_renamed_topic_means_it(tmp_path: Path, client: Client) -> None:
    old, _ = both(tmp_path)
    old.name = "Fresh"
    old.save()
    import_site(write_site(tmp_path, {"_news/late.md": document(topics=["old"])}))
    assert topics_of(Article.objects.get(path="_news/late.md")) == ["Fresh"]
    assert import_site(tmp_path).total(Outcome.UPDATED) == 0
    assert client.get("/topics/old/").status_code == 200


def test_renamed_there_and_back_leads_nowhere_else(tmp_path: Path, client: Client) -> None:
    old, _ = both(tmp_path)
    for name in ("Fresh", "Old"):
        old.name, old.slug = name, name.lower()
        old.save()
    assert [alias.name for alias in TopicAlias.objects.all()] == ["Fresh"]
    assert client.get("/topics/old/").status_code == 200
    assert client.get("/topics/fresh/")["Location"] == "/topics/old/"


def test_name_that_only_differs_in_case_is_no_other_name(tmp_path: Path) -> None:
    old, _ = both(tmp_path)
    old.name = "OLD"
    old.save()
    assert not TopicAlias.objects.exists()


# ---- Providers


def mention(domain: str, name: str = "") -> dict[str, str]:
    return {"name": name or domain, "domain": domain}


def test_provider_takes_in_another(tmp_path: Path, client: Client) -> None:
    source, target = make_provider("old.example"), make_provider("new.example", other_names=["Newer"])
    article = make_article(provider=source)
    link = make_related(article, provider=source)
    foreseen = foresee_providers(source, target)
    assert (foreseen.articles, foreseen.related, foreseen.other_names) == (1, 1, ["Old"])
    who = actor()
    merge_providers(source, target, who)
    article.refresh_from_db()
    link.refresh_from_db()
    target.refresh_from_db()
    assert (article.provider, link.provider, target.other_names) == (target, target, ["Newer", "Old"])
    assert not Provider.objects.filter(domain="old.example").exists()
    assert timeline(article.path)[0].changes[0]["key"] == "provider"
    response = client.get("/providers/OLD.example/")
    assert (response.status_code, response["Location"]) == (301, "/providers/new.example/")
    response = client.get("/feeds/providers/old.example/atom.xml")
    assert (response.status_code, response["Location"]) == (301, "/feeds/providers/new.example/atom.xml")


@pytest.mark.parametrize(("has_logo", "moves"), [(False, True), (True, False)])
def test_uploaded_logo_goes_along_where_the_other_has_none(
    has_logo: bool, moves: bool, django_capture_on_commit_callbacks: Any
) -> None:
    source, target = make_provider(), make_provider()
    old, new = source.pk, target.pk
    make_picture(logos.uploaded_path(old))
    if has_logo:
        Image.objects.create(provider=target, url="https://e.example/logo.png")
    assert foresee_providers(source, target).uploaded is moves
    with django_capture_on_commit_callbacks(execute=True):
        merge_providers(source, target, actor())
        assert logos.uploaded(old)
    assert (bool(logos.uploaded(old)), bool(logos.uploaded(new))) == (False, moves)


def test_documents_go_on_naming_the_provider_as_they_did(tmp_path: Path, client: Client) -> None:
    ours, theirs = "_data/organizations/old.example.md", "_data/organizations/new.example.md"
    site = {
        ours: provider_document("old.example", name="Old"),
        theirs: provider_document("new.example", name="New"),
        A: document(provider=mention("old.example", "Old"), webUrl="https://old.example/a"),
        B: document(related=[{"title": "x", "provider": mention("OLD.example")}]),
    }
    import_site(write_site(tmp_path / "site", site))
    source, target = (Provider.objects.get(domain=domain) for domain in ("old.example", "new.example"))
    merge_providers(source, target, actor())
    export_site(tmp_path / "out")
    files = files_in(tmp_path / "out")
    assert (files[A], files[B], ours in files) == (site[A], site[B], False)
    # What comes under the old domain is the other's, its document is left out, and nothing comes twice.
    late = document(provider=mention("Old.Example"), heat=1)
    changed = {"_news/late.md": late, ours: provider_document("old.example", name="Old again")}
    changed[A] = document(provider=mention("old.example", "Older"), webUrl="https://old.example/a")
    report = import_site(write_site(tmp_path / "site", changed))
    assert (report.total(Outcome.WITHHELD), report.conflicts) == (1, [])
    assert list(Provider.objects.values_list("domain", flat=True)) == ["new.example"]
    assert Article.objects.get(path="_news/late.md").provider == target
    export_site(tmp_path / "out")
    files = files_in(tmp_path / "out")
    assert (files[A], files["_news/late.md"]) == (changed[A], late)
    assert import_site(tmp_path / "site").total(Outcome.UPDATED) == 0
    shown = client.get("/api/news/").json()["value"]
    assert {one["provider"]["name"] for one in shown if one["provider"]} == {"Older", "Old.Example"}


def test_article_that_says_another_name_finds_the_provider(tmp_path: Path) -> None:
    site = {
        "_data/organizations/new.example.md": provider_document("new.example", otherNames=["The Newer"]),
        A: document(provider={"name": "the newer"}),
    }
    import_site(write_site(tmp_path / "site", site))
    assert Article.objects.get(path=A).provider == Provider.objects.get()
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == site


def test_provider_merge_takes_the_same_queries_for_any_number_of_articles() -> None:
    def queries(size: int) -> int:
        source, target = make_provider(), make_provider()
        for _ in range(size):
            make_article(provider=source)
        who = actor()
        with CaptureQueriesContext(connection) as captured:
            merge_providers(source, target, who)
        return len(captured)

    assert queries(1) == queries(9)


def test_redirects_to_what_went_lead_on() -> None:
    first, second, third = (make_topic(name) for name in ("First", "Second", "Third"))
    merge_topics(first, second, actor())
    merge_topics(second, third, actor())
    assert {row.address: row.topic for row in Redirect.objects.all()} == {
        "topics/first": third, "topics/second": third,
    }  # fmt: skip
    assert dict(TopicAlias.objects.values_list("name", "topic__name")) == {
        "First": "Third",
        "Second": "Third",
    }


def test_service_of_the_one_that_is_left_stays() -> None:
    source, target = (
        make_topic("Sea", services={"a": "theirs", "b": "b"}),
        make_topic("Fog", services={"a": "ours"}),
    )
    assert foresee_topics(source, target).services == {"b": "b"}


def test_topic_that_goes_into_one_below_it_does_not_name_that_among_what_moves() -> None:
    source = make_topic("Sea")
    target, other = make_topic("Fog", parent=source), make_topic("Tide", parent=source)
    assert foresee_topics(source, target).children == [other]
