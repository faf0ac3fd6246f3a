"""A stored file as the answer to a request."""

from __future__ import annotations

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from files.models import BrokenFileError, StoredFile


def file_response(file: StoredFile | None) -> HttpResponse:
    """The bytes, shown in the browser. Raises Http404 when there is no such file, or its bytes are lost."""
    if file is None:
        raise Http404
    try:
        return HttpResponse(file.read(), content_type=file.content_type)
    except BrokenFileError as error:
        raise Http404 from error


def kept_response(request: HttpRequest, file: StoredFile, name: str) -> HttpResponse:
    """The bytes under a name, with their SHA-256 as ETag and digest (RFC 9530): whoever asks again gets the same."""
    response = file_response(file)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response.headers["ETag"] = f'"{file.sha256}"'
    fresh = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(fresh, HttpResponse)
    return fresh


def download_response(file: StoredFile | None, name: str) -> HttpResponse:
    """The bytes, kept by the browser under `name` and never opened in the page's own place."""
    response = file_response(file)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
