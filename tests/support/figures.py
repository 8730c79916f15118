"""Figures of the code: `make figures` counts them, for docs/architecture.md and for whoever asks.

A rule is a decision in a function: a condition, a loop or an exception that is caught. The test module of a
module stands where the module stands, `documents/reader.py` -> `tests/documents/test_reader.py`; that of a
package stands inside its folder or beside it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import median

import django
from django.contrib.admin import ModelAdmin

from tests.support.architecture import module_name
from tests.support.readability import MOST_LINES, is_counted, length_of, modules_by_folder

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("articles", "documents", "newsroom", "providers")
DECISIONS = (ast.If, ast.IfExp, ast.Match, ast.For, ast.While, ast.Try, ast.comprehension, ast.BoolOp)
Definition = ast.FunctionDef | ast.AsyncFunctionDef
# What Django reads of a class without calling it anything else.
DECLARATIONS = {"Meta", "Media", "Command"}


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method, where it stands and how many lines it has."""

    path: str
    name: str
    line: int
    length: int


def read(*rooms: str) -> dict[str, str]:
    """The Python files of these rooms by path, as they lie in the project."""
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def functions_in(sources: Mapping[str, str]) -> Iterator[Function]:
    """All functions and methods, those inside others too."""
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, Definition):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(path, node.name, node.lineno, length)


def has_rule(source: str) -> bool:
    """Whether any function of a module decides something."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Definition)]
    return any(isinstance(inner, DECISIONS) for function in functions for inner in ast.walk(function))


def tests_of(path: str) -> list[str]:
    """Where the test module of a module may stand."""
    module = PurePosixPath(path)
    if module.name == "__init__.py":
        package = module.parent
        name = f"test_{package.name}.py"
        return [str("tests" / package / name), str("tests" / package.parent / name)]
    return [str("tests" / module.parent / f"test_{module.name}")]


def without_test(sources: Mapping[str, str], tests: Mapping[str, str]) -> list[str]:
    """Modules with a rule for which there is no test module of their name."""
    return [
        path for path, source in sources.items() if has_rule(source) and not tests.keys() & {*tests_of(path)}
    ]


def public_definitions(source: str) -> Iterator[tuple[tuple[str, ...], Definition | ast.ClassDef]]:
    """The public classes, functions and methods of a module, each with its dotted name in parts."""
    waiting: list[tuple[tuple[str, ...], ast.Module | ast.ClassDef]] = [((), ast.parse(source))]
    while waiting:
        around, node = waiting.pop()
        for child in node.body:
            if isinstance(child, Definition | ast.ClassDef) and not child.name.startswith("_"):
                yield (*around, child.name), child
            if isinstance(child, ast.ClassDef) and child.name not in DECLARATIONS and child.name[0] != "_":
                waiting.append(((*around, child.name), child))


def is_hook(owner: object, node: Definition | ast.ClassDef) -> bool:
    """Whether a library knows a name of a class, or a class of ours above it explains it."""
    name = node.name
    if not inspect.isclass(owner):
        return False
    if re.fullmatch(r"clean_\w+|has_\w+_permission", name) or hasattr(ModelAdmin, name):
        return True
    # A column or an action of a list: its description is what people read.
    if any(ast.unparse(decorator).startswith("admin.") for decorator in node.decorator_list):
        return True
    return any(
        name in vars(base)
        and (base.__module__.partition(".")[0] not in CODE or inspect.getdoc(vars(base)[name]))
        for base in inspect.getmro(owner)[1:]
    )


def without_docstring(sources: Mapping[str, str]) -> tuple[list[str], int]:
    """Public names of our own that say nothing of themselves, and how many public names there are.

    Hooks of Django are not counted.
    """
    silent, count = [], 0
    for path, source in sources.items():
        module = importlib.import_module(module_name(path))
        for names, node in public_definitions(source):
            owner: object = module
            for name in names[:-1]:
                owner = getattr(owner, name, None)
            if names[-1] in DECLARATIONS or is_hook(owner, node):
                continue
            count += 1
            if ast.get_docstring(node) is None:
                silent.append(f"{path}:{node.lineno}: {'.'.join(names)}")
    return silent, count


def report() -> Iterator[str]:
    """All figures, a line for each, and below some the places that they mean."""
    code = {path: source for path, source in read(*CODE).items() if is_counted(path)}
    yield from report_of_sizes(code)
    tests = read("tests")
    lines = sum(map(length_of, code.values()))
    yield f"{sum(map(length_of, tests.values())) / lines:6.2f} lines of tests for each of the {lines} of code"
    yield f"{sum(map(has_rule, code.values())):6} modules with a rule"
    untested = without_test(code, tests)
    yield f"{len(untested):6} of these without a test module of their name"
    yield from (f"           {path}" for path in untested)
    silent, names = without_docstring(code)
    share = 100 * (names - len(silent)) / names
    yield f"{share:6.1f} per cent of {names} public names of our own with a docstring"
    yield from (f"           {place}" for place in silent)


def report_of_sizes(code: Mapping[str, str]) -> Iterator[str]:
    """How large modules, functions and folders are."""
    sizes = {path: length_of(source) for path, source in code.items()}
    large = max(sizes, key=lambda path: sizes[path])
    yield f"{len(code):6} modules of code, half of them with at most {median(sizes.values()):.0f} lines"
    yield f"{sizes[large]:6} lines in the longest module: {large}"
    for most in (300, MOST_LINES):
        yield f"{sum(size > most for size in sizes.values()):6} modules of more than {most} lines"
    folder, modules = modules_by_folder(code).most_common(1)[0]
    yield f"{modules:6} modules in the fullest folder: {folder}/"
    beside = [path for path in code if PurePosixPath(path).parent == PurePosixPath("articles")]
    yield f"{len(beside):6} files beside the folders of articles/"
    functions = list(functions_in(code))
    half, longest = median(f.length for f in functions), max(functions, key=lambda f: f.length)
    yield f"{len(functions):6} functions, half of them with at most {half:.0f} lines"
    yield f"{longest.length:6} lines in the longest: {longest.path}:{longest.line} {longest.name}()"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    sys.stdout.writelines(f"{line}\n" for line in report())
