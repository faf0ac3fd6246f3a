"""The clock's door to the stored files."""

from celery import shared_task

from files.services import sweep_orphans


@shared_task
def sweep_files() -> None:
    sweep_orphans()
