"""All addresses of the site, and a bare view beside them."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsroom.urls import handler404, handler500
from newsroom.urls import urlpatterns as site

__all__ = ["handler404", "handler500", "urlpatterns"]


def constant(request: HttpRequest, size: int) -> HttpResponse:
    """As many bytes as are asked for, always the same."""
    return HttpResponse(_bytes(size))


@cache
def _bytes(size: int) -> bytes:
    return b"x" * size


urlpatterns = [path("constant/<int:size>", constant), *site]
