"""What the locks must hold, whichever Python a server runs: each is installed with `pip --require-hashes`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# The oldest that is promised, the first that redis asks nothing more of, and those that `make` finds by name.
PYTHONS = ("3.11.0", "3.11.3", "3.12.0", "3.13.0")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-s3.lock", "requirements-dev.lock"])
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_holds_all_that_its_packages_ask_for(root: Path, lock: str, python: str) -> None:
    """A package may ask for another on some Pythons only; a lock that lacks it does not install there."""
    locked = locked_in(root / lock)
    held = {canonicalize_name(one.name) for one in locked}
    missing = {
        f"{one.name} asks for {asked}"
        for one in locked
        for asked in asked_for(one, python)
        if canonicalize_name(asked.name) not in held
    }
    assert len(locked) > 10
    assert missing == set()


def locked_in(lock: Path) -> list[Requirement]:
    lines = lock.read_text("utf-8").splitlines()
    return [Requirement(line.partition(" \\")[0]) for line in lines if "==" in line and line[0].isalnum()]


def asked_for(locked: Requirement, python: str) -> Iterator[Requirement]:
    """What this package needs on that Python, with the extras of which the lock speaks."""
    here = {name: str(value) for name, value in default_environment().items()}
    place = here | {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    try:
        asked = [Requirement(text) for text in requires(locked.name) or []]
    except PackageNotFoundError:
        # What the lock holds for other Pythons or systems is not here to be asked.
        return
    for one in asked:
        if one.marker is None or any(
            one.marker.evaluate({**place, "extra": extra}) for extra in ("", *locked.extras)
        ):
            yield one
