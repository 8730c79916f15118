"""Topics arranged: where each may stand, which numbers change, and what goes out of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editing.arranging_topics import CannotMove, numbered, place, step
from articles.editing.history import Actor, timeline
from articles.importing import Outcome
from articles.models import Revision, Topic
from tests.support.make import make_topic, make_user
from tests.support.sites import document, export_site, files_in, import_site, topic_document, write_site

NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)


def actor() -> Actor:
    return Actor(make_user(), Revision.Origin.FORM, NOW)


def outline(parent: Topic | None = None, depth: int = 0) -> list[str]:
    rows = []
    for topic in Topic.objects.filter(parent=parent):
        rows += [f"{'  ' * depth}{topic.name}", *outline(topic, depth + 1)]
    return rows


@pytest.fixture
def tree() -> dict[str, Topic]:
    top = make_topic("Top", position=0)
    a, b, c = (make_topic(name, parent=top, position=at) for at, name in enumerate("ABC", start=1))
    return {"Top": top, "A": a, "B": b, "C": c}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "way", "expected", "changed"),
    [
        ("C", "up", ["Top", "  A", "  C", "  B"], 2),
        ("A", "down", ["Top", "  B", "  A", "  C"], 2),
        ("B", "in", ["Top", "  A", "    B", "  C"], 1),
        ("B", "out", ["Top", "  A", "  C", "B"], 1),
    ],
)
def test_topic_takes_a_step(
    tree: dict[str, Topic], name: str, way: str, expected: list[str], changed: int
) -> None:
    step(tree[name], way, actor())
    assert outline() == expected
    assert Revision.objects.count() == changed


@pytest.mark.django_db
def test_steps_that_lead_nowhere_are_refused_in_words(tree: dict[str, Topic]) -> None:
    for name, way in (("A", "up"), ("C", "down"), ("Top", "out"), ("Top", "in"), ("A", "sideways")):
        with pytest.raises(CannotMove, match="cannot move further"):
            step(tree[name], way, actor())
    with pytest.raises(CannotMove, match="below it"):
        place(tree["Top"], tree["B"], None, actor())
    with pytest.raises(CannotMove, match="below it"):
        place(tree["Top"], tree["Top"], None, actor())
    tree["A"].delete()
    with pytest.raises(CannotMove, match="gone"):
        place(Topic(pk=10**9), None, None, actor())
    assert outline() == ["Top", "  B", "  C"]


@pytest.mark.django_db
def test_topic_is_put_before_another(tree: dict[str, Topic]) -> None:
    place(tree["C"], None, tree["Top"], actor())
    assert outline() == ["C", "Top", "  A", "  B"]
    place(tree["C"], tree["Top"], tree["B"], actor())
    assert outline() == ["Top", "  A", "  C", "  B"]
    [entry, *_] = timeline(Topic.objects.get(name="C").path)
    assert {change["key"] for change in entry.changes} >= {"parent"}


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=9).flatmap(
        lambda rows: st.tuples(st.just(rows), st.integers(0, len(rows) - 1))
    )
)
def test_numbers_put_topics_in_the_order_that_is_asked_for(drawn: tuple[list[int | None], int]) -> None:
    """As they are sorted: by number, those without one behind them, and equal ones as they stand anyway."""
    rows, at = drawn
    rest = sorted((n for i, n in enumerate(rows) if i != at), key=lambda n: (n is None, n or 0))
    positions = [*rest[:at], rows[at], *rest[at:]]
    new = numbered(positions, at)
    here = new[at]
    assert here is not None
    numbers = [n for n in new if n is not None]
    assert new[: len(numbers)] == numbers
    assert numbers == sorted(numbers)
    assert all(low < here for low in new[:at] if low is not None)
    assert all(high > here for high in new[at + 1 :] if high is not None)


# ---- What goes out, and comes in again


@pytest.mark.django_db
def test_only_the_documents_of_moved_topics_change(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    site = {
        f"_data/topics/{at:02d}-{name}.yaml": topic_document(name.title(), _id=name)
        for at, name in enumerate(names)
    }
    site["_news/a.md"] = document(topics=["One"])
    import_site(write_site(tmp_path / "site", site))
    step(Topic.objects.get(name="Three"), "up", actor())
    export_site(tmp_path / "out")
    files = files_in(tmp_path / "out")
    assert set(files) == {
        "_data/topics/00-one.yaml", "_data/topics/01-three.yaml", "_data/topics/02-two.yaml", "_news/a.md",
    }  # fmt: skip
    # Moved, not written anew.
    assert files["_data/topics/01-three.yaml"] == site["_data/topics/02-three.yaml"]
    # The source says something of a topic that was moved here: it keeps its place.
    changed = {"_data/topics/02-three.yaml": topic_document("Three", _id="three", shortname="3")}
    import_site(write_site(tmp_path / "site", changed))
    assert [topic.name for topic in Topic.objects.all()] == ["One", "Three", "Two"]
    assert Topic.objects.get(name="Three").shortname == "3"
    # What went out comes in again, as it went out.
    export_site(tmp_path / "again")
    report = import_site(tmp_path / "again")
    assert (report.problems, report.conflicts) == ([], [])
    assert [topic.name for topic in Topic.objects.all()] == ["One", "Three", "Two"]
    assert import_site(tmp_path / "again").total(Outcome.UPDATED) == 0
    export_site(tmp_path / "third")
    assert files_in(tmp_path / "third") == files_in(tmp_path / "again")


@pytest.mark.django_db
def test_topic_that_goes_below_another_says_so_in_one_line(tmp_path: Path) -> None:
    site = {
        "_data/topics/00-one.yaml": topic_document("One", _id="one"),
        "_data/topics/01-two.yaml": topic_document("Two", _id="two"),
    }
    import_site(write_site(tmp_path / "site", site))
    step(Topic.objects.get(name="Two"), "in", actor())
    export_site(tmp_path / "out")
    files = files_in(tmp_path / "out")
    assert files.pop("_data/topics/01-two.yaml") == topic_document("Two", _id="two", parent="One")
    assert files == {"_data/topics/00-one.yaml": site["_data/topics/00-one.yaml"]}


@pytest.mark.django_db
def test_topic_that_articles_merely_named_gets_a_document_where_it_is_moved(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {"_news/a.md": document(topics=["Named", "Other"])}))
    step(Topic.objects.get(name="Other"), "in", actor())
    assert [(topic.path, topic.position) for topic in Topic.objects.filter(name="Other")] == [
        ("_data/topics/00-other.yaml", 0)
    ]
    assert Topic.objects.get(name="Named").path == ""
