"""The floor: a one-file Django application that shows what a bare logged-in page costs here, before any of our work.

Served beside the house by `python -m benchmarks`, with a database of its own on the same server:

    /bare/   a table of 200 rows drawn from memory
    /page/   session, user, three queries and that table: the page everything else is compared with
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from typing import Any

import django
import environ
from django.conf import settings

ROWS = 200
TEMPLATE = """<!doctype html><html lang="sv"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table><thead><tr><th>Nr</th><th>Rad</th><th>Del</th><th>Enhet</th><th>Dag</th><th>Text</th></tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.pk }}</td><th scope="row"><a href="/{{ row.pk }}/">{{ row.name }}</a></th>
<td>{{ row.part.name }}</td><td>{{ row.unit.name }}</td><td>{{ row.day|date:"Y-m-d" }}</td><td>{{ row.text }}</td></tr>
{% endfor %}</tbody></table></body></html>"""

if not settings.configured:
    settings.configure(
        SECRET_KEY="only-for-measuring",  # noqa: S106  serves 127.0.0.1 for a few seconds
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"table.html": TEMPLATE})],
                        )
                    ]
                },
            }
        ],
        DATABASES={"default": {**environ.Env().db_url("FLOOR_DATABASE_URL"), "CONN_MAX_AGE": 60}},
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings come first
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.urls import path  # noqa: E402


class Part(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "floor"


class Unit(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "floor"


class Row(models.Model):
    part = models.ForeignKey(Part, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    text = models.TextField()
    day = models.DateField()

    class Meta:
        app_label = "floor"


def in_memory() -> list[Row]:
    parts = [Part(pk=number, name=f"Område {number}") for number in range(1, 9)]
    units = [Unit(pk=number, name=f"Förvaltning {number}") for number in range(1, 7)]
    first = date(2027, 1, 1)
    return [
        Row(
            pk=number,
            part=parts[number % 8],
            unit=units[number % 6],
            name=f"Åtgärd {number}",
            text="En gemensam rutin tas fram. " * 7,
            day=first + timedelta(days=number),
        )
        for number in range(1, ROWS + 1)
    ]


MEMORY = in_memory()


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("table.html", {"title": "Plan", "rows": MEMORY}))


def page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.is_authenticated:
        return HttpResponseForbidden()
    counted = Part.objects.count() + Unit.objects.count()
    rows = Row.objects.select_related("part", "unit").order_by("pk")[:ROWS]
    return HttpResponse(render_to_string("table.html", {"title": f"Plan {counted}", "rows": rows}))


urlpatterns = [path("bare/", bare), path("page/", page)]
application = get_wsgi_application()


def fill() -> None:
    """Make the tables and a session; print its key."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Part, Unit, Row):
            editor.create_model(model)
    Part.objects.bulk_create({row.part for row in MEMORY})
    Unit.objects.bulk_create({row.unit for row in MEMORY})
    Row.objects.bulk_create(MEMORY)
    client = Client()
    client.force_login(User.objects.create(username="floor"))
    print(f"sessionid={client.cookies['sessionid'].value}")


if __name__ == "__main__" and sys.argv[1:] == ["fill"] and "FLOOR_DATABASE_URL" in os.environ:
    fill()
