"""The text of a section: what is kept of it, and what is told at its field with nothing typed lost."""

from __future__ import annotations

import uuid
from html import escape

import pytest
from django.urls import reverse

from accounts.roles import Role
from foundation.rich_text import plain
from plans.models import Section
from plans.selectors.writing_targets import Target, reference_targets
from tests.plans.factories import FocusAreaFactory, MeasureFactory, PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db

NUMBER = "19811218-9876"
UID = "0b9fd0d1-6d5c-4b6e-9a53-2c1f6ed6a8a1"
WEB_PAGE = (
    "<html><head><title>Nyheter</title><style>p{color:red}</style></head><body onload='x()'><a href='/'>Hem</a>"
    "<div class='a'><h1>Rubrik</h1><p style='margin:0'>Text <b>fet<p>utan slut<table><td>cell</div><script>x()</script>"
)


@pytest.fixture
def plan(client):
    person = member(Role.COORDINATOR)
    client.force_login(person)
    return PlanFactory(municipality=person.municipality)


def send(client, plan, body, **fields):
    data = {"submission_key": str(uuid.uuid4()), "heading": "Bakgrund", "body": body, "is_numbered": "on", **fields}
    return client.post(reverse("plans:section_create", args=[plan.pk]), data)


def test_a_pasted_web_page_is_kept_as_its_words_alone(client, plan):
    assert send(client, plan, WEB_PAGE).status_code == 302
    section = Section.objects.get(plan=plan)
    assert plain(section.body).split("\n") == ["Hem", "Rubrik", "Text fet", "utan slut", "cell"]
    assert section.body.startswith("<p>Hem</p>\n<h3>Rubrik</h3>\n<p>Text <strong>fet</strong></p>")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<ul><li>djupt" * 100, "högst 6 steg"),
        ("Nyköping\x00", "(NUL)"),
        ("Å" * 250_000, "högst 60000 tecken"),
        ("<p>a</p>" * 70_000, "för lång"),
        (f"<p>{NUMBER}</p>", "personnummer"),
        ("<p>1981<strong>1218</strong>-9876</p>", "personnummer"),
        (f'<p>a<span class="footnote">{NUMBER}</span></p>', "personnummer"),
        (f'<p><a href="https://x.se/?p={NUMBER}">a</a></p>', "personnummer"),
        (f'<p><a href="mailto:{NUMBER}@x.se">a</a></p>', "personnummer"),
        (f'<img alt="{NUMBER}" data-image="{UID}">', "personnummer"),
        (f'<p><span class="reference" data-to="section:{UID}">{NUMBER}</span></p>', "personnummer"),
    ],
    ids=["lists", "NUL", "flood", "many", "body", "parted", "note", "link", "mail", "alt", "reference"],
)
def test_what_cannot_be_kept_is_told_at_the_field_and_stays_typed(client, plan, body, told):
    answer = send(client, plan, body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page.split('id="id_body_error"')[1].split("</p>")[0]
    assert escape(body, quote=True).replace("&#x27;", "&#39;").replace("\x00", "")[:500] in page.replace("\x00", "")
    assert not Section.objects.filter(plan=plan).exists()


def test_ten_digits_in_a_link_are_asked_about_and_kept_when_confirmed(client, plan):
    body = '<p><a href="https://x.se/8112189876">a</a></p>'
    answer = send(client, plan, body)
    assert answer.status_code == 422
    assert 'name="confirm_digits"' in answer.content.decode()
    assert send(client, plan, body, confirm_digits="on").status_code == 302
    assert Section.objects.get(plan=plan).body == body


def test_a_reference_can_point_at_every_section_and_measure_by_its_name_today(plan, django_assert_num_queries):
    first = SectionFactory(plan=plan, heading="Syfte")
    annex = SectionFactory(plan=plan, heading="Ord", is_annex=True)
    loose = SectionFactory(plan=plan, heading="Ansvarig", is_numbered=False)
    measure = MeasureFactory(plan=plan, focus_area=FocusAreaFactory(plan=plan), text="Utbilda")
    with django_assert_num_queries(2):
        targets = reference_targets(plan)
    assert targets.sections == [
        Target(f"section:{first.uid}", "avsnitt 1", "1 Syfte"),
        Target(f"section:{loose.uid}", "”Ansvarig”", "Ansvarig"),
        Target(f"section:{annex.uid}", "Bilaga", "Bilaga Ord"),
    ]
    assert targets.measures == [Target(f"measure:{measure.uid}", "åtgärd 1", "1 Utbilda")]


def test_without_a_script_the_source_is_shown_with_what_may_stand_in_it(client, plan):
    page = client.get(reverse("plans:section_create", args=[plan.pk])).content.decode()
    field = page.split('id="id_body_field"')[1]
    assert "Texten skrivs med enkla HTML-taggar" in field
    assert "&lt;span class=&quot;footnote&quot;&gt;" in field
    assert '<textarea name="body"' in field
    assert 'role="toolbar" aria-label="Verktyg för texten" data-tools hidden' in field
