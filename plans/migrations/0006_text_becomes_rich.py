"""Sections written as plain text become rich text, in their history too; frozen editions get their words to search.

Frozen values stay as they are: they are raised when they are read (plans.schema).
"""

import unicodedata

from django.db import migrations

from foundation.rich_text import from_plain

SILENT = ("uid", "classification", "kind", "part", "subject_kind", "subject_uid", "recurrence", "start", "end")


def write_html(apps, schema_editor):
    for name in ("Section", "HistoricalSection"):
        model = apps.get_model("plans", name)
        for row in model.objects.exclude(body="").iterator():
            # pre_save of the search text reads a property that rows of a migration do not have
            model.objects.filter(pk=row.pk).update(body=from_plain(row.body))


def write_words(apps, schema_editor):
    edition = apps.get_model("plans", "Edition")
    for row in edition.objects.iterator():
        named = ("municipality", "column_labels", "fulfilment_labels")
        text = "\n".join(said({key: value for key, value in row.values.items() if key not in named}))
        words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
        edition.objects.filter(pk=row.pk).update(search_text=words)


def said(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in SILENT:
                yield from said(value)
    elif isinstance(node, list):
        for value in node:
            yield from said(value)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_writing_together")]

    operations = [
        migrations.RunPython(write_html, migrations.RunPython.noop),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
