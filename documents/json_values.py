"""Values as JSON and back, without losing what JSON has no word for: absence, and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from documents.document import ABSENT, Absent, Value

_TIME: Final = "$time"
# Around a mapping that would be taken for one of these two, as `services: {$time: x}` would.
_MAPPING: Final = "$mapping"


def pack(value: Value | Absent) -> Any:
    """None for what is absent, else `{"value": …}`; a time is `{"$time": "2020-02-24T15:49:00+00:00"}`.

    >>> pack(None), pack(ABSENT)
    ({'value': None}, None)
    """
    return None if isinstance(value, Absent) else {"value": _packed(value)}


def unpack(packed: Any) -> Value | Absent:
    """What was packed."""
    return ABSENT if packed is None else _unpacked(packed["value"])


def _packed(value: Value) -> Any:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    if isinstance(value, list):
        return [_packed(item) for item in value]
    if isinstance(value, dict):
        packed = {key: _packed(item) for key, item in value.items()}
        return {_MAPPING: packed} if packed.keys() in ({_TIME}, {_MAPPING}) else packed
    return value


def _unpacked(packed: Any) -> Value:
    if isinstance(packed, list):
        return [_unpacked(item) for item in packed]
    if isinstance(packed, dict):
        if packed.keys() == {_TIME}:
            return datetime.fromisoformat(packed[_TIME])
        if packed.keys() == {_MAPPING}:
            packed = packed[_MAPPING]
        return {key: _unpacked(item) for key, item in packed.items()}
    value: Value = packed
    return value
