"""A source's history replayed, with editors at work between its commits."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.importing import Report, import_history
from articles.models import Article, Conflict, FrozenField, ImportRun, MetricSample
from documents.sources.git import Repository
from tests.support.content import content
from tests.support.repository import Site, Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture
def replay(site: Site) -> Callable[[], Report]:
    """Replays what the site has committed so far."""

    def go() -> Report:
        report = Report()
        with Repository(str(site.folder)) as repository:
            for of_commit in import_history(repository, repository.commit("main")):
                report.add(of_commit)
        return report

    return go


def edit(path: str, **values: object) -> None:
    article = Article.objects.get(path=path)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()


def test_each_commit_is_an_import_of_its_own_date_and_author(
    site: Site, replay: Callable[[], Report]
) -> None:
    story = Story("gulls", "Gulls return", 1)
    site.write(story)
    first = site.commit()
    story.heat = 20
    site.write(story)
    second = site.commit()
    replay()
    runs = ImportRun.objects.order_by("id")
    assert [run.revision for run in runs] == [first, second]
    assert {run.author for run in runs} == {"The machine <machine@site.example>"}
    assert [f"{run.dated:%H:%M}" for run in runs] == ["00:01", "00:02"]
    assert list(MetricSample.objects.values_list("heat", flat=True)) == [10, 20]


def test_a_second_replay_writes_nothing(site: Site, replay: Callable[[], Report]) -> None:
    site.write(Story("gulls", "Gulls return", 1))
    site.commit()
    replay()
    before, runs = content(), ImportRun.objects.count()
    assert sum(replay().counts.values()) == 0
    assert (content(), ImportRun.objects.count()) == (before, runs)


def test_a_value_that_flips_is_frozen_and_reported_once(site: Site, replay: Callable[[], Report]) -> None:
    story = Story("gulls", "A", 1)
    reported = []
    for title in ["A", "B", "A", "B", "A", "B"]:
        story.title = title
        site.write(story)
        site.commit()
        reported += replay().frozen
    assert reported == [(story.path, "title")]
    assert Article.objects.get().title == "B"
    story.title = "C"
    site.write(story)
    site.commit()
    replay()
    assert Article.objects.get().title == "C"
    assert not FrozenField.objects.exists()


def test_a_vanished_file_asks_an_editor_and_unpublishes_nothing(
    site: Site, replay: Callable[[], Report]
) -> None:
    story = Story("gulls", "Gulls return", 1)
    site.write(story)
    site.commit()
    replay()
    site.remove([story.path])
    site.commit()
    assert replay().gone == [story.path]
    assert Article.objects.get().published
    assert [question.key for question in Conflict.objects.waiting()] == ["file"]
    site.write(story)
    site.commit()
    replay()
    assert not Conflict.objects.waiting().exists()


def test_years_of_machine_and_editors_lose_nothing(site: Site, replay: Callable[[], Report]) -> None:  # noqa: PLR0912, PLR0915  one long story
    """200 commits of drift, noise, edits, renames, deletions and flips; 40 edits by people between them."""
    chance = random.Random(4)
    stories = [Story(f"story-{number}", f"Story {number}", 1 + number % 28) for number in range(40)]
    flipping, moving, quiet = stories[:3], stories[3:6], stories[6:]
    ours: dict[tuple[str, str], str] = {}
    theirs_since: set[tuple[str, str]] = set()
    site.write(*stories)
    site.commit()
    replay()
    gone: list[str] = []
    for number in range(200):
        for story in chance.sample(stories, 6):
            story.heat += chance.randint(-3, 9)
        for story in chance.sample(stories, 6):
            story.secured = f"{chance.getrandbits(64):x}"
        for story in flipping:
            story.excerpt = "To." if number % 2 else "Fro."
        if number % 8 == 0:
            story = chance.choice(quiet)
            story.title = f"{story.title}!"
            if (story.path, "title") in ours:
                theirs_since.add((story.path, "title"))
        if number in {60, 120}:
            story = moving.pop()
            gone.append(story.path)
            site.remove([story.path])
            if number == 60:
                story.stem += "-moved"
            else:
                stories.remove(story)
        site.write(*stories)
        site.commit()
        if number % 5 == 0:
            replay()
            story = chance.choice(quiet)
            key = chance.choice(["title", "excerpt"])
            if (story.path, key) not in ours:
                ours[story.path, key] = f"Edited {number}"
                edit(story.path, **{key: f"Edited {number}"})
    replay()

    rows = {article.path: article for article in Article.objects.all()}
    for (path, key), value in ours.items():
        assert getattr(rows[path], key) == value, (path, key)
    for story in stories:
        assert rows[story.path].heat == story.heat
        for key in ("title", "excerpt"):
            if (story.path, key) not in ours:
                assert getattr(rows[story.path], key) == getattr(story, key)
    waiting = Conflict.objects.waiting()
    flips = {(story.path, "excerpt") for story in flipping}
    assert set(waiting.exclude(key="file").values_list("path", "key")) == theirs_since | flips
    assert set(waiting.filter(key="file").values_list("path", flat=True)) == set(gone)
    assert set(FrozenField.objects.values_list("path", "key")) == flips
    before = content()
    assert sum(replay().counts.values()) == 0
    assert content() == before
