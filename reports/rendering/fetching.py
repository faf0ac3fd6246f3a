"""What the renderer may fetch: the images that came with the job. Everything else ends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: TID251  the renderer's half

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class OnlyOurs(URLFetcher):  # type: ignore[misc]
    """Opens nothing: no network, no file, no data address."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.images = images
        self.was_asked_for_more = False

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The image at `url`. Raises FatalURLFetchingError, which ends the rendering, for any other address."""
        content = self.images.get(url)
        if content is None:
            self.was_asked_for_more = True  # drawing an SVG swallows what is raised: the child asks afterwards
            raise FatalURLFetchingError("the document asked for something that did not come with it")
        return URLFetcherResponse(url, content, {"Content-Type": kind_of(content)})


def kind_of(content: bytes) -> str:
    """Only the two kinds whose decoders are small; an SVG is a program."""
    if content.startswith(PNG):
        return "image/png"
    if content.startswith(JPEG):
        return "image/jpeg"
    raise FatalURLFetchingError("an image is neither PNG nor JPEG")
