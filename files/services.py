"""Keep bytes, and clear away those that no row knows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.utils import timezone

from files.models import FOLDER, BrokenFileError, StoredFile, path_of

# A transaction that wrote bytes and has not committed its row yet is younger than this.
ORPHAN_AGE = timedelta(hours=1)


def store_bytes(content: bytes, *, content_type: str) -> StoredFile:
    """Keep `content` and return its row; the same bytes are kept once.

    The bytes are written before the row: a row never points at nothing. A transaction that fails leaves bytes without
    a row, which `sweep_orphans` removes.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is None:
        write(path_of(sha256), content)
        known, _made = StoredFile.objects.get_or_create(
            sha256=sha256, defaults={"size": len(content), "content_type": content_type}
        )
    if not is_whole(known):
        write(path_of(sha256), content)
    return known


def is_whole(stored: StoredFile) -> bool:
    """Whether its bytes are there, to the last bit."""
    try:
        stored.read()
    except BrokenFileError:
        return False
    return True


def write(path: str, content: bytes) -> None:
    """Put `content` at `path` anew, so that nobody takes it for old and left behind."""
    default_storage.delete(path)
    written = default_storage.save(path, ContentFile(content))
    if written != path:  # another process wrote the same bytes in the same moment
        default_storage.delete(written)


def forget_bytes(stored: StoredFile) -> bool:
    """Let go of a file that no row points at any more; `sweep_orphans` takes the bytes. Return whether it was so."""
    try:
        stored.delete()
    except ProtectedError:
        return False
    return True


def sweep_orphans() -> int:
    """Delete kept bytes that no row knows and no running transaction can have written; return how many."""
    before = timezone.now() - ORPHAN_AGE
    swept = 0
    for path in kept_paths():
        sha256 = path.rpartition("/")[2]
        if not StoredFile.objects.filter(sha256=sha256).exists() and is_older(path, before):
            default_storage.delete(path)
            swept += 1
    return swept


def is_older(path: str, moment: datetime) -> bool:
    try:
        return default_storage.get_modified_time(path) < moment
    except FileNotFoundError:
        return False


def kept_paths() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"
