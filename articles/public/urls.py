"""The public addresses."""

import re

from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import StringConverter

from articles.public import api, feeds, sitemaps, views

app_name = "articles"


class _Name(StringConverter):
    """What stands between two slashes, without the sign that no database takes."""

    regex = r"[^/\x00]+"


class _Address(StringConverter):
    """A name that may hold slashes: a provider without a domain has its name for an address."""

    regex = r"[^\x00]+"


register_converter(_Name, "name")
register_converter(_Address, "address")

PAGES: list[URLPattern] = [
    path("", views.front, name="front"),
    path("topics/", views.topics, name="topics"),
    path("topics/<name:slug>/", views.topic, name="topic"),
    path("news/", views.news, name="news"),
    path("news/<name:slug>/", views.article, name="article"),
    path("preview/<str:token>/", views.shared, name="shared"),
    path("providers/", views.providers, name="providers"),
    path("providers/<address:address>/", views.provider, name="provider"),
    path("search/", views.search, name="search"),
    path("feeds/", views.feeds, name="feeds"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/", views.archive_year, name="archive_year"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive_day, name="archive_day"),
]

# Programs ask for the origin's static addresses; people and scripts for those that end on a folder.
API: list[URLPattern] = [
    path("api/", api.description, name="api"),
    re_path(r"^api/topics(?:/(?:index\.json)?)?$", api.all_topics, name="api-topics"),
    re_path(r"^api/news(?:/(?:index\.json)?)?$", api.news, name="api-news"),
    re_path(r"^api/news/page/(?P<page>[^/]+)/(?:index\.json)?$", api.news, name="api-news-page"),
    re_path(r"^api/news/(?P<name>[^/]+)/(?:index\.json)?$", api.topic_or_article, name="api-topic-news"),
    re_path(
        r"^api/news/(?P<topic>[^/]+)/page/(?P<page>[^/]+)/(?:index\.json)?$",
        api.news,
        name="api-topic-news-page",
    ),
    path("api/<path:rest>", api.nothing),
]


class _Form(StringConverter):
    """How a feed is written."""

    regex = "|".join(re.escape(form) for form in feeds.FORMS)


register_converter(_Form, "form")

FEEDS: list[URLPattern] = [
    path("feeds/<form:form>", feeds.of_site, name="feed"),
    path("feeds/topics/<name:slug>/<form:form>", feeds.of_topic, name="topic_feed"),
    path("feeds/providers/<address:address>/<form:form>", feeds.of_provider, name="provider_feed"),
    path("feeds/search/<form:form>", feeds.of_search, name="search_feed"),
]

# What feed readers and browsers ask for where nobody told them an address, and what they get here.
GUESSED: list[URLPattern] = [
    re_path(r"^(?:rss|feed)(?:\.xml)?/?$|^index\.xml$", views.site_feed, {"form": "rss.xml"}),
    re_path(r"^atom(?:\.xml)?/?$", views.site_feed, {"form": "atom.xml"}),
    path("feed.json", views.site_feed, {"form": "feed.json"}),
    path("favicon.ico", views.icon),
]

MACHINES: list[URLPattern] = [
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    re_path(
        rf"^sitemap-(?P<kind>{'|'.join(sitemaps.SECTIONS)})-(?P<number>[1-9][0-9]{{0,5}})\.xml$",
        sitemaps.sitemap_page,
        name="sitemap_page",
    ),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

urlpatterns: list[URLPattern] = [*PAGES, *FEEDS, *GUESSED, *MACHINES, *API]
