"""An external party answers by a one-time link: once, seeing what it is asked about and nothing else."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from files.services import store_bytes
from foundation.masking import MaskedAddresses
from notifications.models import Notice
from plans.models import AnswerLink, AnswerLinkUse, Edition, RegistrationItem, Statement
from plans.services.edition import freeze_edition
from plans.views.link_answer import GUESSES
from tests.plans.factories import EditionFactory, PlanFactory, SectionFactory
from tests.plans.legal_factories import (
    AnswerLinkFactory,
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
)
from tests.plans.test_images import png
from tests.plans.test_statement_service import pdf
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
TOKEN = "en-hemlig-nyckel"


@pytest.fixture(autouse=True)
def fresh_brake() -> None:
    cache.clear()


@pytest.fixture
def link() -> AnswerLink:
    plan = PlanFactory(title="KAN-PLANEN")
    section = SectionFactory(plan=plan, heading="Mål", body="<p>KAN-FRYST</p>")
    edition = freeze_edition(plan=plan, by=User.objects.system())
    section.body = "<p>KAN-UTKAST</p>"
    section.save()
    Edition.objects.filter(pk=edition.pk).update(state="referral")
    matter = MatterFactory(plan=plan, title="KAN-ARENDE")
    letter = DocumentFactory(matter=matter, sections=[{"heading": "Bakgrund", "text": "KAN-MISSIV"}])
    referral = ReferralFactory(edition=edition, matter=matter, letter=letter, question="KAN-FRAGA")
    other = RecipientFactory(round=referral, unit__name="Annan nämnd")
    StatementFactory(recipient=other, state="registered", stance="rejects", text="KAN-ANNANS-SVAR")
    unit = UnitFactory(municipality=plan.municipality, kind="external", name="Föreningen Trygghet")
    made: AnswerLink = AnswerLinkFactory(recipient=RecipientFactory(round=referral, unit=unit), token=TOKEN)
    return made


def address(route: str = "link_answer", token: str = TOKEN) -> str:
    return reverse(f"plans:{route}", args=[token])


def filled(**more: Any) -> dict[str, Any]:
    return {"stance": "endorses_with_views", "text": "Vi vill vara med.", "signer": "Eva Ek", **more}


def uses(link: AnswerLink) -> list[str]:
    return [one.what for one in link.uses.order_by("pk")]


def test_the_link_shows_what_is_asked_and_nothing_else(link):
    answer = Client().get(address())
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert {one for one in ("KAN-FRAGA", "KAN-PLANEN", "KAN-MISSIV") if one in shown} == {
        "KAN-FRAGA",
        "KAN-PLANEN",
        "KAN-MISSIV",
    }
    read = Client().get(address("link_edition")).content.decode()
    assert "KAN-FRYST" in read
    for hidden in ("KAN-UTKAST", "KAN-ARENDE", "KAN-ANNANS-SVAR", "Annan nämnd", link.sent_to):
        assert hidden not in shown + read
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert uses(link) == ["opened", "opened"]


def test_an_answer_by_the_link_is_registered_and_shown_once(link):
    coordinator = member(Role.COORDINATOR, link.municipality)
    client = Client()
    answer = client.post(address(), filled(file=SimpleUploadedFile("svar.pdf", pdf())))
    shown = answer.content.decode()
    statement = Statement.objects.get(recipient=link.recipient)
    system = User.objects.system()
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Vi vill vara med." in shown
    assert (statement.state, statement.came_by_link, statement.written_by, statement.signer) == (
        "registered",
        True,
        system,
        "Eva Ek",
    )
    assert (statement.received_on, statement.document.file_name) == (timezone.localdate(), "svar.pdf")
    assert RegistrationItem.objects.get(kind="statement_in").target_pk == statement.pk
    assert Notice.objects.get(kind="statement_registered").recipient == coordinator
    link.refresh_from_db()
    assert link.used_at is not None
    assert client.post(address(), filled(text="En gång till")).status_code == 404
    assert client.get(address("link_edition")).status_code == 404
    assert uses(link) == ["opened", "answered", "refused", "refused"]
    assert Statement.objects.get(recipient=link.recipient).text == "Vi vill vara med."


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"stance": ""}, "Välj vilken ställning ni tar."),
        ({"text": ""}, "Skriv eller klistra in yttrandet"),
        ({"signer": ""}, "Skriv vem som undertecknar svaret."),
        ({"signer_title": "19811228-9874"}, "personnummer"),
    ],
)
def test_what_is_wanting_is_said_and_nothing_is_used_up(link, wrong, told):
    answer = Client().post(address(), filled(**wrong))
    shown = answer.content.decode()
    assert (answer.status_code, told in shown) == (422, True)
    assert ("Vi vill vara med." in shown) == ("text" not in wrong)
    link.refresh_from_db()
    assert link.used_at is None
    assert not Statement.objects.filter(recipient=link.recipient).exists()


def bare(response: Any) -> str:
    """The page without what guards its forms, which is another each time."""
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", response.content.decode())


def used(link: AnswerLink) -> None:
    link.used_at = timezone.now()


def taken_back(link: AnswerLink) -> None:
    link.revoked_at = timezone.now()


def too_old(link: AnswerLink) -> None:
    link.made_at = timezone.now() - timedelta(days=40)
    link.expires_at = timezone.now() - timedelta(days=1)


@pytest.mark.parametrize("spoil", [used, taken_back, too_old])
@pytest.mark.parametrize("route", ["link_answer", "link_edition"])
def test_a_link_that_does_not_hold_gives_the_same_page_as_one_that_never_was(link, spoil, route):
    spoil(link)
    link.save()
    known = Client().get(address(route))
    unknown = Client().get(address(route, token="gissning"))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert bare(known) == bare(unknown)
    assert "KAN-" not in known.content.decode()
    assert known.headers["Referrer-Policy"] == "no-referrer"
    assert uses(link) == ["refused"]


def test_a_link_does_not_hold_when_the_coordinator_has_registered_the_answer(link):
    StatementFactory(recipient=link.recipient, state="registered", stance="endorses", text="Per brev")
    assert Client().get(address()).status_code == 404
    assert Client().post(address(), filled()).status_code == 404
    assert Statement.objects.get(recipient=link.recipient).text == "Per brev"


def test_who_guesses_too_often_opens_nothing_for_a_while(link):
    for guess in range(GUESSES.most):
        assert Client().get(address(token=f"gissning-{guess}")).status_code == 404
    assert Client().get(address()).status_code == 404
    assert Client().post(address(), filled()).status_code == 404
    assert not AnswerLinkUse.objects.exists()
    assert Client(REMOTE_ADDR="198.51.100.7").get(address()).status_code == 200


def test_whoever_comes_back_with_a_used_link_has_guessed_nothing(link):
    AnswerLink.objects.update(used_at=timezone.now())
    for _again in range(GUESSES.most + 1):
        assert Client().get(address()).status_code == 404
    AnswerLink.objects.update(used_at=None)
    assert Client().get(address()).status_code == 200


def test_a_picture_is_shown_while_the_link_holds_and_not_noted_as_opening_it():
    file, uid = store_bytes(png(), content_type="image/png"), uuid4()
    edition = EditionFactory(state="referral", values={"images": {str(uid): {"sha256": file.sha256}}})
    recipient = RecipientFactory(round=ReferralFactory(edition=edition), unit__kind="external")
    link = AnswerLinkFactory(recipient=recipient, token=TOKEN)
    picture = reverse("plans:link_image", args=[TOKEN, uid])
    shown = Client().get(picture)
    assert (shown.status_code, shown.headers["Content-Type"], uses(link)) == (200, "image/png", [])
    AnswerLink.objects.update(revoked_at=timezone.now())
    assert (Client().get(picture).status_code, uses(link)) == (404, [])


def test_who_guesses_at_pictures_opens_nothing_for_a_while(link):
    for guess in range(GUESSES.most):
        assert Client().get(reverse("plans:link_image", args=[f"gissning-{guess}", uuid4()])).status_code == 404
    assert Client().get(address()).status_code == 404


def test_the_token_stands_in_no_log(caplog, link):
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Not Found", address()), None)
    assert MaskedAddresses().filter(record)
    assert record.getMessage() == "Not Found: /svar/…/"
    other = logging.LogRecord("django.request", 30, "", 1, "%s", ("/planer/1/",), None)
    assert MaskedAddresses().filter(other)
    assert other.getMessage() == "/planer/1/"


def test_the_token_itself_is_kept_nowhere(link):
    assert TOKEN not in str(list(AnswerLink.objects.values()))
