"""Units and functions on their pages: written, moved, ended, removed; what is refused and where."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from responsibilities.models import Function, Membership, Unit
from tests.accounts.factories import UserFactory
from tests.responsibilities.factories import FunctionFactory, MembershipFactory, UnitFactory, member
from tests.responsibilities.pages import KEY, page, unit_data

pytestmark = pytest.mark.django_db
BAD_TEXTS = {"NUL": "a\x00b", "identity number": "Bo 19850709-9805", "too long": "x" * 201, "nothing": "  "}
KEPT_TEXTS = {
    "emoji": "Kontor 🏛️",
    "HTML": "<script>alert(1)</script>",
    "quotes": "\"'%_{{ x }}",
    "combining": "Ro\u0301d",
}


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


def test_a_removed_function_of_the_whole_municipality_is_brought_back_from_the_register(
    browser: Client, client: Client, home
):
    function = FunctionFactory(unit=None, municipality=home, title="Säkerhetschef")

    said = browser.post(page("function_withdraw", function.pk), {"version": 1}, follow=True).content.decode()
    assert "Du kan återställa den här." in said
    assert page("function_restore", function.pk) in said
    browser.post(page("function_restore", function.pk))

    assert Function.objects.current().get() == function
    assert page("function_restore", function.pk) not in browser.get(page("unit_list")).content.decode()


def test_a_removed_function_is_shown_to_nobody_else(client: Client, home):
    function = FunctionFactory(unit=None, municipality=home, title="Säkerhetschef", withdrawn_at=timezone.now())
    UnitFactory(municipality=home)
    client.force_login(member(Role.EMPLOYEE, home))

    assert function.title not in client.get(page("unit_list")).content.decode()


def test_an_ended_unit_keeps_its_state_and_its_ended_parent_in_the_form(browser: Client, home):
    parent = UnitFactory(municipality=home, status="ended")
    unit = UnitFactory(municipality=home, parent=parent, status="ended")

    saved = browser.post(page("unit_update", unit.pk), unit_data(status="ended", parent=parent.pk, version=1))

    assert saved.url == unit.get_absolute_url()
    unit.refresh_from_db()
    assert (unit.parent, unit.status) == (parent, "ended")


def test_a_unit_that_ends_in_the_future_says_so_and_an_empty_end_is_asked_for_again(browser: Client, home):
    unit = UnitFactory(municipality=home)

    bad = browser.post(page("unit_end", unit.pk), {"version": 1, "valid_until": "2027-02-30"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["valid_until"])
    browser.post(page("unit_end", unit.pk), {"version": 1, "valid_until": "2999-12-31"})
    assert "2999-12-31" in browser.get(page("unit_detail", unit.pk)).content.decode()
    assert Unit.objects.get().status == "active"


def test_a_search_in_the_register_that_finds_nothing_says_so(client):
    anna = member(Role.COORDINATOR)
    client.force_login(anna)
    UnitFactory(municipality=anna.municipality, name="Kansliet")
    page = client.get(reverse("responsibilities:unit_list"), {"q": "finns inte"}).content.decode()
    assert "Inget hittades" in page
