"""The routes of the contract, as Django has them. Nothing here knows of CORS."""

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag
from django.views.static import serve
from respond import ETAG, STATIC, Routes

routes = Routes()


def view(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    query, headers = request.GET.dict(), dict(request.headers)
    answer = routes.respond(request.path, request.method, query, headers, request.body)
    if len(answer.chunks) > 1:
        return StreamingHttpResponse(answer.chunks, status=answer.status, headers=answer.headers)
    return HttpResponse(answer.body, status=answer.status, headers=answer.headers)


@cache_control(no_cache=True)
@etag(lambda request: ETAG)
def conditional(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"conditional": True})


# Django has its own means for these; it redirects /dir to /dir/ (APPEND_SLASH).
own = ["/conditional", "/dir", "/dir/", "/file.txt"]
urlpatterns = [
    *(path(route[1:], view) for route in routes.paths(*own)),
    path("conditional", conditional),
    path("dir/", serve, {"document_root": STATIC / "dir", "path": "index.html"}),
    path("file.txt", serve, {"document_root": STATIC, "path": "file.txt"}),
]
