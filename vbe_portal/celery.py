"""The worker and its clock. A row is the truth, a message only a doorbell: losing one costs seconds, not a report."""

import os
from pathlib import Path
from typing import Any

from celery import Celery, signals

import vbe_portal.broker  # noqa: F401 – puts its place-keeper into the Redis transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vbe_portal.settings")

app = Celery("vbe_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# What is the same wherever the house runs; settings.py says what is not.
app.conf.update(
    broker_connection_timeout=2,
    broker_connection_retry_on_startup=True,
    task_publish_retry=False,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_soft_time_limit=120,
    task_time_limit=180,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=50,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
)

# When the clock rings: task name and seconds. A task that has waited its whole interval is dropped: the next does it.
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in {
        "reports.tasks.sweep_reports": 15.0,
        "reports.tasks.sweep_decided_papers": 20.0,
        "exchange.tasks.sweep_document_imports": 15.0,
        "notifications.tasks.deliver_mail": 30.0,
        "plans.tasks.remind_units": 3600.0,
        "plans.tasks.remind_referrals": 3600.0,
        "reports.tasks.send_referral_letters": 60.0,
        "plans.tasks.sweep_drafts": 6 * 3600.0,
        "responsibilities.tasks.turn_units": 3600.0,
        "files.tasks.sweep_files": 3600.0,
        "accounts.tasks.clear_sessions": 6 * 3600.0,
    }.items()
}


def note_alive(**_: Any) -> None:
    """Leave a trace for bin/healthy: a task was done here (worker) or sent from here (beat)."""
    Path(os.environ["VBE_ALIVE_FILE"]).touch()


if "VBE_ALIVE_FILE" in os.environ:
    signals.task_postrun.connect(note_alive)
    signals.after_task_publish.connect(note_alive)
