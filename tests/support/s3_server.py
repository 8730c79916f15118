"""A real S3 server on loopback, with an empty bucket for each test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import boto3
from moto.server import ThreadedMotoServer

from newsroom.bucket import Bucket, storage_in
from newsroom.environment import Environment

_NUMBERS = count(1)


class Served(NamedTuple):
    """A bucket that is served, and what a server of ours would be told of it."""

    bucket: Bucket
    storage: dict[str, Any]


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address, while it runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def make_bucket(endpoint: str) -> Served:
    """A bucket that anybody may read."""
    bucket = Bucket(f"pictures-{next(_NUMBERS)}", endpoint, "us-east-1", "key", "secret", "")
    client: Any = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
    )
    client.create_bucket(Bucket=bucket.name, ACL="public-read")
    read = Environment({}, folder=Path("/"))
    storage = storage_in(bucket, read)
    read.finish()
    return Served(bucket, storage)
