"""What a server behind a proxy has to be told: which requests came over TLS, and its own address."""

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


UNNAMED = (
    "SITE_URL: missing, so absolute addresses in feeds, sitemaps and links to previews begin with whatever "
    "name of ALLOWED_HOSTS a visitor asks for"
)
NAME_IT = "Set SITE_URL to the scheme and host that readers see, such as https://example.org."


def check_proxy_header(**options: Any) -> list[Warning]:
    """What `manage.py check --deploy` says of it."""
    return [Warning(MISSING, hint=WHAT_TO_DO, id="newsroom.W001")] if _redirects_for_ever() else []


def check_site_url(**options: Any) -> list[Warning]:
    """What `manage.py check --deploy` says of a site that does not know its own address."""
    return [] if settings.SITE_URL or settings.DEBUG else [Warning(UNNAMED, hint=NAME_IT, id="newsroom.W002")]


def warn_of_redirects() -> None:
    """Say in the log of a server that starts what the check says."""
    if _redirects_for_ever():
        logging.getLogger(__name__).warning("%s. %s", MISSING, WHAT_TO_DO)


def _redirects_for_ever() -> bool:
    return bool(settings.SECURE_SSL_REDIRECT) and settings.SECURE_PROXY_SSL_HEADER is None
