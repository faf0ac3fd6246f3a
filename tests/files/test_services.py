"""Bytes are kept once, whole, and swept when nobody knows them."""

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from files import services
from files.models import BrokenFileError, StoredFile, path_of
from files.services import ORPHAN_AGE, is_older, store_bytes, sweep_orphans
from files.tasks import sweep_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path):
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    with override_settings(
        STORAGES={
            "default": storage,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
    ):
        yield tmp_path


def age(path: str, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(default_storage.path(path), (then, then))


def store_in_a_transaction_that_fails(content: bytes) -> None:
    with transaction.atomic():
        store_bytes(content, content_type="a/b")
        transaction.set_rollback(True)


def test_what_is_stored_can_be_read_again():
    stored = store_bytes(b"plan", content_type="application/pdf")

    assert stored.read() == b"plan"
    assert stored.sha256 == hashlib.sha256(b"plan").hexdigest()
    assert (stored.size, stored.content_type) == (4, "application/pdf")


def test_the_same_bytes_are_kept_once(folder: Path):
    first, second = store_bytes(b"plan", content_type="a/b"), store_bytes(b"plan", content_type="a/b")

    assert first == second
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_file_that_lost_its_bytes_says_so_and_is_mended_by_storing_again():
    stored = store_bytes(b"plan", content_type="a/b")
    default_storage.delete(stored.path)
    with pytest.raises(BrokenFileError):
        stored.read()

    assert store_bytes(b"plan", content_type="a/b").read() == b"plan"


def test_a_file_with_other_bytes_is_not_handed_out():
    stored = store_bytes(b"plan", content_type="a/b")
    Path(default_storage.path(stored.path)).write_bytes(b"evil")

    with pytest.raises(BrokenFileError):
        stored.read()


def test_bytes_left_by_a_failed_transaction_are_swept_when_old():
    store_in_a_transaction_that_fails(b"lost")
    path = path_of(hashlib.sha256(b"lost").hexdigest())
    assert default_storage.exists(path)
    assert sweep_orphans() == 0  # young: its transaction may still be running

    age(path, ORPHAN_AGE + timedelta(minutes=1))

    assert sweep_orphans() == 1
    assert not default_storage.exists(path)


def test_an_orphan_that_is_stored_again_is_young_again():
    path = path_of(hashlib.sha256(b"again").hexdigest())
    store_in_a_transaction_that_fails(b"again")
    age(path, ORPHAN_AGE + timedelta(minutes=1))

    stored = store_bytes(b"again", content_type="a/b")
    StoredFile.objects.filter(pk=stored.pk).delete()

    assert sweep_orphans() == 0


def test_known_bytes_are_never_swept():
    stored = store_bytes(b"plan", content_type="a/b")
    age(stored.path, timedelta(days=400))

    sweep_files()

    assert stored.read() == b"plan"


def test_two_who_store_the_same_bytes_at_once_leave_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The other was faster between our look and our write: the storage gives ours another name."""
    default_storage.save(path_of(hashlib.sha256(b"plan").hexdigest()), ContentFile(b"plan"))
    removed: list[str] = []

    class Late(type(default_storage._wrapped)):
        """Removes nothing the first time: there was nothing yet when we looked."""

        def delete(self, name: str) -> None:
            removed.append(name)
            if len(removed) > 1:
                super().delete(name)

    monkeypatch.setattr(services, "default_storage", Late(location=str(folder)))

    assert store_bytes(b"plan", content_type="a/b").read() == b"plan"
    assert len([one for one in folder.rglob("*") if one.is_file()]) == 1


def test_a_file_that_is_swept_by_another_meanwhile_is_no_error():
    assert not is_older(path_of("0" * 64), timezone.now())


def test_an_empty_storage_has_nothing_to_sweep():
    assert sweep_orphans() == 0


def test_two_files_cannot_have_one_hash():
    stored = store_bytes(b"plan", content_type="a/b")

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(sha256=stored.sha256, size=4, content_type="a/b")
    assert str(stored) == stored.sha256
