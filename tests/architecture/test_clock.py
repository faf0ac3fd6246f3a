"""The clock rings only for tasks that exist, and each of them can be called on an empty house and twice."""

import pytest

from vbe_portal.celery import app

app.loader.import_default_modules()


def test_every_task_is_rung_for_by_the_clock_or_by_a_page() -> None:
    rung_by_pages = {"reports.tasks.produce_report", "exchange.tasks.read_document"}
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours - rung_by_pages == set(app.conf.beat_schedule)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_a_task_of_the_clock_does_nothing_when_there_is_nothing_to_do(name: str) -> None:
    app.tasks[name]()
    app.tasks[name]()


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_messages_of_the_clock_do_not_pile_up_while_the_worker_is_away(name: str) -> None:
    entry = app.conf.beat_schedule[name]
    assert entry["options"]["expires"] == entry["schedule"]


def test_a_message_holds_only_json_and_nobody_stores_results() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result is True
    assert app.conf.task_time_limit == 180
    assert app.conf.task_soft_time_limit == 120
