"""The people at the desk: who signs in, and in which role.

A chief editor adds people and puts them into the three roles. Nobody reaches further than they do
themselves: not by making a superuser, not by giving permissions one by one, not by taking over the
account of somebody who may do more, and not by changing one's own role.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.roles import ROLES, name_of

admin.site.unregister(User)


class ByRole(admin.RelatedFieldListFilter):
    """Roles by the names that the desk gives them."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found = super().field_choices(field, request, model_admin)
        return [(key, name_of(str(name))) for key, name in found]


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not to be subscripted at runtime
    """The roles, to choose from."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(str(obj))


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # not to be subscripted at runtime
    """Somebody who signs in. Superusers have Django's own form, everybody else one about roles."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = (("groups", ByRole), "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A role of a number that no database holds is none: the list leads back to itself."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError:
            raise IncorrectLookupParameters from None

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        names = ", ".join(name_of(group.name) for group in person.groups.all())
        return str(_("superuser")) if person.is_superuser else names or "–"

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could set a password could act as that person: so only of those who may do no more."""
        return super().has_change_permission(request, obj) and (
            obj is None or _may_do_all_of(request.user, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or _may_do_all_of(request.user, obj)
        )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None or _is_superuser(request):
            return super().get_fieldsets(request, obj)
        return (
            (None, {"fields": ("username", "password")}),
            (_("Name"), {"fields": ("first_name", "last_name", "email")}),
            (_("Role"), {"fields": ("is_active", "groups")}),
            (_("Important dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if _is_superuser(request):
            return super().get_readonly_fields(request, obj)
        own = ("is_active", "groups") if obj is not None and obj.pk == request.user.pk else ()
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined", *own)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            # In the order in which they were made, which is that of the roles.
            groups = Group.objects.order_by("pk")
            kwargs |= {
                "form_class": RolesField,
                "queryset": groups if _is_superuser(request) else groups.filter(name__in=ROLES),
                "widget": forms.CheckboxSelectMultiple,
                "label": _("Roles"),
                "help_text": _("Each has all of the one before: contributor, editor, chief editor."),
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Everybody who is added here works at the desk; what they may do there, their roles say."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups of other kinds, which the form did not offer, stay."""
        kept = [] if _is_superuser(request) else list(form.instance.groups.exclude(name__in=ROLES))
        super().save_related(request, form, formsets, change)
        form.instance.groups.add(*kept)


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_superuser


def _may_do_all_of(user: Any, person: User) -> bool:
    """Whether somebody may do all that a person may, or may once they are active."""
    if user.is_superuser or person.is_superuser:
        return bool(user.is_superuser)
    of_person = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    labels = of_person.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in labels} <= set(user.get_all_permissions())
