"""The pages of administration and the register: who gets in, what is refused where, and at what price."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Municipality, User
from accounts.roles import Role
from responsibilities.models import Function, Membership, Unit
from tests.accounts.factories import KeeperFactory, MunicipalityFactory, UserFactory
from tests.responsibilities.factories import FunctionFactory, MembershipFactory, UnitFactory, member

pytestmark = pytest.mark.django_db
KEY = "6f1c3a52-0f4e-4a53-9d3b-3a3f6a0b8f11"
BAD_TEXTS = {"NUL": "a\x00b", "identity number": "Bo 19850709-9805", "too long": "x" * 201, "nothing": "  "}
KEPT_TEXTS = {
    "emoji": "Kontor 🏛️",
    "HTML": "<script>alert(1)</script>",
    "quotes": "\"'%_{{ x }}",
    "combining": "Ro\u0301d",
}


def page(route: str, *args: Any, **query: str) -> str:
    return reverse(f"responsibilities:{route}", args=args, query=query)


@pytest.fixture
def admin():
    return member(Role.ADMINISTRATOR, name="Admin")


@pytest.fixture
def home(admin):
    return admin.municipality


@pytest.fixture
def browser(client: Client, admin):
    client.force_login(admin)
    return client


def unit_data(**changed: Any) -> dict[str, Any]:
    return {"submission_key": KEY, "name": "Kontoret", "kind": "office", "status": "active", **changed}


def test_administration_leads_to_the_municipality_that_one_administers(browser: Client, home):
    assert browser.get(page("administration")).url == page("municipality_detail", home.pk)


@pytest.mark.parametrize(
    "route",
    [
        "municipality_detail",
        "municipality_update",
        "lists_update",
        "unit_tree",
        "unit_create",
        "function_create",
        "user_list",
        "user_create",
        "membership_list",
        "membership_create",
    ],
)
def test_the_pages_of_a_municipality_open_for_its_administrator_only(browser: Client, home, route: str):
    member(Role.COORDINATOR, home)
    neighbour, employee = Client(), Client()
    neighbour.force_login(member(Role.ADMINISTRATOR))
    employee.force_login(member(Role.EMPLOYEE, home))
    keeper = Client()
    keeper.force_login(KeeperFactory())

    answers = [one.get(page(route, home.pk)).status_code for one in (browser, employee, neighbour, keeper)]

    assert answers == [200, 403, 404, 404]


@pytest.mark.parametrize("route", ["unit_update", "unit_end", "unit_merge", "unit_withdraw", "unit_detail"])
def test_the_pages_of_a_unit_open_inside_its_municipality(browser: Client, home, route: str):
    own, other = UnitFactory(municipality=home), UnitFactory()

    assert browser.get(page(route, own.pk)).status_code == 200
    assert browser.get(page(route, other.pk)).status_code == 404


@pytest.mark.parametrize("route", ["user_detail", "user_update", "user_deactivate"])
def test_the_pages_of_an_account_open_for_its_own_administrator(browser: Client, home, route: str):
    own, other = UserFactory(municipality=home), UserFactory()

    assert browser.get(page(route, own.pk)).status_code == 200
    assert browser.get(page(route, other.pk)).status_code == 404
    assert browser.get(page(route, User.objects.system().pk)).status_code == 404


def test_a_unit_is_added_once_however_often_the_form_is_sent(browser: Client, home):
    for _ in range(2):
        answer = browser.post(page("unit_create", home.pk), unit_data(aliases="KLK\n\nStadskontoret\nKLK"))

    unit = Unit.objects.get()
    assert answer.url == unit.get_absolute_url()
    assert unit.aliases == ["KLK", "Stadskontoret"]


def test_the_next_unit_is_written_under_the_same_parent(browser: Client, home):
    parent = UnitFactory(municipality=home)

    answer = browser.post(page("unit_create", home.pk), unit_data(parent=parent.pk, next="1"))

    assert answer.url == page("unit_create", home.pk, under=str(parent.pk))
    assert browser.get(answer.url).context["form"]["parent"].value() == str(parent.pk)


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_a_bad_name_is_refused_at_the_field_and_kept(browser: Client, home, text: str):
    answer = browser.post(page("unit_create", home.pk), unit_data(name=text))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert answer.context["form"]["name"].value() == text
    assert not Unit.objects.exists()


@pytest.mark.parametrize("text", KEPT_TEXTS.values(), ids=KEPT_TEXTS)
def test_odd_texts_are_kept_as_written_and_shown_as_text(browser: Client, home, text: str):
    browser.post(page("unit_create", home.pk), unit_data(name=text))

    shown = browser.get(page("unit_tree", home.pk)).content.decode()
    assert Unit.objects.get().name == text
    assert "<script>alert" not in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "palace"),
        ("status", "ended"),
        ("mailbox", "inte en adress"),
        ("valid_from", "2027-13-40"),
        ("valid_from", "i våras"),
        ("aliases", "19850709-9805"),
        ("aliases", "x" * 201),
        ("parent", "abc"),
        ("parent", "0"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(browser: Client, home, field: str, value: str):
    answer = browser.post(page("unit_create", home.pk), unit_data(**{field: value}))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_units_of_another_municipality_are_refused_in_every_field(browser: Client, home, admin):
    own, other = UnitFactory(municipality=home), UnitFactory()
    person, stranger = UserFactory(municipality=home), UserFactory()
    member_of = MembershipFactory(user=person, role=Role.REPORTER, unit=own)
    attempts = [
        (page("unit_create", home.pk), unit_data(parent=other.pk), "parent"),
        (page("unit_update", own.pk), unit_data(parent=other.pk, version=1), "parent"),
        (page("unit_merge", own.pk), {"successor": other.pk, "valid_until": "2026-01-01", "version": 1}, "successor"),
        (page("function_create", home.pk), {"submission_key": KEY, "title": "X", "unit": other.pk}, "unit"),
        (
            page("user_create", home.pk),
            {"submission_key": KEY, "name": "X", "email": "x@y.se", "role": "reporter", "unit": other.pk},
            "unit",
        ),
        (
            page("membership_create", home.pk),
            {"submission_key": KEY, "user": person.pk, "role": "reporter", "unit": other.pk},
            "unit",
        ),
        (page("membership_create", home.pk), {"submission_key": KEY, "user": stranger.pk, "role": "auditor"}, "user"),
    ]

    for address, data, field in attempts:
        answer = browser.post(address, data)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), address
    assert list(Membership.objects.exclude(user=admin)) == [member_of]


def test_posts_to_another_municipality_change_nothing(browser: Client):
    unit, function = UnitFactory(), FunctionFactory()
    person, held = UserFactory(), MembershipFactory(role=Role.AUDITOR)
    routes = [
        *(
            (route, unit.pk)
            for route in ("unit_update", "unit_move", "unit_end", "unit_merge", "unit_withdraw", "unit_restore")
        ),
        *((route, function.pk) for route in ("function_update", "function_withdraw", "function_restore")),
        *((route, person.pk) for route in ("user_update", "user_deactivate", "user_reactivate", "user_invite")),
        *((route, held.pk) for route in ("membership_update", "membership_withdraw")),
        *(
            (route, unit.municipality_id)
            for route in ("municipality_update", "lists_update", "unit_create", "user_create")
        ),
    ]
    before = [row.history.count() for row in (unit, function, person, held, unit.municipality)]

    assert {browser.post(page(*way), {"version": 1}).status_code for way in routes} == {404}
    assert [row.history.count() for row in (unit, function, person, held, unit.municipality)] == before


def test_a_unit_is_changed_and_who_was_slower_sees_both(browser: Client, home):
    unit = UnitFactory(municipality=home, name="Gammal", kind="office")
    assert browser.post(page("unit_update", unit.pk), unit_data(name="Ny", version=1)).status_code == 302

    late = browser.post(page("unit_update", unit.pk), unit_data(name="Sen", kind="group", version=1))

    assert late.status_code == 409
    assert [(one.theirs, one.mine) for one in late.context["form"].conflict] == [
        ("Ny", "Sen"),
        ("enhet eller kontor", "arbetsgrupp"),
    ]
    again = {**unit_data(name="Sen", kind="group"), "version": late.context["form"]["version"].value()}
    assert browser.post(page("unit_update", unit.pk), again).status_code == 302
    assert Unit.objects.get().name == "Sen"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"direction": "up"}, "BAC"),
        ({"direction": "down"}, "ACB"),
        ({"position": "0"}, "BAC"),
        ({"position": "9" * 30}, "ACB"),
    ],
)
def test_a_unit_is_moved_by_button_and_by_dragging(browser: Client, home, sent: dict[str, str], expected: str):
    made = {name: UnitFactory(municipality=home, name=name, position=place) for place, name in enumerate("ABC")}

    browser.post(page("unit_move", made["B"].pk), sent)

    assert "".join(Unit.objects.in_order().values_list("name", flat=True)) == expected


def test_a_unit_ends_merges_goes_and_comes_back(browser: Client, home):
    unit, other = UnitFactory(municipality=home), UnitFactory(municipality=home)

    browser.post(page("unit_withdraw", unit.pk), {"version": 1})
    assert Unit.objects.get(pk=unit.pk).is_withdrawn
    browser.post(page("unit_restore", unit.pk))
    assert not Unit.objects.get(pk=unit.pk).is_withdrawn
    browser.post(page("unit_end", unit.pk), {"version": 3, "valid_until": "", "end_wording": "tills vidare"})
    assert Unit.objects.get(pk=unit.pk).status == "ended"
    browser.post(page("unit_merge", other.pk), {"version": 1, "successor": unit.pk, "valid_until": "2026-01-01"})
    assert Unit.objects.get(pk=other.pk).successor is None  # an ended unit takes nothing over


def test_a_refused_removal_explains_itself(browser: Client, home):
    unit = UnitFactory(municipality=home)
    FunctionFactory(unit=unit)

    answer = browser.post(page("unit_withdraw", unit.pk), {"version": 1})

    assert answer.status_code == 422
    assert "Enheten har funktioner" in answer.content.decode()


def test_a_removal_of_something_that_somebody_just_changed_is_asked_again(browser: Client, home):
    unit = UnitFactory(municipality=home, version=2)

    answer = browser.post(page("unit_withdraw", unit.pk), {"version": 1})

    assert answer.status_code == 409
    assert not Unit.objects.get().is_withdrawn
    version = answer.context["form"]["version"].value()
    assert browser.post(page("unit_withdraw", unit.pk), {"version": version}).status_code == 302


def test_a_function_is_added_changed_removed_and_brought_back(browser: Client, home):
    unit = UnitFactory(municipality=home)
    data = {"submission_key": KEY, "title": "Säkerhetschef", "unit": unit.pk, "holder_phone": "8507099805"}

    assert browser.post(page("function_create", home.pk), data).url == unit.get_absolute_url()
    function = Function.objects.get()
    browser.post(page("function_update", function.pk), {**data, "version": 1, "unit": "", "holder_name": "Bo"})
    function.refresh_from_db()
    assert (function.unit, function.holder_name) == (None, "Bo")
    browser.post(page("function_withdraw", function.pk), {"version": 2})
    assert not Function.objects.current().exists()
    browser.post(page("function_restore", function.pk))
    assert Function.objects.current().exists()


def test_an_account_is_invited_changed_closed_opened_and_invited_again(browser: Client, home):
    unit = UnitFactory(municipality=home)
    data = {"submission_key": KEY, "name": "Bo Ek", "email": "bo@kommun.se", "role": "reporter", "unit": unit.pk}

    browser.post(page("user_create", home.pk), data)
    bo = User.objects.get(email="bo@kommun.se")
    browser.post(page("user_update", bo.pk), {"version": 1, "name": "Bo Ekström", "email": "bo@kommun.se"})
    browser.post(page("user_deactivate", bo.pk))
    bo.refresh_from_db()
    assert (bo.name, bo.is_active) == ("Bo Ekström", False)
    refused = browser.post(page("user_invite", bo.pk), follow=True)
    assert "Kontot är stängt" in refused.content.decode()
    browser.post(page("user_reactivate", bo.pk))
    browser.post(page("user_invite", bo.pk))
    bo.refresh_from_db()
    assert bo.is_active
    assert bo.notices.count() >= 1


def test_the_last_administrator_is_told_why_the_role_stays(browser: Client, admin, home):
    held = admin.memberships.get()

    answer = browser.post(page("membership_withdraw", held.pk), {"version": 1})

    assert answer.status_code == 422
    assert f"Ingen annan administrerar {home.name}" in answer.content.decode()


def test_a_role_is_given_limited_and_taken_away(browser: Client, home):
    person = UserFactory(municipality=home)
    given = {"submission_key": KEY, "user": person.pk, "role": "auditor", "valid_from": "2026-01-01"}

    assert browser.post(page("membership_create", home.pk), given).url == person.get_absolute_url()
    held = Membership.objects.get(user=person)
    browser.post(page("membership_update", held.pk), {"version": 1, "valid_from": "", "valid_until": "2026-12-31"})
    held.refresh_from_db()
    assert (held.valid_from, str(held.valid_until)) == (None, "2026-12-31")
    browser.post(page("membership_withdraw", held.pk), {"version": 2})
    held.refresh_from_db()
    assert held.is_withdrawn
    assert browser.get(page("membership_update", held.pk)).status_code == 404


def test_a_role_of_an_account_that_another_municipality_keeps_leads_back_to_the_roles(browser: Client, home):
    held = MembershipFactory(user=UserFactory(), municipality=home, role=Role.POLICE)

    assert browser.post(page("membership_withdraw", held.pk), {"version": 1}).url == page("membership_list", home.pk)


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


@pytest.mark.parametrize("route", ["municipality_list", "municipality_create"])
def test_only_the_keeper_adds_municipalities(browser: Client, route: str):
    assert browser.get(page(route)).status_code == 403
    assert browser.post(page(route), {"name": "X"}).status_code in (403, 405)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.REPORTER, Role.COORDINATOR])
def test_the_register_is_open_to_everybody_inside(client: Client, home, role: Role):
    reader = member(role, home)
    unit = UnitFactory(municipality=home, name="Trygghetsrådet", mailbox="trygg@kommun.se")
    FunctionFactory(unit=unit, title="Säkerhetschef", holder_name="Bo Ek")
    UnitFactory(name="Grannens enhet")
    client.force_login(reader)

    listed = client.get(page("unit_list")).content.decode()
    assert "Trygghetsrådet" in listed
    assert "Grannens enhet" not in listed
    assert "Bo Ek" in client.get(page("unit_detail", unit.pk)).content.decode()
    assert "Trygghetsrådet" in client.get(page("unit_list", q="säkerhets")).content.decode()


@pytest.mark.parametrize("role", [Role.POLICE, Role.COUNTY])
def test_the_register_is_closed_to_those_outside(client: Client, home, role: Role):
    unit = UnitFactory(municipality=home, name="Trygghetsrådet")
    client.force_login(member(role, home))

    assert "Trygghetsrådet" not in client.get(page("unit_list")).content.decode()
    assert client.get(page("unit_detail", unit.pk)).status_code == 404


def test_roles_in_a_unit_are_shown_to_the_administrator_only(browser: Client, client: Client, home):
    chief = member(Role.MANAGER, home, name="Cecilia Chef")
    unit = chief.memberships.get().unit
    reader = Client()
    reader.force_login(member(Role.EMPLOYEE, home))

    assert "Cecilia Chef" in browser.get(page("unit_detail", unit.pk)).content.decode()
    assert "Cecilia Chef" not in reader.get(page("unit_detail", unit.pk)).content.decode()


def test_a_removed_unit_is_seen_only_by_those_who_can_bring_it_back(browser: Client, home):
    unit = UnitFactory(municipality=home)
    browser.post(page("unit_withdraw", unit.pk), {"version": 1})
    reader = Client()
    reader.force_login(member(Role.EMPLOYEE, home))

    assert browser.get(page("unit_detail", unit.pk)).status_code == 200
    assert reader.get(page("unit_detail", unit.pk)).status_code == 404


@pytest.mark.parametrize("words", ["\x00", "%", "'; DROP TABLE", "🏛️", "x" * 5000, "<b>"])
def test_searches_bear_anything(browser: Client, home, words: str):
    UnitFactory(municipality=home)

    for address in (page("unit_list"), page("unit_tree", home.pk), page("user_list", home.pk)):
        assert browser.get(address, {"q": words, "sida": words, "visa": words, "ordna": words}).status_code == 200


COUNTED = [
    "unit_list",
    "unit_tree",
    "user_list",
    "membership_list",
    "unit_detail",
    "user_detail",
    "municipality_detail",
]


@pytest.mark.parametrize("route", COUNTED)
def test_a_page_takes_as_many_statements_for_three_rows_as_for_one(
    browser: Client, home, route: str, django_assert_max_num_queries
):
    top = UnitFactory(municipality=home)

    def fill() -> None:
        child = UnitFactory(municipality=home, parent=top)
        FunctionFactory(unit=top)
        person = member(Role.REPORTER, unit=top)
        MembershipFactory(user=person, role=Role.MANAGER, unit=child)

    fill()
    person = User.objects.filter(memberships__unit=top).first()
    args = {"unit_list": [], "unit_detail": [top.pk], "user_detail": [person.pk]}.get(route, [home.pk])
    browser.get(page(route, *args))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(16) as seen:
            assert browser.get(page(route, *args)).status_code == 200
        counts.append(len(seen))
        fill()
        fill()
    assert counts[0] == counts[1]


@pytest.mark.parametrize("route", ["function_update", "function_withdraw", "membership_update", "membership_withdraw"])
def test_the_pages_of_functions_and_roles_open_inside_their_municipality(browser: Client, home, route: str):
    model = FunctionFactory if route.startswith("function") else MembershipFactory
    unit, other = UnitFactory(municipality=home), UnitFactory()
    facts = {} if model is FunctionFactory else {"role": Role.REPORTER}

    assert browser.get(page(route, model(unit=unit, **facts).pk)).status_code == 200
    assert browser.get(page(route, model(unit=other, **facts).pk)).status_code == 404


def test_an_ended_unit_keeps_its_state_and_its_ended_parent_in_the_form(browser: Client, home):
    parent = UnitFactory(municipality=home, status="ended")
    unit = UnitFactory(municipality=home, parent=parent, status="ended")

    saved = browser.post(page("unit_update", unit.pk), unit_data(status="ended", parent=parent.pk, version=1))

    assert saved.url == unit.get_absolute_url()
    unit.refresh_from_db()
    assert (unit.parent, unit.status) == (parent, "ended")


def test_a_logo_whose_bytes_are_gone_is_not_found(browser: Client, home):
    browser.post(page("municipality_update", home.pk), municipality_data(home, logo=logo()))
    default_storage.delete(Municipality.objects.get(pk=home.pk).logo.path)

    assert browser.get(page("municipality_logo", home.pk)).status_code == 404


def test_a_unit_that_ends_in_the_future_says_so_and_an_empty_end_is_asked_for_again(browser: Client, home):
    unit = UnitFactory(municipality=home)

    bad = browser.post(page("unit_end", unit.pk), {"version": 1, "valid_until": "2027-02-30"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["valid_until"])
    browser.post(page("unit_end", unit.pk), {"version": 1, "valid_until": "2999-12-31"})
    assert "2999-12-31" in browser.get(page("unit_detail", unit.pk)).content.decode()
    assert Unit.objects.get().status == "active"
