"""Whether this process can serve: what a load balancer asks at /healthz."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200, or 503 with the reason; no detail of the database's address or error goes out."""
    reason = _reason()
    return HttpResponse(f"{reason or 'ok'}\n", status=503 if reason else 200, content_type="text/plain")


def _reason() -> str:
    """Why it cannot serve; empty where it can."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError, OSError):
        return "the database does not answer"
    return f"{len(pending)} migrations are pending: run manage.py migrate" if pending else ""
