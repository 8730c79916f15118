"""The private ends of Django's admin and forms that the desk touches, as they are in the Django in use.

Django documents few of them, and may change each without a word. When Django is upgraded,
test_stock_admin.py names those that moved: look at their callers, then write here what they are now. Why
they are touched stands in docs/decisions/0016-composed-screens.md.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.contrib import admin

# By dotted name: the signature of what is called or overridden, or "" of what only has to be there.
NAMES: Final[dict[str, str]] = {
    # What screens call and override.
    "django.contrib.admin.options.ModelAdmin._get_obj_does_not_exist_redirect": (
        "(self, request, opts, object_id)"
    ),
    "django.contrib.admin.options.ModelAdmin.changeform_view": (
        "(self, request, object_id=None, form_url='', extra_context=None)"
    ),
    "django.contrib.admin.options.ModelAdmin.get_changelist_instance": "(self, request)",
    "django.contrib.admin.options.ModelAdmin.render_change_form": (
        "(self, request, context, add=False, change=False, form_url='', obj=None)"
    ),
    "django.contrib.admin.options.ModelAdmin.response_action": "(self, request, queryset)",
    "django.contrib.admin.options.ModelAdmin.response_post_save_change": "(self, request, obj)",
    "django.contrib.admin.options.BaseModelAdmin.formfield_for_dbfield": (
        "(self, db_field, request, **kwargs)"
    ),
    "django.contrib.admin.options.IncorrectLookupParameters": "",
    "django.contrib.admin.sites.AdminSite._registry": "",
    "django.contrib.admin.sites.AdminSite.admin_view": "(self, view, cacheable=False)",
    "django.contrib.admin.sites.AdminSite.catch_all_view": "(self, request, url)",
    # The list.
    "django.contrib.admin.views.main.ChangeList.get_filters_params": "(self, params=None)",
    "django.contrib.admin.views.main.ChangeList.get_query_string": "(self, new_params=None, remove=None)",
    "django.contrib.admin.views.main.ChangeList.get_queryset": "(self, request, exclude_parameters=None)",
    "django.contrib.admin.views.main.ChangeList.get_results": "(self, request)",
    "django.contrib.admin.views.main.ChangeList.can_show_all": "",
    "django.contrib.admin.views.main.ChangeList.filter_params": "",
    "django.contrib.admin.views.main.ChangeList.full_result_count": "",
    "django.contrib.admin.views.main.ChangeList.multi_page": "",
    "django.contrib.admin.views.main.ChangeList.params": "",
    "django.contrib.admin.views.main.ChangeList.query": "",
    "django.contrib.admin.views.main.ChangeList.queryset": "",
    "django.contrib.admin.views.main.ChangeList.result_count": "",
    "django.contrib.admin.views.main.ChangeList.result_list": "",
    "django.contrib.admin.views.main.ChangeList.root_queryset": "",
    "django.contrib.admin.views.main.ChangeList.show_admin_actions": "",
    "django.contrib.admin.views.main.ChangeList.show_full_result_count": "",
    "django.contrib.admin.filters.AllValuesFieldListFilter.choices": "(self, changelist)",
    "django.contrib.admin.filters.AllValuesFieldListFilter.lookup_choices": "",
    "django.contrib.admin.filters.RelatedFieldListFilter.field_choices": (
        "(self, field, request, model_admin)"
    ),
    "django.contrib.admin.helpers.ACTION_CHECKBOX_NAME": "",
    # The form.
    "django.contrib.admin.forms.AdminAuthenticationForm": "",
    "django.contrib.admin.helpers.Fieldset.fields": "",
    "django.contrib.admin.helpers.InlineAdminFormSet.formset": "",
    "django.contrib.admin.helpers.InlineAdminFormSet.opts": "",
    "django.contrib.admin.utils.label_for_field": (
        "(name, model, model_admin=None, return_attr=False, form=None)"
    ),
    "django.contrib.admin.utils.quote": "(s)",
    "django.contrib.admin.widgets.AdminSplitDateTime": "",
    "django.contrib.admin.widgets.AutocompleteSelect.__init__": (
        "(self, field, admin_site, attrs=None, choices=(), using=None)"
    ),
    "django.contrib.admin.widgets.AutocompleteSelect.optgroups": "(self, name, value, attr=None)",
    "django.contrib.admin.widgets.AutocompleteSelectMultiple": "",
    "django.contrib.admin.widgets.RelatedFieldWidgetWrapper.can_add_related": "",
    "django.contrib.admin.widgets.RelatedFieldWidgetWrapper.can_change_related": "",
    "django.contrib.admin.widgets.RelatedFieldWidgetWrapper.can_delete_related": "",
    "django.contrib.admin.widgets.RelatedFieldWidgetWrapper.can_view_related": "",
    "django.contrib.admin.widgets.RelatedFieldWidgetWrapper.widget": "",
    "django.forms.forms.BaseForm._widget_data_value": "(self, widget, html_name)",
    "django.forms.formsets.BaseFormSet._should_delete_form": "(self, form)",
    "django.forms.models.BaseModelForm._get_validation_exclusions": "(self)",
    "django.forms.models.BaseModelFormSet.get_queryset": "(self)",
    "django.forms.models.BaseModelFormSet.save_existing_objects": "(self, commit=True)",
    "django.forms.models.BaseModelFormSet.save_new": "(self, form, commit=True)",
}
# Set on rows when they are read, by these modules.
SET_ON_ROWS: Final = {
    "_prefetched_objects_cache": "django.db.models.query",
    "fields_cache": "django.db.models.base",
}
# Screens whose `save_related` saves the row too rely on it.
SAVING: Final = re.compile(r"self\.save_model\(.*\)\n +self\.save_related\(")
# Names with an underscore that Django documents.
DOCUMENTED: Final = frozenset({"_base_manager", "_default_manager", "_meta", "_state"})

# Blocks of Django's own templates that ours fill, by Django's name. A block that is gone would be left out
# of the page without an error.
BLOCKS: Final[dict[str, frozenset[str]]] = {
    # fmt: off
    "admin/base.html": frozenset(
        {
            "breadcrumbs",
            "content",
            "extrahead",
            "extrastyle",
            "header",
            "responsive",
            "title",
        }
    ),
    "admin/change_form.html": frozenset(
        {
            "after_related_objects",
            "breadcrumbs",
            "content",
            "extrastyle",
            "field_sets",
            "form_top",
            "inline_field_sets",
            "object-tools",
            "object-tools-items",
            "submit_buttons_bottom",
        }
    ),
    "admin/change_list.html": frozenset(
        {
            "breadcrumbs",
            "content",
            "content_title",
            "extrahead",
            "extrastyle",
            "object-tools",
            "object-tools-items",
            "pagination",
            "result_list",
            "title",
        }
    ),
    "admin/delete_confirmation.html": frozenset({"breadcrumbs", "delete_confirm"}),
    "admin/index.html": frozenset({"coltype", "content", "extrahead", "sidebar"}),
    "admin/login.html": frozenset({"content"}),
    # fmt: on
}
OURS: Final = Path("templates/admin")
DJANGOS: Final = Path(admin.__file__).parent / "templates"


def moved() -> Iterator[str]:
    """Each name of the list that is gone or is called in another way, with what is there now."""
    for name, expected in NAMES.items():
        actual = _found(name)
        if actual is None:
            yield f"{name} is gone"
        elif expected and actual != expected:
            yield f"{name} is now {actual}, and was {expected}"
    for name, module in SET_ON_ROWS.items():
        if name not in inspect.getsource(import_module(module)):
            yield f"{module} no longer sets {name}"
    if not SAVING.search(inspect.getsource(admin.ModelAdmin._changeform_view)):  # type: ignore[attr-defined]  # not in the stubs
        yield "ModelAdmin._changeform_view no longer calls save_related right after save_model"
    for template, blocks in BLOCKS.items():
        there = blocks_of(template)
        for block in sorted(blocks - there):
            yield f"{template} has no block {block}"


def _found(name: str) -> str | None:
    """The signature behind a dotted name, "" of what has none, None where nothing is there."""
    parts = name.split(".")
    split = next(at for at in range(len(parts), 0, -1) if _is_module(".".join(parts[:at])))
    found: Any = import_module(".".join(parts[:split]))
    for part in parts[split:]:
        if not hasattr(found, part):
            return "" if _is_set_in(found, part) else None
        found = getattr(found, part)
    return str(inspect.signature(found)) if inspect.isroutine(found) else ""


def _is_module(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


def _is_set_in(found: Any, name: str) -> bool:
    """Whether the methods of a class set an attribute."""
    return inspect.isclass(found) and any(
        re.search(rf"\bself\.{name}\b[^=\n]* = |\(?self\.{name},? ?[^=\n]*= ", inspect.getsource(base))
        for base in found.__mro__[:-1]
    )


# The templates


def blocks_of(template: str) -> set[str]:
    """The blocks of one of Django's templates and of those that it extends."""
    source = _source_of(template)
    blocks = set(re.findall(r"{% block ([\w-]+)", source))
    parent = re.search(r'{% extends "([^"]+)"', source)
    return blocks | (blocks_of(_of_django(parent[1])) if parent else set())


def _source_of(template: str) -> str:
    """The text of Django's own template, which may have one of ours of its name before it."""
    return (DJANGOS / template).read_text(encoding="utf-8")


def _of_django(template: str) -> str:
    return "admin/base.html" if template == "admin/base_site.html" else template


def blocks_filled() -> dict[str, set[str]]:
    """The blocks of Django's templates that ours fill, by Django's template."""
    filled: dict[str, set[str]] = {}
    for path in OURS.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        parent = re.search(r'{% extends "([^"]+)"', source)
        if parent and not (OURS.parent / parent[1]).is_relative_to(OURS / "articles"):
            stock = _of_django(parent[1])
            there = blocks_of(stock)
            filled.setdefault(stock, set()).update(
                block for block in re.findall(r"{% block ([\w-]+)", source) if block in there
            )
    return filled


# The code


def private_names_in(*folders: Path) -> set[str]:
    """Names with one underscore in front that code reads of others, and that it does not define itself."""
    own: set[str] = set()
    read: set[str] = set()
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                # What overrides a method of Django's calls it too: that is no name of ours.
                if not any(_calls_super(inner, node.name) for inner in ast.walk(node)):
                    own.add(node.name)
            elif isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
                (read if isinstance(node.ctx, ast.Load) else own).add(node.attr)
            elif isinstance(node, ast.Constant) and re.fullmatch(r"_[a-z_]+_cache", str(node.value)):
                read.add(str(node.value))
    return read - own - DOCUMENTED


def _calls_super(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "super"
    )
