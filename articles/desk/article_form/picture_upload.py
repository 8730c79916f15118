"""A picture that is sent from the article's form: by its button, dropped or pasted, one request for each."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.forms.read_only import signed_in
from articles.models import Article, Picture
from articles.pictures import renditions
from articles.pictures.decoding import SIZE_LIMIT, Decoder, Refused
from articles.pictures.storing import TooMany, upload
from articles.reading.pictures import address_to_show

PERMISSION: Final = "articles.add_picture"
# Pictures that are sent with the form itself, where no script sends them at once.
FIELD: Final = "sent_pictures"


class PictureUpload:
    """Where pictures are sent to, and who may."""

    def __init__(self, screen: admin.ModelAdmin[Any]) -> None:
        self.screen = screen

    def urls(self) -> list[URLPattern]:
        view = self.screen.admin_site.admin_view(self.view)
        return [path("pictures/upload/", view, name="articles_article_picture_upload")]

    def address(self, request: HttpRequest) -> str:
        """Where this person may send pictures to; empty for whoever may not."""
        return reverse("admin:articles_article_picture_upload") if may_upload(request) else ""

    def add_sent(self, request: HttpRequest, article: Article) -> None:
        """Put the pictures behind the others of an article that came along with its form."""
        files = request.FILES.getlist(FIELD)
        if not files or not may_upload(request):
            return
        place = article.images.count()
        for file in files:
            try:
                picture = take_in(request, file, name=article.title)
            except Refused as refusal:
                self.screen.message_user(request, f"“{file.name}”: {refusal}", messages.ERROR)
            except TooMany:
                self.screen.message_user(request, f"“{file.name}”: {_too_many()}", messages.ERROR)
            else:
                article.images.create(
                    position=place, url=picture.url, width=picture.width, height=picture.height
                )
                place += 1

    def view(self, request: HttpRequest) -> HttpResponseBase:
        """Take in one picture, or say in a sentence why not."""
        if not may_upload(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        file = request.FILES.get("file")
        if file is None:
            return _refused(_("No picture was sent."))
        try:
            picture = take_in(request, file, name=request.POST.get("title", "").strip())
        except Refused as refusal:
            return _refused(str(refusal))
        except TooMany:
            return _refused(_too_many(), HTTPStatus.TOO_MANY_REQUESTS)
        told = {
            "markdown": f"![]({picture.url})",
            "url": picture.url,
            "name": picture.path.rpartition("/")[2],
            "width": picture.width,
            "height": picture.height,
            "shown": address_to_show(picture.url),
        }
        return JsonResponse(told, status=HTTPStatus.CREATED)


def may_upload(request: HttpRequest) -> bool:
    """Whether somebody may send pictures."""
    return request.user.has_perm(PERMISSION)


def take_in(request: HttpRequest, file: UploadedFile[Any], *, name: str = "") -> Picture:
    """Take in a picture and make its sizes; called by its own name where it gets no other.

    Raises Refused, before it is read, for one that is too large.
    """
    if (file.size or 0) > SIZE_LIMIT:
        raise Refused("size")
    with Decoder() as decoder:
        picture = upload(
            file.read(),
            name=name or file.name or "",
            user=signed_in(request),
            now=timezone.now(),
            decoder=decoder,
        )
        renditions.make(picture, decoder)
    return picture


def _too_many() -> str:
    return _("You sent very many pictures within the hour. Go on a little later.")


def _refused(sentence: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
