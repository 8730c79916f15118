"""The rules of the house that code can be held to: which way imports lean, names, and who changes rows.

`problems_in` takes sources by path and says what is wrong; test_architecture.py gives it the project.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

ROOMS = ("articles", "documents", "newsroom", "providers")
OURS = (*ROOMS, "bench", "tests")

# Words that name nothing: a file is named for what it knows.
# fmt: off
EMPTY_NAMES = frozenset({
    "base", "common", "core", "func", "functions", "general", "generic", "helper",
    "helpers", "lib", "misc", "miscellaneous", "service", "services", "shared", "stuff",
    "things", "tool", "tools", "util", "utilities", "utils", "various",
})
# fmt: on

# What each place may import of the project, the longest matching place deciding. A place may import itself.
_ROWS = ("articles.models", "articles.querysets", "articles.sqlite_pragmas", "providers", "documents")
_BELOW = ("articles.mapping", "articles.roles", *_ROWS)
_QUICK = ("articles.reading", "articles.search", "articles.pictures", *_BELOW)
_ACTS = ("articles.editing", *_QUICK)
_TRAFFIC = ("articles.importing", "articles.exporting", "articles.link_checks", *_ACTS)
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "documents": (),
    "providers": ("documents",),
    # What names and addresses are compared by: plain text, of no row.
    "articles.querysets": ("documents.identity", "documents.addresses", "documents.layout"),
    "articles.models": ("articles.querysets", "providers", "documents"),
    "articles.mapping": ("articles.models", "providers", "documents"),
    "articles.roles": (),
    "articles.web_requests": (),
    "articles.link_checks": ("articles.web_requests", *_BELOW),
    "articles.search": ("articles.pictures.uses", *_BELOW),
    "articles.pictures": ("articles.web_requests", *_BELOW),
    "articles.reading": _QUICK,
    "articles.editing": ("articles.web_requests", *_QUICK),
    "articles.importing": _ACTS,
    "articles.exporting": _ACTS,
    "articles.public": _TRAFFIC,
    "articles.desk": _TRAFFIC,
    "articles.management": _TRAFFIC,
    # Django finds these by their names.
    "articles.migrations": (*_QUICK, "articles.migrations"),
    "articles.admin": ("articles.desk",),
    "articles.apps": _BELOW,
    "articles.templatetags": ("articles.public", "articles.desk", *_TRAFFIC),
    # Any other module of the room, such as a new one: rows and rules about them, nothing that shows.
    "articles": _BELOW,
    "newsroom": ("articles", "providers", "documents"),
    "bench": OURS,
    "tests": OURS,
    "manage": ("newsroom",),
}
# The one door between rooms that never lean on one another: the form's preview shows what readers see.
DOORS = {("articles.desk.article_form.preview", "articles.public")}
# What a place may import besides, while types are checked only.
FOR_TYPES = {"articles.querysets": ("articles.models", "providers.models")}
# From outside the project, besides the standard library. A place that is not named may import any of it.
OUTSIDE = {"documents": ("anyascii", "merge3", "yaml"), "articles.querysets": ("django",)}

MAY_CHANGE_ROWS = re.compile(r"(\w+\.)*querysets(\.\w+)*|articles\.importing\.apply(\.\w+)*")


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a module imports, and how."""

    line: int
    target: str
    function: str | None
    for_types: bool


def problems_in(sources: Mapping[str, str]) -> list[str]:
    """Everything that is wrong in these sources, each as `path:line: reason`."""
    modules = {module_name(path): path for path in sources}
    runtime: dict[str, set[str]] = {}
    found: list[str] = []
    for name, path in modules.items():
        tree = ast.parse(sources[path], path)
        imports = list(imports_of(tree, name, path, modules))
        runtime[name] = {i.target for i in imports if i.target in modules and not i.for_types}
        found += [f"{path}:1: {reason}" for reason in naming_problems(path)]
        found += [f"{path}:{i.line}: {reason}" for i in imports for reason in import_problems(name, i)]
        found += [f"{path}:{line}: {reason}" for line, reason in row_problems(name, tree)]
    found += [
        f"{modules[cycle[0]]}:1: imports in a circle: {' -> '.join(cycle)}" for cycle in cycles(runtime)
    ]
    return found


def module_name(path: str) -> str:
    """articles/models/__init__.py -> articles.models."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def is_below(name: str, places: Iterable[str]) -> bool:
    """Whether a module is one of these places, or inside one."""
    return any(name == place or name.startswith(place + ".") for place in places)


def place_of(name: str) -> str:
    """The most exact place in MAY_IMPORT that a module stands in."""
    return max((place for place in MAY_IMPORT if is_below(name, [place])), key=len, default="")


# Reading imports


def imports_of(tree: ast.Module, name: str, path: str, modules: Mapping[str, str]) -> Iterator[Import]:
    """Every import of a module, wherever it stands; `from a import b` is a.b where that is a module."""
    package = name if path.endswith("/__init__.py") else name.rpartition(".")[0]
    for node, function, for_types in walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, function, for_types)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node, package)
            for target in {
                f"{source}.{a.name}" if f"{source}.{a.name}" in modules else source for a in node.names
            }:
                yield Import(node.lineno, target, function, for_types)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """The full name behind `from .x import y`."""
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    return ".".join(parts[: len(parts) - node.level + 1] + ([node.module] if node.module else []))


def walk(
    node: ast.AST, function: str | None = None, for_types: bool = False, in_app_config: bool = False
) -> Iterator[tuple[ast.AST, str | None, bool]]:
    """All nodes, each with the function around it and whether it is under `if TYPE_CHECKING`."""
    if isinstance(node, ast.ClassDef):
        in_app_config = any(ast.unparse(b).endswith("AppConfig") for b in node.bases)
    elif isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
        own = getattr(node, "name", "lambda")
        function = function if in_app_config and own == "ready" else own
    yield node, function, for_types
    typing_branch = (
        node.body if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING") else []
    )
    for child in ast.iter_child_nodes(node):
        yield from walk(child, function, for_types or child in typing_branch, in_app_config)


# Judging them


def import_problems(name: str, found: Import) -> Iterator[str]:
    """What one import does against the house."""
    # As Django writes it, and because worker processes run the top of manage.py again.
    if found.function and name != "manage":
        yield f"imports {found.target} inside {found.function}(): put it at the top"
    if is_below(found.target, OURS):
        if not may_import(name, found.target, for_types=found.for_types):
            yield f"{name} may not import {found.target}"
    else:
        place, root = place_of(name), found.target.partition(".")[0]
        allowed = next((OUTSIDE[p] for p in OUTSIDE if is_below(place, [p])), None)
        if allowed is not None and root not in allowed and root not in sys.stdlib_module_names:
            yield f"{name} may import the standard library and {', '.join(allowed)}, not {found.target}"


def may_import(name: str, target: str, *, for_types: bool) -> bool:
    """Whether the arrow from one of our modules to another points the right way."""
    place = place_of(name)
    if any(name == door and is_below(target, [room]) for door, room in DOORS):
        return True
    for_types_too = FOR_TYPES.get(place, ()) if for_types else ()
    # What is in no room of its own is below the rooms.
    own = () if place == "articles" else (place,)
    return is_below(target, (*own, *MAY_IMPORT.get(place, ()), *for_types_too))


def cycles(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Each circle of imports once, as the names along it."""
    done: set[str] = set()
    seen: set[frozenset[str]] = set()

    def visit(name: str, trail: list[str]) -> Iterator[list[str]]:
        if name in trail:
            circle = trail[trail.index(name) :]
            if frozenset(circle) not in seen:
                seen.add(frozenset(circle))
                yield [*circle, name]
        elif name not in done:
            for target in sorted(graph.get(name, ())):
                yield from visit(target, [*trail, name])
            done.add(name)

    for name in sorted(graph):
        yield from visit(name, [])


def naming_problems(path: str) -> Iterator[str]:
    """Folders and files named for nothing, or numbered like plan2.py."""
    if "/migrations/" in path:
        return
    for part in PurePosixPath(path).with_suffix("").parts:
        empty = EMPTY_NAMES.intersection(part.lower().split("_"))
        if empty:
            yield f"{part!r} names nothing ({', '.join(sorted(empty))}): name it for what it knows"
        if re.search(r"[a-z]_?\d+$", part):
            yield f"{part!r} is numbered: name it for what it knows"


def row_problems(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Changes of many rows outside the modules that may make them.

    Types are not known here, but a queryset's update() takes keywords only, and a dict's or a digest's,
    as the house writes it, a value.
    """
    if not is_below(name, ROOMS) or MAY_CHANGE_ROWS.fullmatch(name) or ".migrations." in name:
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method = node.func.attr
        keywords_only = bool(node.keywords) and not node.args
        if re.match(r"a?bulk_", method) or (method in {"update", "aupdate"} and keywords_only):
            yield node.lineno, f"{method}() on rows belongs to querysets and importing/apply"
