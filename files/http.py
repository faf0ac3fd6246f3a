"""A stored file as the answer to a request."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from files.models import BrokenFileError, StoredFile


def file_response(file: StoredFile | None) -> HttpResponse:
    """The bytes, shown in the browser. Raises Http404 when there is no such file, or its bytes are lost."""
    if file is None:
        raise Http404
    try:
        return HttpResponse(file.read(), content_type=file.content_type)
    except BrokenFileError as error:
        raise Http404 from error
