"""What every response says about being kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class NoStoreMiddleware:
    """No page is kept by a browser or a proxy: the next person at the desk must not find it with the back button.

    Except a page that says itself that it is for anyone (`public`): it is the same whoever asks, unless a cookie goes
    with it, which is one reader's. Static files never come this far, so there is nothing else to except.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.cookies or "public" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response
