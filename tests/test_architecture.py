"""The project keeps the rules of the house, and the checker that says so can say no."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import readability
from tests.support.architecture import problems_in

ROOT = Path(__file__).resolve().parent.parent
LOOKED_AT = ("articles", "bench", "documents", "newsroom", "providers", "tests")


def project_sources() -> dict[str, str]:
    paths = [ROOT / "manage.py", *(path for room in LOOKED_AT for path in (ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_project_keeps_the_rules() -> None:
    assert problems_in(project_sources()) == []


def test_project_can_be_read() -> None:
    assert readability.problems_in(project_sources()) == []


@pytest.mark.parametrize(
    ("path", "source", "reason"),
    [
        ("articles/desk/topics.py", "x = 1\n" * 401, "has 401 lines"),
        ("articles/public/api.py", 'def f():\n    """The same for a row."""\n', 'begins with "The same"'),
        ("documents/reader.py", "x = f()  # noqa: B009\n", "noqa has no reason"),
        ("documents/reader.py", "x = f()  # noqa\n", "noqa names no rule"),
        ("documents/reader.py", "x = f()  # type: ignore[arg-type]\n", "type: ignore has no reason"),
        ("tests/test_reader.py", "x = 1\nx = f()  # type: ignore[arg-type]\n", "type: ignore has no reason"),
    ],
)
def test_what_is_hard_to_read_is_found(path: str, source: str, reason: str) -> None:
    (problem,) = readability.problems_in(EMPTY | {path: source})
    assert problem.startswith(f"{path}:")
    assert reason in problem


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("articles/desk/topics.py", "x = 1\n" * 400),
        ("articles/migrations/0001_initial.py", "x = 1\n" * 401),
        ("tests/test_reader.py", "x = 1\n" * 401),
        ("documents/reader.py", "x = f()  # noqa: B009  a name that mypy does not know\n"),
        ("documents/reader.py", "# What the stubs lack.\nx = f()  # type: ignore[arg-type]\n"),
        ("documents/reader.py", 'x = "# noqa"\n'),
    ],
)
def test_what_can_be_read_is_left_alone(path: str, source: str) -> None:
    assert readability.problems_in(EMPTY | {path: source}) == []


def test_full_folder_is_found() -> None:
    modules = {f"articles/desk/screen_{letter}.py": "" for letter in "abcdefghijklmnopqrst"}
    package = {"articles/desk/__init__.py": ""}
    assert readability.problems_in(modules | package) == []
    (problem,) = readability.problems_in(modules | package | {"articles/desk/one_more.py": ""})
    assert problem.startswith("articles/desk:1: has 21 modules")


def test_files_beside_the_rooms_of_articles_are_few() -> None:
    files = {f"articles/module_{letter}.py": "" for letter in "abcdefghijkl"}
    assert readability.problems_in(files) == []
    (problem,) = readability.problems_in(files | {"articles/one_more.py": ""})
    assert problem.startswith("articles:1: has 13 files")


# The checker itself: each pair differs in the one thing that the rule is about.

EMPTY = {
    "documents/reader.py": "",
    "providers/models.py": "",
    "articles/querysets/articles.py": "",
    "articles/models/__init__.py": "",
    "articles/models/topic.py": "",
    "articles/mapping.py": "",
    "articles/importing/__init__.py": "",
    "articles/importing/plan.py": "",
    "articles/exporting/__init__.py": "",
    "articles/public/views.py": "",
    "articles/public/api.py": "",
    "articles/public/urls.py": "",
    "articles/desk/conflicts.py": "",
    "articles/desk/article_form/preview.py": "",
    "articles/management/commands/import_articles.py": "",
    "newsroom/urls.py": "",
}


def problems_with(path: str, source: str) -> list[str]:
    return problems_in(EMPTY | {path: source})


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("documents/reader.py", "import providers.models"),
        ("documents/reader.py", "from articles import models"),
        ("providers/models.py", "from articles.models import Article"),
        ("providers/models.py", "from newsroom import settings"),
        ("articles/querysets/articles.py", "from articles.models import Article"),
        ("articles/querysets/articles.py", "from documents.reader import read"),
        ("articles/models/topic.py", "from articles.mapping import rows"),
        ("articles/models/topic.py", "from ..mapping import rows"),
        ("articles/mapping.py", "from articles import querysets"),
        ("articles/mapping.py", "from articles.importing import plan"),
        ("articles/importing/plan.py", "from articles.exporting import export_documents"),
        ("articles/importing/plan.py", "from articles.management.commands import import_articles"),
        ("articles/public/views.py", "from articles.desk import conflicts"),
        ("articles/public/api.py", "from articles.desk import conflicts"),
        ("articles/desk/conflicts.py", "from articles.public import views"),
        ("articles/management/commands/import_articles.py", "import articles.public.views"),
        ("articles/newcomer.py", "from articles.public.views import page"),
        ("articles/public/views.py", "from newsroom.settings import DEBUG"),
        ("articles/public/views.py", "import tests.support.make"),
    ],
)
def test_wrong_arrow_is_found(path: str, source: str) -> None:
    problems = problems_with(path, source)
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:1: ")
    assert " may not import " in problems[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "documents/writer.py",
            "import io, yaml\nfrom documents.reader import read\nfrom .reader import read",
        ),
        ("providers/models.py", "from documents.reader import read"),
        (
            "articles/models/topic.py",
            "from articles.querysets import q\nfrom providers.models import Provider",
        ),
        ("articles/importing/__init__.py", "from .plan import make_plan\nfrom articles.mapping import rows"),
        (
            "articles/public/views.py",
            "from articles.models import Article\nfrom articles.exporting import export",
        ),
        ("articles/public/urls.py", "from articles.public import api, views"),
        ("articles/desk/article_form/preview.py", "from articles.public import views"),
        ("articles/newcomer.py", "from articles.models import Article"),
        ("newsroom/urls.py", "from articles.public import urls"),
        ("tests/test_reader.py", "from articles.importing import plan"),
    ],
)
def test_right_arrow_is_left_alone(path: str, source: str) -> None:
    assert problems_with(path, source) == []


@pytest.mark.parametrize("module", ["django.db", "tqdm", "environ"])
def test_documents_know_no_django_nor_other_library(module: str) -> None:
    allowed = "the standard library and anyascii, merge3, yaml"
    assert problems_with("documents/reader.py", f"import {module}") == [
        f"documents/reader.py:1: documents.reader may import {allowed}, not {module}"
    ]


def test_querysets_may_name_models_for_types_only() -> None:
    models = "from articles.models import Article"
    guarded = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {models}\nelse:\n    Article = None"
    otherwise = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass\nelse:\n    {models}"
    assert problems_with("articles/querysets/articles.py", guarded) == []
    assert len(problems_with("articles/querysets/articles.py", otherwise)) == 1


def test_cycle_is_found_once_with_its_way() -> None:
    sources = {
        "documents/a.py": "from documents import b",
        "documents/b.py": "import documents.c",
        "documents/c.py": "from .a import x",
        "documents/d.py": "import documents.a",
    }
    assert problems_in(sources) == [
        "documents/a.py:1: imports in a circle: documents.a -> documents.b -> documents.c -> documents.a"
    ]


def test_module_that_imports_its_own_package_is_a_cycle() -> None:
    sources = {
        "articles/models/__init__.py": "from articles.models.topic import Topic",
        "articles/models/topic.py": "from articles.models import Article",
    }
    assert [problem for problem in problems_in(sources) if "in a circle" in problem]


def test_import_for_types_makes_no_cycle() -> None:
    later = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from documents.a import x"
    assert problems_in({"documents/a.py": "import documents.b", "documents/b.py": later}) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    import json",
        "async def f():\n    from documents.reader import read",
        "class C:\n    def m(self):\n        if True:\n            import json",
        "class C:\n    def ready(self):\n        import json",
    ],
)
def test_import_inside_a_function_is_found(source: str) -> None:
    (problem,) = problems_with("documents/writer.py", source)
    assert "put it at the top" in problem


def test_app_config_may_import_in_ready_and_nowhere_else() -> None:
    head = "from django.apps import AppConfig\nclass Articles(AppConfig):\n"
    assert (
        problems_with("articles/apps.py", head + "    def ready(self):\n        import articles.models") == []
    )
    assert (
        problems_with("articles/apps.py", head + "    def other(self):\n        import articles.models") != []
    )


@pytest.mark.parametrize(
    "path",
    [
        "articles/utils.py",
        "articles/services/feeds.py",
        "providers/base.py",
        "documents/date_helpers.py",
        "newsroom/common/__init__.py",
        "tests/misc.py",
        "articles/importing/plan2.py",
    ],
)
def test_file_named_for_nothing_is_found(path: str) -> None:
    (problem,) = problems_with(path, "")
    assert "name it for what it knows" in problem


@pytest.mark.parametrize("path", ["documents/reader.py", "articles/migrations/0001_initial.py"])
def test_file_named_for_something_is_left_alone(path: str) -> None:
    assert problems_with(path, "") == []


@pytest.mark.parametrize(
    "call",
    [
        "rows.update(title=new)",
        "rows.update(**new)",
        "Article.objects.bulk_create(rows)",
        "q.abulk_update(r)",
    ],
)
def test_many_rows_are_changed_by_querysets_and_apply_alone(call: str) -> None:
    (problem,) = problems_with("articles/public/views.py", call)
    assert "belongs to querysets and importing/apply" in problem
    assert problems_with("articles/querysets/articles.py", call) == []
    assert problems_with("providers/querysets.py", call) == []
    assert problems_with("articles/importing/apply.py", call) == []
    assert problems_with("tests/test_views.py", call) == []


@pytest.mark.parametrize("call", ["digest.update(data)", "values.update({'a': 1})", "bar.update()"])
def test_update_of_other_things_is_left_alone(call: str) -> None:
    assert problems_with("articles/importing/plan.py", call) == []


def test_documents_load_without_django() -> None:
    """What no parser of imports sees: that nothing behind them loads it either."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "documents").rglob("*.py"))
    names = [".".join(path.parts) for path in paths if path.name != "__init__"]
    imports = "".join(f"import {name}; " for name in names)
    script = f"import sys; {imports}sys.exit('django' in sys.modules)"
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
