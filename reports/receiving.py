"""Received files are opened in a process of their own: they were made by others and are not trusted."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from reports.documents.received import Received


def opened(files: Mapping[str, tuple[str, str, bytes]]) -> dict[str, Received]:
    """The files (name, content type, bytes) by the same keys, with the pages that can be shown."""
    return {
        key: Received(name=name, content=content, content_type=kind, trouble=_("The file cannot be shown here."))
        for key, (name, kind, content) in files.items()
    }
