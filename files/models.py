"""Bytes that were kept, known by their SHA-256.

A stored file has no owner and no address: whoever points at it (a report, a logo) decides who may have it.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.core.files.storage import default_storage
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "stored"


class BrokenFileError(Exception):
    """The kept bytes are gone or are not those that were stored."""


class StoredFile(models.Model):
    """The row of some bytes; made by `files.services.store_bytes` after the bytes are written, and never changed."""

    sha256 = models.CharField(
        _("SHA-256"), max_length=64, unique=True, editable=False, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    created_at = models.DateTimeField(_("stored"), auto_now_add=True, editable=False)

    class Meta:
        ordering: ClassVar = ("pk",)
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return path_of(self.sha256)

    def read(self) -> bytes:
        """The bytes. Raises BrokenFileError when they are not, to the last bit, those that were stored."""
        try:
            with default_storage.open(self.path) as kept:
                content: bytes = kept.read()
        except OSError as error:
            raise BrokenFileError(f"{self.sha256} cannot be read") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise BrokenFileError(f"{self.sha256} has other bytes than were stored")
        return content


def path_of(sha256: str) -> str:
    """The name in the storage; the first two digits make folders that do not grow too large."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"
