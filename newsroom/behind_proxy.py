"""Whether a request over TLS can be known as such: a proxy ends TLS and speaks plain HTTP to the server."""

import logging
from typing import Any

from django.conf import settings
from django.core.checks import Warning

MISSING = (
    "SECURE_PROXY_SSL_HEADER: missing while SECURE_SSL_REDIRECT is on, so behind a proxy that ends TLS "
    "every page answers with a redirect to itself"
)
WHAT_TO_DO = (
    "Set SECURE_PROXY_SSL_HEADER=X-Forwarded-Proto, and let the proxy set that header on every request, as "
    "deploy/nginx.conf does; or SECURE_SSL_REDIRECT=false where nothing speaks plain HTTP to this server."
)


def check_proxy_header(**options: Any) -> list[Warning]:
    """What `manage.py check --deploy` says of it."""
    return [Warning(MISSING, hint=WHAT_TO_DO, id="newsroom.W001")] if _redirects_for_ever() else []


def warn_of_redirects() -> None:
    """Say in the log of a server that starts what the check says."""
    if _redirects_for_ever():
        logging.getLogger(__name__).warning("%s. %s", MISSING, WHAT_TO_DO)


def _redirects_for_ever() -> bool:
    return bool(settings.SECURE_SSL_REDIRECT) and settings.SECURE_PROXY_SSL_HEADER is None
