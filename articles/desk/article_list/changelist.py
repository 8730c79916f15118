"""What the list of articles shows: tabs by state, filters, words, order, and pages by key.

A tab, a provider and dates are ranges of an index. Whatever else is asked (topic, numbers, another order)
is looked for among the newest NEAR stories of those, so that no question takes longer on a larger site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final, cast

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.desk.article_list.filters import ListFilters, provider_named, topic_named
from articles.querysets import PLACED_AT, ArticleQuerySet, placed_q
from articles.reading.paging import page_of, page_of_best, page_of_inbox, page_of_next
from articles.search.nearest import meant

# Of a tab, a provider or dates: what is searched by what no index serves.
NEAR: Final = 5_000
# Of all stories of a provider, which no one index has in their order.
OF_EACH_KIND: Final = 1_000
# Counted up to here; more are "1,000+".
COUNTED: Final = 1_000
PAGE: Final = 50
INBOX: Final = "inbox"
ALL: Final = "all"
SOONEST: Final = "soonest"
# What is ready for review first, then the newest.
IN_LINE: Final = "in line"


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: its name in addresses, what it is called, and which rows it has at a time."""

    name: str
    label: Any
    rows: Callable[[ArticleQuerySet, datetime], ArticleQuerySet]


TABS: Final = {
    tab.name: tab
    for tab in (
        Tab(INBOX, _("Inbox"), lambda rows, now: rows.waiting()),
        Tab("draft", _("Drafts"), lambda rows, now: rows.set_aside_as("draft")),
        Tab("scheduled", _("Scheduled"), lambda rows, now: rows.scheduled(now).soonest()),
        Tab("published", _("Published"), lambda rows, now: rows.released(now)),
        Tab("rejected", _("Rejected"), lambda rows, now: rows.set_aside_as("rejected")),
        Tab("withdrawn", _("Withdrawn"), lambda rows, now: rows.set_aside_as("withdrawn")),
        Tab(ALL, _("All"), lambda rows, now: rows),
    )
}


def counted_tabs(rows: ArticleQuerySet, now: datetime, **besides: QuerySet[Any]) -> dict[str, int]:
    """How many each tab has, up to one more than COUNTED, but "All", which would be counted whole.

    And of other rows, by a name, as many; one query.
    """
    tabs = {tab.name: tab.rows(rows, now).order_by() for tab in TABS.values() if tab.name != ALL}
    return counts({name: some[: COUNTED + 1] for name, some in {**tabs, **besides}.items()})


def count_as_text(count: int) -> str:
    """A count in figures; one that nobody made to its end, with a sign for that."""
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def counts(limited: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many each of some querysets has, all of which end somewhere; one query for all."""
    parts: list[str] = []
    parameters: list[Any] = []
    for name, rows in limited.items():
        try:
            sql, values = rows.values("pk").query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE 1 = 0", ()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) {name})")
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return dict(zip(limited, cursor.fetchone(), strict=True))


def _newest_of_each_kind(rows: Any) -> Q:
    """Of a provider's stories the newest that wait, are public, or are set aside: each has its index."""
    kinds = (
        rows.waiting(),
        rows.marked_published(),
        rows.rejected_or_withdrawn(),
        rows.set_aside_as("draft"),
    )
    return reduce(or_, (Q(pk__in=kind.newest().values("pk")[:OF_EACH_KIND]) for kind in kinds))


def _edge(rows: Any) -> Q:
    """The newest NEAR of a tab as a range of its index, whose scan ends where a page is full; one query.

    Those at the time of the last of them are among them.
    """
    last = [*rows.newest().values_list(PLACED_AT, flat=True)[NEAR - 1 : NEAR]]
    return placed_q(gte=last[0]) if last else Q()


# Names in the address that are ours; whatever else stands there is Django's.
OURS: Final = frozenset({"tab", "after", *ListFilters.base_fields})


def is_across(request: HttpRequest) -> bool:
    """Whether an action is asked for all that the list finds, on whatever page."""
    said = request.POST.get("select_across", "0") not in ("", "0")
    # Once it was said what would come of it, it is about those alone.
    return said and "keys" not in request.POST


class Queue(ChangeList):
    """Django's list of a model, with our tabs, filters and pages."""

    def get_filters_params(self, params: Any = None) -> Any:
        return {name: value for name, value in super().get_filters_params(params).items() if name not in OURS}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self._hear(request)
        rows: Any = super().get_queryset(request, exclude_parameters)
        beyond = self.asked.beyond_index()
        is_near = bool(beyond) or self.sort not in ("newest", SOONEST, IN_LINE)
        self.near = OF_EACH_KIND if self.of_all else NEAR if is_near else 0
        # Another order alone changes no number: more are near than are counted.
        self.countable: Any = rows
        if is_near:
            rows = self._nearest(rows).filter(*beyond)
            if beyond:
                self.countable = rows
        return cast("QuerySet[Any]", rows)

    def _hear(self, request: HttpRequest) -> None:
        """What was asked: tab, words, filters, order; and the rows that they leave by an index."""
        self.now = timezone.now()
        # Actions ask a second time.
        self.open: Any = getattr(self, "open", self.root_queryset)
        # Whoever looks for words looks everywhere, unless a tab is asked for too.
        is_writer = not request.user.has_perm("articles.edit_every_article")
        usual_tab = TABS[ALL if is_writer or self.query.strip() else INBOX]
        self.tab = TABS.get(request.GET.get("tab", ""), usual_tab)
        is_about_chosen = request.method == "POST" and not is_across(request)
        if is_about_chosen:
            # An action is about the stories that were chosen, wherever they stand by now.
            self.tab, self.query = TABS[ALL], ""
        self.asked = ListFilters({} if is_about_chosen else request.GET)
        self.asked.is_valid()
        # What goes out next stands first, or what is ready for review, unless another order is asked for.
        usual = {"scheduled": SOONEST, INBOX: IN_LINE}.get(self.tab.name, "newest")
        if usual == IN_LINE and (self.query.strip() or self.asked.beyond_index()):
            # What is found among the newest stands among them.
            usual = "newest"
        self.sort = self.asked.cleaned_data.get("sort") or usual
        ranged: Any = self.asked.in_index(self.tab.rows(self.open, self.now))
        self.of_all = self.tab.name == ALL and bool(self.asked.cleaned_data.get("provider"))
        self.root_queryset = self.open.filter(_newest_of_each_kind(ranged)) if self.of_all else ranged

    def _nearest(self, rows: Any) -> Any:
        """The newest NEAR of some rows: a range of their index where they have one, or by their keys."""
        is_range = self.sort != "hottest" and not self.of_all and not self.query.strip()
        return rows.filter(_edge(rows)) if is_range else self.open.filter(pk__in=rows.values("pk")[:NEAR])

    def get_results(self, request: HttpRequest) -> None:
        """A page after the last story seen: nothing is counted, and decided stories leave no gap."""
        after = request.GET.get("after", "")
        rows = self.queryset.for_desk()
        if self.sort == "quality":
            page = page_of_best(rows, after=after, size=PAGE)
        elif self.sort == SOONEST:
            page = page_of_next(rows, after=after, size=PAGE)
        elif self.sort == IN_LINE:
            page = page_of_inbox(rows, after=after, size=PAGE)
        else:
            page = page_of(rows, list, hottest=self.sort == "hottest", after=after, size=PAGE)
        self.result_list = page.rows
        self.next_page = self.address(after=page.after) if page.after else ""
        self.first_page = self.address() if after else ""
        self.has_pages = bool(page.after or after)
        self.result_count = self.full_result_count = len(page.rows)
        self.show_full_result_count = self.multi_page = self.can_show_all = False
        self.show_admin_actions = bool(page.rows)

    def address(self, **changes: str) -> str:
        """This list, with something else asked; always from its first page."""
        query = QueryDict(mutable=True)
        held = {name: values[-1] for name, values in self.filter_params.items() if name != "after"}
        query.update({name: value for name, value in {**held, **changes}.items() if value})
        return f"?{query.urlencode()}"

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many each tab has, and `across`: all pages of this list, where there are several."""
        # In the order of the index that the tab's rows are read by.
        rows = self.countable.soonest() if self.tab.name == "scheduled" else self.countable.newest()
        return counted_tabs(self.open, self.now, **({"across": rows} if self.has_pages else {}))

    @property
    def found(self) -> str:
        """How many this list finds, where somebody asked for some."""
        return count_as_text(self._found) if self.query.strip() or self.active else ""

    @property
    def found_exactly(self) -> int | None:
        """How many the list finds as a number, where somebody counted to its end."""
        return self._found if self._found <= COUNTED else None

    @property
    def _found(self) -> int:
        return self.counted.get("across", len(self.result_list))

    @cached_property
    def unknown(self) -> list[str]:
        """What was asked for by a name that nothing has; looked up only where nothing was found."""
        if self.result_list:
            return []
        said = self.asked.cleaned_data
        known = {"topic": topic_named, "provider": provider_named}
        return [said[name] for name, find in known.items() if said.get(name) and not find(said[name])]

    @cached_property
    def meant(self) -> dict[str, str]:
        """What would find something here where these words find nothing, and its address."""
        # An address is no words.
        is_in_words = self.query.strip() and "/" not in self.query
        text = meant(self.query, self.root_queryset) if is_in_words and not self.result_list else ""
        return {"text": text, "address": self.address(q=text)} if text else {}

    def tabs(self) -> list[dict[str, Any]]:
        """The tabs, with their counts."""
        counted = self.counted
        return [
            {
                "name": tab.name,
                "label": tab.label,
                "address": self.address(tab=tab.name),
                "is_current": tab is self.tab,
                "count": count_as_text(counted[tab.name]) if tab.name in counted else "",
            }
            for tab in TABS.values()
        ]

    @property
    def active(self) -> Mapping[str, str]:
        """Filters that are set, as typed."""
        return {name: self.params[name] for name in ListFilters.base_fields if self.params.get(name)}
