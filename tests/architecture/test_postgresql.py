"""What PostgreSQL alone promises. On the demo's SQLite the services keep these rules, and nobody but they writes."""

import pytest
from django.db import connection

OURS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid::regclass::text NOT LIKE 'pg_%%' ORDER BY 1, 2
"""


@pytest.mark.django_db
@pytest.mark.postgresql(reason="SQLite has none of these triggers")
def test_these_tables_are_guarded_by_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OURS, [])
        assert cursor.fetchall() == [
            ("plans_answerlinkuse", "plans_answerlinkuse_is_kept"),
            ("plans_approvalrequest", "plans_approvalrequest_is_frozen"),
            ("plans_edition", "plans_decided_paper_stays"),
            ("plans_edition", "plans_edition_is_frozen"),
        ]
