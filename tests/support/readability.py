"""What can be counted of whether code is easy to read: sizes, docstrings, and exceptions with their reasons.

`problems_in` takes sources by path and says what is wrong; test_architecture.py gives it the project.
"""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

MOST_LINES = 400
MOST_MODULES = 20
MOST_ENTRIES_OF_ARTICLES = 12

# Tests mirror the rooms, and have modules for the browser besides; Django numbers its migrations.
COUNTED = ("articles", "bench", "documents", "newsroom", "providers")

EXCEPTION = re.compile(
    r"#\s*(noqa|type: ignore)\b(: *[A-Z]+[0-9]+(, *[A-Z]+[0-9]+)*|\[[a-z, -]+\])?(.*)", re.S
)


def problems_in(sources: Mapping[str, str]) -> list[str]:
    """Everything that is wrong in these sources, each as `path:line: reason`."""
    found = list(folder_problems(sources))
    for path, source in sources.items():
        if is_counted(path) and length_of(source) > MOST_LINES:
            found.append(f"{path}:1: has {length_of(source)} lines, and {MOST_LINES} are the most")
        # A migration is not edited once it has landed.
        if "/migrations/" not in path:
            found += [f"{path}:{line}: {reason}" for line, reason in docstring_problems(ast.parse(source))]
        found += [f"{path}:{line}: {reason}" for line, reason in exception_problems(source)]
    return found


def is_counted(path: str) -> bool:
    """Whether a file is code whose size is limited."""
    return path.startswith(tuple(f"{room}/" for room in COUNTED)) and "/migrations/" not in path


def length_of(source: str) -> int:
    """How many lines a module has."""
    return len(source.splitlines())


def modules_by_folder(paths: Mapping[str, str]) -> Counter[str]:
    """How many modules each folder of code has, without its `__init__.py`."""
    named = [PurePosixPath(path) for path in paths if is_counted(path) and not path.endswith("/__init__.py")]
    return Counter(str(path.parent) for path in named)


def folder_problems(sources: Mapping[str, str]) -> Iterator[str]:
    """Folders in which one has to search."""
    for folder, count in modules_by_folder(sources).items():
        if count > MOST_MODULES:
            yield f"{folder}:1: has {count} modules, and {MOST_MODULES} are the most: it is two rooms"
    entries = [path for path in sources if re.fullmatch(r"articles/[^/]+", path)]
    if len(entries) > MOST_ENTRIES_OF_ARTICLES:
        yield f"articles:1: has {len(entries)} files, and {MOST_ENTRIES_OF_ARTICLES} are the most"


def docstring_problems(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Docstrings that only a reader of the function above understands."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (ast.get_docstring(node) or "").startswith("The same"):
            yield node.body[0].lineno, 'a docstring begins with "The same": say what it is'


def exception_problems(source: str) -> Iterator[tuple[int, str]]:
    """Exceptions from a tool's rule that name no rule, or give no reason.

    The reason stands behind the rule on that line, or in a comment on the line above.
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        exception = EXCEPTION.match(token.string) if token.type == tokenize.COMMENT else None
        if exception is None:
            continue
        line = token.start[0]
        kind, rule, reason = (
            exception[1],
            exception[2],
            re.sub(r"#\s*(noqa|type: ignore)\S*", "", exception[4]),
        )
        if not rule:
            yield line, f"{kind} names no rule"
        elif not re.search(r"\w", reason) and not (line > 1 and lines[line - 2].strip().startswith("#")):
            yield line, f"{kind} has no reason"
