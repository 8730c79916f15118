"""A form that saves while its row is locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest


class LockedRowAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not to be subscripted at runtime
    """A screen with a form: nobody else saves between comparing its values with the row and saving them."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        with _row_locked(request, self.model, object_id):
            return super().changeform_view(request, object_id, form_url, extra_context)


@contextmanager
def _row_locked(request: HttpRequest, model: type[models.Model], object_id: str | None) -> Iterator[None]:
    """Lock the row that a form was sent for."""
    if request.method != "POST" or object_id is None or not object_id.isdecimal():
        yield
        return
    with transaction.atomic():
        locked = model._base_manager.filter(pk=object_id).select_for_update()
        list(locked.order_by().values_list("pk"))
        yield
