"""What is answered before any page is asked, and instead of an empty one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponseBase]


class BodyLimitMiddleware:
    """Refuse what is larger than any form takes before a byte of it is read: nobody fills the disk at the door.

    Django's own limit leaves files out; their forms measure them, and say so at the field, but only once they are here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig("The request is larger than any form takes.")
        return self.get_response(request)


class NotAllowedPageMiddleware:
    """An address that is only sent to, opened in a browser: a page with the way back instead of a white one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "errors/405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
