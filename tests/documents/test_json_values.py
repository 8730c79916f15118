"""What a document says goes through JSON and comes back as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.document import ABSENT, Absent, Value
from documents.json_values import pack, unpack

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=8))])
SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.datetimes(timezones=ZONES)
# Names of documents too that mean something in what is packed.
KEYS = st.text() | st.sampled_from(["$time", "$mapping"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=8)


@given(VALUES | st.just(ABSENT))
def test_value_comes_back_from_json_as_it_was(value: Value | Absent) -> None:
    back = unpack(json.loads(json.dumps(pack(value))))
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize("empty", [None, "", False, 0, [], {}])
def test_absent_is_none_of_the_empty_values(empty: Value) -> None:
    assert pack(ABSENT) is None
    assert pack(empty) == {"value": empty}


def test_time_keeps_its_zone_and_its_microseconds() -> None:
    when = datetime(2021, 6, 1, 12, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert pack(when) == {"value": {"$time": "2021-06-01T12:30:00.000005+02:00"}}
    back = unpack(pack(when))
    assert isinstance(back, datetime)
    assert back.isoformat() == when.isoformat()


@pytest.mark.parametrize("value", [{"$time": "x"}, {"$mapping": "x"}, {"$mapping": {"$time": "x"}}])
def test_mapping_of_a_document_is_never_taken_for_a_time(value: Value) -> None:
    """As in `services: {$time: x}`, which a document may say."""
    assert unpack(pack(value)) == value
