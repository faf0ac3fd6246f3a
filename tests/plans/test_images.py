"""Pictures in the text: sent by the editor or the page without a script, believed for their bytes alone."""

from __future__ import annotations

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from plans.models import PlanImage
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def plan(client):
    person = member(Role.COORDINATOR)
    client.force_login(person)
    return PlanFactory(municipality=person.municipality)


def png(width: int = 30, height: int = 20) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, "PNG")
    return made.getvalue()


def send(client, plan, content: bytes, *, name="bild.png", key=None, accept="application/json"):
    data = {"submission_key": str(key or uuid.uuid4()), "image": SimpleUploadedFile(name, content)}
    return client.post(reverse("plans:image_create", args=[plan.pk]), data, headers={"accept": accept})


def test_a_picture_is_kept_and_named_to_the_editor(client, plan):
    answer = send(client, plan, png())
    image = PlanImage.objects.get(plan=plan)
    assert (answer.status_code, answer.json()) == (201, {"uid": str(image.uid), "address": image.get_absolute_url()})
    assert (image.width, image.height) == (30, 20)
    assert client.get(image.get_absolute_url()).headers["Content-Type"] == "image/png"


def test_sent_twice_it_is_one_picture(client, plan):
    key = uuid.uuid4()
    assert send(client, plan, png(), key=key).json() == send(client, plan, png(), key=key).json()
    assert PlanImage.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (SVG, "bild.svg", "Filen är inte en bild i formatet PNG eller JPEG."),
        (SVG, "bild.png", "Filen är inte en bild i formatet PNG eller JPEG."),
        (png()[:40], "bild.png", "Filen är inte en bild i formatet PNG eller JPEG."),
        (b"", "bild.png", "Filen är inte en bild i formatet PNG eller JPEG."),
        (b"\x89PNG" + b"\x00" * 30 * 1024 * 1024, "bild.png", "Bilden är större än 10,0\xa0MB. Välj en mindre."),
        (png(9000, 1), "bild.png", "Bilden har en sida med fler än 8000 bildpunkter. Välj en mindre."),
        (png(), "19811218-9876.png", "personnummer"),
    ],
    ids=["svg", "svg called png", "half", "empty", "30 MB", "wide", "name"],
)
def test_what_is_no_picture_for_us_is_told_in_swedish(client, plan, content, name, told):
    answer = send(client, plan, content, name=name)
    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert not PlanImage.objects.exists()


def test_without_a_script_the_page_tells_the_same_and_gives_the_line_to_copy(client, plan):
    refused = send(client, plan, SVG, accept="text/html")
    assert refused.status_code == 422
    assert "Filen är inte en bild" in refused.content.decode()
    assert send(client, plan, png(), accept="text/html").status_code == 302
    page = client.get(reverse("plans:image_create", args=[plan.pk])).content.decode()
    assert f"&lt;img alt=&quot;&quot; data-image=&quot;{PlanImage.objects.get().uid}&quot;&gt;" in page


def test_whoever_may_not_write_the_plan_adds_no_picture(client, plan):
    client.force_login(member(Role.REPORTER, municipality=plan.municipality))
    assert send(client, plan, png()).status_code in (403, 404)
    assert not PlanImage.objects.exists()
