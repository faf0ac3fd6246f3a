"""The clock's door to the stored files."""

from celery import shared_task

from files.services import sweep_orphans


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def sweep_files() -> None:
    sweep_orphans()
