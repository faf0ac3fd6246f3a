"""The administrator's lists for the check of plans: expected sections and abolished authorities."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.authorities import AuthoritiesField, as_line, from_line
from accounts.defaults import default_abolished_authorities
from accounts.models import Municipality
from accounts.roles import Role
from tests.accounts.factories import MunicipalityFactory
from tests.responsibilities.factories import member


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("MSB; MCF; 2026-01-01", ("MSB", "MCF", "2026-01-01")),
        ("  MSB ;MCF", ("MSB", "MCF", "")),
        ("MSB", ("MSB", "", "")),
        ("MSB;;2026-01-01", ("MSB", "", "2026-01-01")),
    ],
)
def test_a_line_is_a_name_a_successor_and_a_day(line: str, read: tuple[str, ...]) -> None:
    assert tuple(from_line(line).values()) == read


@pytest.mark.parametrize("authority", [*default_abolished_authorities(), {"name": "A", "successor": "", "since": ""}])
def test_an_authority_is_the_same_when_its_line_is_read_again(authority: dict[str, str]) -> None:
    assert from_line(as_line(authority)) == authority


def test_what_is_wrong_is_told_line_by_line() -> None:
    with pytest.raises(ValidationError) as error:
        AuthoritiesField().clean("MSB; MCF; 2026-01-01\nA; B; 1 jan\nA; B; 2026-01-01; C")
    assert error.value.messages == [
        "Rad 2: Skriv dagen som år-månad-dag, till exempel 2018-01-01.",
        "Rad 3: Skriv namn, efterträdare och dag, med semikolon emellan.",
    ]


def test_a_line_without_a_name_is_refused_and_an_empty_one_left_out() -> None:
    with pytest.raises(ValidationError) as error:
        AuthoritiesField().clean("; MCF; 2026-01-01")
    assert error.value.messages == ["Rad 1: Skriv myndighetens namn först."]
    assert AuthoritiesField(required=False).clean(";\n; ;\nMSB;") == ["MSB"]


@pytest.mark.django_db
def test_lists_update_keeps_the_lists_of_the_check_with_history(client: Client) -> None:
    home: Municipality = MunicipalityFactory()
    admin = member(Role.ADMINISTRATOR, home)
    client.force_login(admin)
    address = reverse("responsibilities:lists_update", args=[home.pk])
    assert "samordnarenmotextremism.se; cve.se; 2018-01-01" in client.get(address).content.decode()
    lists = {"version": home.version, "header_fields": "Dnr", "document_types": "Plan"}
    given = {**lists, "standard_sections": "Syfte\nAnsvar", "abolished_authorities": "MSB; MCF; 2026-01-01\nX; ; fel"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "Rad 2: Skriv dagen som år-månad-dag" in refused.content.decode()
    assert "X; ; fel" in refused.content.decode()
    assert client.post(address, {**given, "abolished_authorities": "MSB; MCF; 2026-01-01"}).status_code == 302
    home.refresh_from_db()
    assert home.standard_sections == ["Syfte", "Ansvar"]
    assert home.abolished_authorities == [{"name": "MSB", "successor": "MCF", "since": "2026-01-01"}]
    assert home.history.first().history_user == admin
