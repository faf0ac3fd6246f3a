"""Municipalities and accounts are written whole, refused honestly and kept in the history."""

from __future__ import annotations

from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from PIL import Image

from accounts.models import Municipality, User
from accounts.services import (
    choose_password,
    create_municipality,
    create_user,
    set_active,
    update_account,
    update_lists,
    update_municipality,
    update_user,
)
from files.images import MEGABYTE, clean_image
from foundation.records import StaleVersion
from tests.accounts.factories import PASSWORD, KeeperFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "navy").save(written, format=form)
    return written.getvalue()


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(error.value.error_dict)


def test_a_new_municipality_has_the_nine_header_fields_and_its_history():
    keeper = KeeperFactory()

    timra = create_municipality(name="Timrå", code="2262", county="Västernorrland", by=keeper)

    assert len(timra.header_fields) == 9
    assert timra.history.get().history_user == keeper


@pytest.mark.parametrize(("name", "code", "field"), [("Timrå", "1111", "name"), ("Annan", "2262", "code")])
def test_name_and_code_of_a_municipality_are_its_own(name: str, code: str, field: str):
    MunicipalityFactory(name="Timrå", code="2262")

    with pytest.raises(ValidationError) as error:
        create_municipality(name=name, code=code, by=KeeperFactory())

    assert refusal(error) == {field}


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_kept_as_a_picture_without_anything_else(form: str):
    municipality, by = MunicipalityFactory(), UserFactory()

    saved = update_municipality(municipality=municipality, version=1, logo=picture(form), phone="060-16 31 00", by=by)

    assert saved.logo.content_type == f"image/{form.lower()}"
    assert Image.open(BytesIO(saved.logo.read())).size == (40, 20)
    assert (saved.phone, saved.version) == ("060-16 31 00", 2)
    assert update_municipality(municipality=saved, version=2, remove_logo=True, by=by).logo is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a",
        picture("BMP"),
        picture()[:60],
    ],
    ids=["nothing", "svg", "gif", "bmp", "cut off"],
)
def test_what_is_not_a_png_or_jpeg_is_refused(content: bytes):
    with pytest.raises(ValidationError, match="PNG"):
        clean_image(content)


def test_a_picture_that_is_too_large_is_refused_and_a_wide_one_made_smaller():
    for too_large in (b"\x89PNG" + b"0" * MEGABYTE, picture(size=(8001, 10))):
        with pytest.raises(ValidationError, match="mindre"):
            clean_image(too_large)

    made = clean_image(picture(size=(2000, 500)))
    assert Image.open(BytesIO(made.content)).size == (made.width, made.height) == (1000, 250)


def test_nothing_but_the_pixels_of_a_picture_is_kept():
    written = BytesIO()
    Image.new("RGB", (9, 9)).save(written, format="JPEG", comment=b"hemlighet", exif=b"Exif\x00\x00hemlighet")

    assert b"hemlighet" not in clean_image(written.getvalue()).content


def test_the_name_of_another_municipality_is_refused_when_a_municipality_is_changed():
    MunicipalityFactory(name="Granneby")

    with pytest.raises(ValidationError) as error:
        update_municipality(municipality=MunicipalityFactory(), version=1, name="Granneby", by=UserFactory())

    assert refusal(error) == {"name"}


def test_who_changes_the_lists_of_an_older_version_is_told():
    municipality = MunicipalityFactory()
    lists = {
        "header_fields": ["Dnr"],
        "document_types": ["Plan"],
        "prevention_levels": [],
        "milieus": [],
        "districts": [],
    }
    update_lists(municipality=municipality, version=1, by=UserFactory(), **lists)

    with pytest.raises(StaleVersion):
        update_lists(municipality=municipality, version=1, by=UserFactory(), **lists)

    assert Municipality.objects.get(pk=municipality.pk).header_fields == ["Dnr"]


def test_nobody_can_log_in_to_an_account_without_a_password(rf):
    person = create_user(municipality=MunicipalityFactory(), email=" Anna@Kommun.SE ", name="Anna", by=KeeperFactory())

    assert person.email == "anna@kommun.se"
    assert not person.has_usable_password()
    assert authenticate(rf.post("/"), email=person.email, password="") is None


def test_an_address_has_one_account():
    UserFactory(email="anna@kommun.se")

    with pytest.raises(ValidationError) as error:
        create_user(municipality=None, email="ANNA@kommun.se", name="Anna", by=KeeperFactory())

    assert refusal(error) == {"email"}


def logged_in(person: User) -> Client:
    client = Client()
    client.post("/logga-in/", {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def test_a_new_address_shuts_out_the_old_one():
    person, by = UserFactory(email="gammal@kommun.se"), UserFactory()
    browser = logged_in(person)
    EmailAddress.objects.get_or_create(user=person, email="gammal@kommun.se")

    update_user(user=person, version=1, email="ny@kommun.se", name="Ny", by=by)

    assert not EmailAddress.objects.filter(user=person).exists()
    assert browser.get("/konto/").status_code == 302
    old = Client().post("/logga-in/", {"login": "gammal@kommun.se", "password": PASSWORD})
    assert old.status_code == 200


def test_a_new_address_keeps_the_session_of_who_changes_it():
    person = UserFactory()
    here, there = logged_in(person), logged_in(person)

    update_user(user=person, version=1, email="ny@kommun.se", name="Ny", besides=here.session.session_key, by=person)

    assert [browser.get("/konto/").status_code for browser in (here, there)] == [200, 302]


def test_a_password_does_not_open_an_account_that_was_just_closed():
    person = UserFactory()
    seen = User.objects.get(pk=person.pk)
    set_active(user=person, is_active=False, by=UserFactory())

    with pytest.raises(ValidationError):
        choose_password(user=seen, password="en-helt-ny-fras")

    assert not User.objects.get(pk=person.pk).is_active


def test_a_password_writes_nothing_but_the_password():
    seen = UserFactory(name="Gammal")
    update_account(user=seen, version=1, name="Ny", by=seen)

    choose_password(user=seen, password="en-helt-ny-fras")

    kept = User.objects.get(pk=seen.pk)
    assert (kept.name, kept.version, kept.check_password("en-helt-ny-fras")) == ("Ny", 2, True)


def test_a_closed_account_is_logged_out_everywhere_also_after_it_is_opened_again():
    person, by = UserFactory(), UserFactory()
    browser = logged_in(person)

    set_active(user=person, is_active=False, by=by)
    assert browser.get("/konto/").status_code == 302
    set_active(user=person, is_active=True, by=by)

    assert browser.get("/konto/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    assert [row.is_active for row in person.history.all()] == [True, False, True]


def test_closing_a_closed_account_writes_nothing():
    person, by = UserFactory(is_active=False), UserFactory()

    assert set_active(user=person, is_active=False, by=by).version == 1


def test_the_first_keeper_is_made_at_the_shell(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    call_command("createsuperuser", interactive=False, email="drift@kommun.se", name="Drift", verbosity=0)

    keeper = User.objects.get(email="drift@kommun.se")
    assert keeper.has_perm("accounts.add_municipality")
    assert not keeper.has_perm("accounts.change_municipality", MunicipalityFactory())
