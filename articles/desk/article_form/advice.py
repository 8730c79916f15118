"""What helps while writing: warnings, topics that the text speaks of, and our own articles to link to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.article_form.fields import NO_PLAYER
from articles.editing.naming import proposed
from articles.editing.similar import Why, similar_to
from articles.editing.suggestions import Suggestion, suggestions
from articles.models import Article, Listing, Topic
from articles.reading.embeds import embed_of
from articles.reading.markdown import lost_frames
from articles.reading.parameters import key_in
from articles.search import search
from articles.search.pasted_addresses import at_pasted

# Of a text, what is looked at: the words that matter stand at its beginning.
READ: Final = 2000
# Of our own articles, what a search for one to link to shows.
FOUND: Final = 8
# In a warning; more than a few say no more than one.
NAMED: Final = 3
URLS: Final = ("web_url", "original_url")


class Advice:
    """Two addresses that answer while somebody types, and what is said of a form that was saved."""

    def __init__(self, screen: ModelAdmin[Article]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        """Both addresses."""
        view = self.screen.admin_site.admin_view
        return [
            path("advice/", view(self.advice_view), name="articles_article_advice"),
            path("ours/", view(self.ours_view), name="articles_article_ours"),
        ]

    def advice_view(self, request: HttpRequest) -> JsonResponse:
        """Warnings by field, an address, and topics to add, for what stands in a form now."""
        self._check(request)
        typed = {
            name: request.GET.get(name, "").replace("\0", "")[:READ] for name in ("title", "excerpt", *URLS)
        }
        chosen = {key for word in request.GET.get("topics", "").split(",") if (key := key_in(word))}
        found = suggestions(typed.values(), _topics(), but=chosen)
        return JsonResponse(
            {
                "warnings": warnings(
                    request, typed, excluding=key_in(request.GET.get("article", "")) or None
                ),
                "address": proposed(typed["title"]) if typed["title"].strip() else "",
                "topics": [
                    {"id": one.topic.pk, "name": str(one.topic), "because": because(one)} for one in found
                ],
            }
        )

    def ours_view(self, request: HttpRequest) -> JsonResponse:
        """Our own articles for some words or an address, as related links would name them."""
        self._check(request)
        text = request.GET.get("q", "").replace("\0", "").strip()[:READ]
        among = Article.objects.open_to(request.user).exclude(pk=key_in(request.GET.get("article", "")))
        if "/" in text:
            found = among.filter(pk__in=at_pasted(text).values("pk"))
            rows = list(found.select_related("provider")[:FOUND])
        else:
            keys = search(text, among)[:FOUND]
            held = among.select_related("provider").in_bulk(keys)
            rows = [held[key] for key in keys if key in held]
        return JsonResponse({"articles": [_as_link(article) for article in rows]})

    def add_topic(self, request: HttpRequest, article: Article) -> None:
        """Add the suggested topic whose button was pressed, as the last; buttons work without scripts."""
        topic = Topic.objects.filter(pk=key_in(request.POST.get("_topic", ""))).first()
        if topic is not None and not article.listings.filter(topic=topic).exists():
            Listing.objects.create(article=article, topic=topic, position=article.listings.count())

    def response(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """The form again, where the button of a suggested topic saved it; None for other buttons."""
        if "_topic" not in request.POST:
            return None
        self.screen.message_user(request, _("The topic was added."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def warn_after_saving(self, request: HttpRequest, form: Any) -> None:
        """Show the warnings about what was saved just now, which scripts show while somebody types."""
        self._warn_of_twins(request, form)
        self._warn_of_video(request, form)

    def _warn_of_twins(self, request: HttpRequest, form: Any) -> None:
        typed = {name: str(getattr(form.instance, name)) for name in {"title", *URLS} & {*form.changed_data}}
        for notes in warnings(request, typed, excluding=form.instance.pk).values():
            links = format_html_join(
                ", ", '<a href="{}">{}</a>', ((one["link"], one["title"]) for one in notes)
            )
            self.screen.message_user(
                request, format_html("{} {}", notes[0]["words"], links), messages.WARNING
            )

    def _warn_of_video(self, request: HttpRequest, form: Any) -> None:
        """Say of embedded content that was saved just now that readers get nothing of it."""
        content = form.instance.featured_content
        if "featured_content" in form.changed_data and content.strip() and embed_of(content) is None:
            self.screen.message_user(request, NO_PLAYER, messages.WARNING)
        if "body" in form.changed_data and lost_frames(form.instance.body):
            self.screen.message_user(request, _LOST_FRAME, messages.WARNING)

    def _check(self, request: HttpRequest) -> None:
        if not self.screen.has_view_or_change_permission(request):
            raise PermissionDenied


def warnings(
    request: HttpRequest, typed: Mapping[str, str], *, excluding: int | None
) -> dict[str, list[dict[str, str]]]:
    """What to look at before saving, by field: each with words and the way to the other article."""
    twins = similar_to(
        typed.get("title", ""),
        among=Article.objects.open_to(request.user),
        addresses=[typed.get(name, "") for name in URLS],
        excluding=excluding,
    )
    told: dict[str, list[dict[str, str]]] = {}
    for twin in twins[:NAMED]:
        field, words = _TOLD[twin.why]
        link = reverse("admin:articles_article_change", args=[twin.pk])
        told.setdefault(field, []).append({"words": str(words), "title": twin.title, "link": link})
    return told


_LOST_FRAME: Final = gettext_lazy(
    "Readers get nothing of a frame in the text: it is no video of YouTube or Vimeo, or it does not stand "
    "in a paragraph of its own. The address of a video alone in a paragraph plays."
)
_TOLD: Final = {
    Why.ADDRESS: ("web_url", gettext_lazy("Another article has this address:")),
    Why.TITLE: ("title", gettext_lazy("Another article is called nearly the same:")),
}


def suggested_to(article: Article) -> list[Suggestion]:
    """Topics that a saved article speaks of and is not in; its listings should be at hand."""
    has = {listing.topic_id for listing in article.listings.all()}
    texts = (article.title, article.excerpt, article.web_url, article.original_url)
    return suggestions(texts, _topics(), but=has)


def because(suggestion: Suggestion) -> str:
    """Why a topic is suggested, in words."""
    words = ", ".join(_("“%s”") % word for word in suggestion.words)
    return _("because of %s") % words


def _topics() -> Iterable[Topic]:
    return Topic.objects.only("name", "shortname", "keywords", "hashtags").order_by("pk")


def _as_link(article: Article) -> dict[str, Any]:
    when = f"{article.published_date_time:%Y-%m-%d}" if article.published_date_time else ""
    return {
        "id": article.pk,
        "title": article.title,
        "address": article.web_url or article.get_absolute_url(),
        "provider": {"id": article.provider_id, "name": str(article.provider)} if article.provider else None,
        "told": " · ".join(filter(None, [str(article.provider or ""), when, article.get_state_display()])),
    }
