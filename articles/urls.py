"""The public addresses."""

from django.urls import URLPattern, path, re_path

from articles import api

app_name = "articles"

# Programs ask for the origin's static addresses; people and scripts for those that end on a folder.
API: list[URLPattern] = [
    path("api/", api.description, name="api"),
    re_path(r"^api/topics(?:/(?:index\.json)?)?$", api.all_topics, name="api-topics"),
    re_path(r"^api/news(?:/(?:index\.json)?)?$", api.news, name="api-news"),
    re_path(r"^api/news/page/(?P<page>[^/]+)/(?:index\.json)?$", api.news, name="api-news-page"),
    re_path(r"^api/news/(?P<topic>[^/]+)/(?:index\.json)?$", api.news, name="api-topic-news"),
    re_path(
        r"^api/news/(?P<topic>[^/]+)/page/(?P<page>[^/]+)/(?:index\.json)?$",
        api.news,
        name="api-topic-news-page",
    ),
    path("api/<path:rest>", api.nothing),
]

urlpatterns: list[URLPattern] = [*API]
