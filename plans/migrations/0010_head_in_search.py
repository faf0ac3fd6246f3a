"""A plan is found by what its head says: the plans that stand already too."""

from typing import Any

from django.db import migrations

import foundation.search_text


def write_search_texts(apps: Any, _schema_editor: Any) -> None:
    for plan in apps.get_model("plans", "Plan").objects.iterator():
        plan.save(update_fields=["search_text"])


def field() -> Any:
    sources = ("title", "document_type", "registry_number", "header")
    return foundation.search_text.SearchTextField(sources=sources)


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_what_is_approved_is_immutable")]

    operations = [
        migrations.AlterField(model_name="historicalplan", name="search_text", field=field()),
        migrations.AlterField(model_name="plan", name="search_text", field=field()),
        migrations.RunPython(write_search_texts, migrations.RunPython.noop),
    ]
