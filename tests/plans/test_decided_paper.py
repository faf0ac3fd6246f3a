"""The paper of a decided edition: kept once, and the same to the last bit whatever becomes of the draft."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from files.services import store_bytes
from plans.models import Edition, Measure, Plan
from plans.services.edition import freeze_edition, register_decided_edition, repeal_edition
from plans.services.edition_states import keep_decided_paper
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 beslutad"


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan, text="Utbilda all personal")
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def decided(plan: Plan, anna: User) -> Edition:
    return register_decided_edition(plan=plan, decided_on=localdate() - timedelta(days=9), by=anna)


def kept(edition: Edition, content: bytes = BYTES) -> Edition:
    file = store_bytes(content, content_type="application/pdf")
    return keep_decided_paper(edition=edition, file=file, by=User.objects.system())


def test_the_first_paper_stays_when_another_is_made(decided: Edition) -> None:
    first, version = kept(decided), decided.version
    second = kept(decided, b"%PDF-1.7 annan")

    decided.refresh_from_db()
    assert decided.decided_paper == first.decided_paper == second.decided_paper
    assert decided.version == version
    assert [one.decided_paper_id for one in decided.history.all()][:2] == [first.decided_paper_id, None]


def test_what_is_not_decided_has_no_decided_paper(plan: Plan, anna: User) -> None:
    edition = freeze_edition(plan=plan, by=anna)
    with pytest.raises(ValidationError):
        kept(edition)
    assert as_user(anna).get(url("edition_paper", edition.pk)).status_code == 404


@pytest.mark.postgresql(reason="SQLite has no such trigger: there the service leaves the first paper")
def test_no_other_paper_takes_its_place_by_sql(decided: Edition) -> None:
    kept(decided)
    other = store_bytes(b"annan", content_type="application/pdf")
    for value in (other.pk, None):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE plans_edition SET decided_paper_id = %s WHERE id = %s", [value, decided.pk])


def test_the_page_says_when_the_paper_is_not_finished_and_then_by_which_fingerprint(
    decided: Edition, anna: User
) -> None:
    client, address = as_user(anna), url("edition_paper", decided.pk)
    assert "inte klar än" in page(client, decided.get_absolute_url())
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, decided.get_absolute_url())
    kept(decided)

    seen = page(client, decided.get_absolute_url())
    assert address in seen
    assert f"Beslutad handling, SHA-256 {hashlib.sha256(BYTES).hexdigest()}" in " ".join(
        seen.replace('<span class="fingerprint">', "").split()
    )


def test_the_paper_says_its_digest_and_is_not_sent_twice(decided: Edition, anna: User) -> None:
    kept(decided)
    client, address = as_user(anna), url("edition_paper", decided.pk)
    answer = client.get(address)

    digest = hashlib.sha256(BYTES)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, BYTES, "application/pdf")
    assert answer.headers["ETag"] == f'"{digest.hexdigest()}"'
    assert answer.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert "version-1-beslutad.pdf" in answer.headers["Content-Disposition"]
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_word_that_is_changed_after_the_adoption_is_shown_and_the_decided_paper_is_the_same(
    plan: Plan, decided: Edition, anna: User
) -> None:
    kept(decided)
    client, address = as_user(anna), url("edition_paper", decided.pk)
    before = client.get(address).content
    Measure.objects.filter(plan=plan).update(text="Utbilda nyanställd personal")

    compared = f"{url('plan_compare', plan.pk)}?fran=1&amp;till=utkast"
    assert compared in page(client, plan.get_absolute_url())
    assert compared in page(client, url("edition_list", plan.pk))
    seen = page(client, compared.replace("&amp;", "&"))
    assert "[borttaget: </span>all<" in seen
    assert "[tillagt: </span>nyanställd<" in seen
    assert client.get(address).content == before == BYTES

    repeal_edition(edition=decided, repealed_on=localdate(), reason="Ny styrmodell", by=anna)
    assert client.get(address).content == before
