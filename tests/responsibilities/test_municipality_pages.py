"""The municipality's own page, its logo and lists, and the keeper who adds municipalities."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Municipality, User
from accounts.roles import Role
from tests.accounts.factories import KeeperFactory, MunicipalityFactory
from tests.responsibilities.factories import MembershipFactory, UnitFactory, member
from tests.responsibilities.pages import KEY, page

pytestmark = pytest.mark.django_db


def logo(name: str = "logo.png", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        written = BytesIO()
        Image.new("RGB", (30, 30), "teal").save(written, format="PNG")
        content = written.getvalue()
    return SimpleUploadedFile(name, content, content_type="image/png")


def municipality_data(home, **changed: Any) -> dict[str, Any]:
    return {"version": 1, "name": home.name, "administration_word": "division", **changed}


def test_a_logo_is_uploaded_shown_inside_and_removed(browser: Client, home):
    browser.post(page("municipality_update", home.pk), municipality_data(home, logo=logo()))

    shown, stranger = browser.get(page("municipality_logo", home.pk)), Client()
    stranger.force_login(member(Role.ADMINISTRATOR))
    assert (shown.status_code, shown["Content-Type"], shown.content[:4]) == (200, "image/png", b"\x89PNG")
    assert stranger.get(page("municipality_logo", home.pk)).status_code == 404
    assert page("municipality_logo", home.pk) in browser.get(page("unit_list")).content.decode()
    browser.post(page("municipality_update", home.pk), municipality_data(home, version=2, remove_logo="on"))
    assert browser.get(page("municipality_logo", home.pk)).status_code == 404
    assert Municipality.objects.get(pk=home.pk).administration_word == "division"


@pytest.mark.parametrize(
    "upload",
    [b"<svg/>", b"", b"\x89PNG\r\n" + b"0" * 100, b"x" * (11 * 1024 * 1024)],
    ids=["svg", "empty", "broken", "11 MB"],
)
def test_a_bad_logo_is_refused_at_the_field_and_the_rest_kept(browser: Client, home, upload: bytes):
    data = municipality_data(home, phone="060-16 31 00", logo=logo("bild.png", upload))

    answer = browser.post(page("municipality_update", home.pk), data)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["logo"]
    assert answer.context["form"]["phone"].value() == "060-16 31 00"


def test_lists_keep_their_order_and_refuse_identity_numbers(browser: Client, home):
    lists = {
        "version": 1,
        "header_fields": "Dnr\nBeslutad av\n",
        "document_types": "Plan",
        "districts": "Norr\r\nSöder",
    }

    assert browser.post(page("lists_update", home.pk), lists).status_code == 302
    home.refresh_from_db()
    assert (home.header_fields, home.districts, home.milieus) == (["Dnr", "Beslutad av"], ["Norr", "Söder"], [])
    bad = browser.post(page("lists_update", home.pk), {**lists, "version": 2, "milieus": "Övrigt\n850709-9805"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["milieus"])


def test_the_keeper_sees_names_only_and_adds_municipalities(client: Client):
    home = MunicipalityFactory(name="Granneby", postal_address="Hemliga gatan 1")
    UnitFactory(municipality=home, name="Hemlig enhet")
    client.force_login(KeeperFactory())
    data = {
        "submission_key": KEY,
        "name": "Timrå",
        "code": "2262",
        "administrator_name": "Eva",
        "administrator_email": "eva@timra.se",
    }

    shown = client.get(page("municipality_list")).content.decode()
    assert "Granneby" in shown
    assert "Hemlig" not in shown
    assert client.get(page("administration")).url == page("municipality_list")
    assert client.post(page("municipality_create"), {**data, "code": "22a2"}).status_code == 422
    assert client.post(page("municipality_create"), data).url == page("municipality_list")
    assert User.objects.get(email="eva@timra.se").municipality.name == "Timrå"


def test_the_keeper_mends_the_address_of_an_administrator_who_never_came(client: Client):
    client.force_login(KeeperFactory())
    data = {"submission_key": KEY, "name": "Timrå", "code": "2262"}
    invited = {"administrator_name": "Eva", "administrator_email": "eva@tmira.se"}
    client.post(page("municipality_create"), {**data, **invited})
    timra = Municipality.objects.get(name="Timrå")
    UnitFactory(municipality=timra, name="Hemlig enhet")
    address = page("administrator_appoint", timra.pk)
    assert address in client.get(page("municipality_list")).content.decode()
    shown = client.get(address).content.decode()
    assert "eva@tmira.se" in shown
    assert "Hemlig" not in shown

    answer = client.post(address, {"submission_key": KEY, "name": "Eva", "email": "eva@timra.se"}, follow=True)

    assert "Inbjudan till eva@timra.se" in answer.content.decode()
    eva = User.objects.get(email="eva@timra.se")
    Client().force_login(eva)
    assert address not in client.get(page("municipality_list")).content.decode()
    assert client.get(address).status_code == 404
    assert client.post(address, {"submission_key": KEY, "name": "X", "email": "x@timra.se"}).status_code == 404


def test_the_list_says_what_is_missing_also_where_somebody_did_log_in_once(client: Client):
    client.force_login(KeeperFactory())
    worked = member(Role.EMPLOYEE, last_login=timezone.now())
    MembershipFactory(user=worked, role=Role.ADMINISTRATOR, valid_until=timezone.localdate() - timedelta(days=1))

    shown = client.get(page("municipality_list")).content.decode()

    assert "Ingen som har loggat in administrerar kommunen." in shown


@pytest.mark.parametrize("route", ["municipality_list", "municipality_create"])
def test_only_the_keeper_adds_municipalities(browser: Client, route: str):
    assert browser.get(page(route)).status_code == 403
    assert browser.post(page(route), {"name": "X"}).status_code in (403, 405)


def test_a_logo_whose_bytes_are_gone_is_not_found(browser: Client, home):
    browser.post(page("municipality_update", home.pk), municipality_data(home, logo=logo()))
    default_storage.delete(Municipality.objects.get(pk=home.pk).logo.path)

    assert browser.get(page("municipality_logo", home.pk)).status_code == 404


def test_only_the_keeper_appoints_administrators(browser: Client, home):
    for municipality in (home, MunicipalityFactory()):
        address = page("administrator_appoint", municipality.pk)
        assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)
