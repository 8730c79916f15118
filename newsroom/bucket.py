"""Pictures in a bucket of an S3 server instead of a folder: what django-storages is told of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newsroom.environment import Environment

FILES: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
# What is at a name never changes: articles/pictures/renditions.py.
_KEPT = "public, max-age=31536000, immutable"


class Bucket(NamedTuple):
    """A bucket as the settings name it: none without a name, and Amazon's without an endpoint."""

    name: str
    endpoint: str
    region: str
    access_key: str
    secret_key: str
    address: str

    @property
    def public_address(self) -> str:
        """How the addresses of pictures begin, for readers."""
        if self.address:
            return self.address
        if self.endpoint:
            return f"{self.endpoint}/{self.name}"
        return f"https://{self.name}.s3.{self.region}.amazonaws.com"


def storage_in(bucket: Bucket, read: Environment) -> dict[str, Any]:
    """STORAGES["default"]: files in MEDIA_ROOT, or the bucket."""
    if not bucket.name:
        return FILES
    if find_spec("storages") is None:
        read.refuse(
            "MEDIA_S3_BUCKET", "needs more libraries: pip install --require-hashes -r requirements-s3.lock"
        )
        return FILES
    if bool(bucket.access_key) != bool(bucket.secret_key):
        read.refuse("MEDIA_S3_ACCESS_KEY", "goes with MEDIA_S3_SECRET_KEY: set both or neither")
    scheme, _, place = bucket.public_address.partition("://")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket.name,
            "endpoint_url": bucket.endpoint or None,
            "region_name": bucket.region,
            "access_key": bucket.access_key or None,
            "secret_key": bucket.secret_key or None,
            # Readers get plain addresses, which pages may be kept with; who may read is the bucket's to say.
            "querystring_auth": False,
            "url_protocol": f"{scheme}:",
            "custom_domain": place,
            # By path, a bucket needs no name of its own in DNS: other servers than Amazon's expect it.
            "addressing_style": "path" if bucket.endpoint else "virtual",
            "signature_version": "s3v4",
            "object_parameters": {"CacheControl": _KEPT},
        },
    }


def origin_of(bucket: Bucket) -> list[str]:
    """Whom browsers may ask for pictures besides ourselves, for the policy of the pages."""
    if not bucket.name:
        return []
    parts = urlsplit(bucket.public_address)
    return [f"{parts.scheme}://{parts.netloc}"]
