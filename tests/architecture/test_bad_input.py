"""Bad input nobody thought of, in every form and every address of the house: never an HTTP 500.

Each form is opened as somebody who may, filled in as it stands, and then spoilt: some fields get nasty values, some are
missing, some are sent twice. A form that is otherwise well filled lets them come further than pure noise would.
"""

from __future__ import annotations

from copy import copy
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from tests.architecture.matrix.check import STRANGER, Row, client_for, name_of
from tests.architecture.matrix.conftest import worlds
from tests.architecture.matrix.legal_world import LINK_TOKEN
from tests.architecture.matrix.rows import MATRIX, PUBLIC
from tests.architecture.matrix.world import KEEPER, World

__all__ = ["worlds"]  # the fixture of the matrix, at home here too
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

PREFERRED = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.REPORTER, KEEPER)
LONG = "å" * 100_000
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x01\x08\x1b\x7f",
    "😀👩‍👩‍👧‍👦🇸🇪",
    "\u202eabc\u202d עברית العربية",
    "\u200b\u2028\u2029\ufeff\ufffd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<b>fet</b> & <table><tr><td>",
    "{{7*7}} {% load x %} %s %(n)s {0} ${x}",
    "=HYPERLINK()",
    "' OR 1=1 --",
    "../../etc/passwd",
    "javascript:alert(1)",
    "//granneby.example/",
    LONG,
)
NUMBERS = ("-1", "0", "1", "99", "2147483648", "9223372036854775808", "9" * 400, "1e9", "1.5", "NaN", "٣", "²", "0x1")
DAYS = (
    "2027-02-30",
    "0000-00-00",
    "0001-01-01",
    "1899-12-31",
    "9999-12-31",
    "10000-01-01",
    "31/12/9999",
    "2027-13-45",
    "27-3",
    "idag",
)
WORDS = ("on", "true", "up", "down", "each", "unit-1", "None", "null", "[]", "{}", "version", "plan", "tabell")
FOREIGN = ("municipality", "social", "section", "area", "measure", "plan", "person", "adopted", "round", "function")
KEYS = ("not-a-uuid", "00000000-0000-0000-0000-000000000000")

NASTY = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.sampled_from(DAYS),
    st.sampled_from(WORDS),
    st.sampled_from(KEYS),
    st.sampled_from(FOREIGN).map(lambda name: ("another municipality's", name)),
    st.text(max_size=30),
)
QUERY_NAMES = (
    *("sida", "ordna", "rows", "omrade", "under", "fran", "person", "enhet", "plan", "q", "niva", "ansvarig"),
    *("saknar", "avslutade", "visa", "next", "time_wording", "activities-0-time_wording", "\x00"),
)
BUTTONS = (
    "add",
    "up",
    "next",
    "preview",
    "ready",
    "return",
    "confirm",
    "direction",
    "position",
    "person",
    "membership",
)


def bounded(examples: int) -> settings:
    """So many, and the same ones every time: a test that fails says why, not when."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),  # what was spoilt is shown as it is; finding the least takes minutes
        suppress_health_check=list(HealthCheck),
    )


POSTED = [route for route, row in MATRIX.items() if row.has_post]
OPENED = [route for route, row in MATRIX.items() if row.has_get]
ARGUMENTS: dict[str, dict[str, str]] = {
    "account_reset_password_from_key": {"uidb36": "zzzzzzzzzzzz", "key": "set-password"},
    "plans:link_answer": {"token": LINK_TOKEN.format(number=1)},
    "plans:link_edition": {"token": LINK_TOKEN.format(number=1)},
    "plans:link_image": {"token": LINK_TOKEN.format(number=1), "uid": "00000000-0000-4000-8000-000000000000"},
    "plans:public_plan": {"pk": "1"},
    "plans:public_edition": {"pk": "1", "number": "1"},
    "plans:public_paper": {"pk": "1", "number": "1"},
    "plans:public_image": {"pk": "1", "number": "1", "uid": "00000000-0000-4000-8000-000000000000"},
}


class Fields(HTMLParser):
    """What the forms of a page would send if nothing were typed; the frame's own forms are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.inside: list[dict[str, str | None]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside.append(given)
        if not self.inside or (self.inside[-1].get("method") or "").lower() != "post":
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag in ("input", "textarea", "button") and name:
            is_left_out = given.get("type") in ("checkbox", "radio") and "checked" not in given
            self.found.setdefault(name, []).extend([] if is_left_out else [value])
        elif tag == "select":
            self.select = name
            self.found.setdefault(name, [])
        elif tag == "option" and self.select and ("selected" in given or not self.found[self.select]):
            self.found[self.select] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            self.inside.pop()
        elif tag == "select":
            self.select = ""


def one_who_may(row: Row, method: str) -> str:
    may = getattr(row, method) or row.get or row.post
    return next((who for who in PREFERRED if who in may), STRANGER)


def answered(client: Client, method: str, address: str, data: Any = None) -> int:
    """The status of one request, which leaves nothing behind."""
    logged_in = copy(client.cookies)
    with transaction.atomic():
        status: int = getattr(client, method)(address, data).status_code
        transaction.set_rollback(True)
    client.cookies = logged_in
    return status


def opened(client: Client, address: str) -> dict[str, list[str]]:
    with transaction.atomic():
        page = client.get(address)
        transaction.set_rollback(True)
    fields = Fields()
    fields.feed(page.content.decode())
    return fields.found


def spelt(value: Any, other: World) -> str:
    return str(getattr(other, value[1]).pk) if isinstance(value, tuple) else str(value)


def spoilt(draw: st.DataObject, fields: dict[str, list[str]], other: World) -> dict[str, Any]:
    """The form as it stands, with some of its fields ruined."""
    names = sorted({*fields, *BUTTONS} - {"csrfmiddlewaretoken"})
    data: dict[str, Any] = {name: values for name, values in fields.items() if values}
    for name in draw.draw(st.lists(st.sampled_from(names), min_size=1, max_size=6, unique=True), label="spoilt"):
        values = draw.draw(st.lists(NASTY, max_size=3), label=name)
        data[name] = [spelt(value, other) for value in values]
        if name in ("file", "logo") and values:
            data[name] = SimpleUploadedFile(f"{data[name][0][:50]}.csv", data[name][-1].encode())
    return data


def sent_to(route: str, own: World) -> tuple[Client, str]:
    row = MATRIX[route]
    return client_for(own, one_who_may(row, "post")), reverse(name_of(route), kwargs=row.target(own))


@pytest.mark.parametrize(
    "route", ["plans:measure_update", "plans:section_update", "plans:plan_update", "responsibilities:unit_update"]
)
def test_a_form_that_is_not_spoilt_is_accepted(worlds: tuple[World, World], route: str) -> None:
    """Else everything below would only prove that noise is refused at the first field."""
    client, address = sent_to(route, worlds[0])
    fields = opened(client, address)
    data = {name: values for name, values in fields.items() if values and name not in BUTTONS}
    if "reason" in fields:  # asked for once the plan is decided
        data["reason"] = ["Rättat skrivfel"]
    assert answered(client, "post", address, data) == 302


@pytest.mark.parametrize("route", POSTED)
def test_no_form_breaks(worlds: tuple[World, World], route: str) -> None:
    own, other = worlds
    client, address = sent_to(route, own)
    fields = opened(client, address) if MATRIX[route].has_get else {"version": ["1"]}

    @bounded(12)
    @given(draw=st.data())
    def check(draw: st.DataObject) -> None:
        data = spoilt(draw, fields, other)
        assert answered(client, "post", address, data) < 500, (address, shortened(data))

    check()


@pytest.mark.parametrize("route", POSTED)
def test_nothing_sent_at_all_is_answered(worlds: tuple[World, World], route: str) -> None:
    client, address = sent_to(route, worlds[0])
    assert answered(client, "post", address, {}) < 500


@pytest.mark.parametrize("route", OPENED)
def test_no_query_breaks_a_page(worlds: tuple[World, World], route: str) -> None:
    own, other = worlds
    row = MATRIX[route]
    client = client_for(own, one_who_may(row, "get"))
    address = reverse(name_of(route), kwargs=row.target(own))

    @bounded(4)
    @given(asked=st.lists(st.tuples(st.sampled_from(QUERY_NAMES), NASTY), min_size=1, max_size=5))
    def check(asked: list[tuple[str, Any]]) -> None:
        query = urlencode([(name, spelt(value, other)[:2000]) for name, value in asked])
        assert answered(client, "get", f"{address}?{query}") < 500, f"{address}?{query}"

    check()


@pytest.mark.parametrize("query", ["sida=-1&ordna=-&rows=0&omrade=x", "sida=x&ordna=x&rows=999999999&omrade=-1"])
def test_no_known_word_of_an_address_breaks_a_page(worlds: tuple[World, World], query: str) -> None:
    own = worlds[0]
    clients: dict[str, Client] = {}
    for route in OPENED:
        row = MATRIX[route]
        who = one_who_may(row, "get")
        client = clients.setdefault(who, clients.get(who) or client_for(own, who))
        assert answered(client, "get", f"{reverse(name_of(route), kwargs=row.target(own))}?{query}") < 500, route


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_no_key_breaks_an_address(worlds: tuple[World, World], pk: int) -> None:
    own = worlds[0]
    client = client_for(own, Role.COORDINATOR)
    for route, row in MATRIX.items():
        target = row.target(own)
        if "pk" in target:
            address = reverse(name_of(route), kwargs={**target, "pk": pk})
            assert answered(client, "post" if row.has_post else "get", address) < 500, address


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_no_stranger_breaks_a_public_page(worlds: tuple[World, World], route: str) -> None:
    client = Client(raise_request_exception=False)
    address = reverse(route, kwargs=ARGUMENTS.get(route, {}))
    fields = opened(client, address) or {"login": [""], "password": [""], "email": [""]}

    @bounded(8)
    @given(draw=st.data())
    def check(draw: st.DataObject) -> None:
        data = spoilt(draw, {**fields, "next": ["/"]}, worlds[1])
        assert answered(client, "post", address, data) < 500, (address, shortened(data))

    check()


@pytest.mark.parametrize("key", ["\x00", "1-2-3", "set-password", "å" * 3000])
def test_no_key_of_a_letter_breaks_the_page_it_opens(client: Client, key: str) -> None:
    client.raise_request_exception = False
    for who in ("0", "1", "zzzzzzzzzzzz", "z" * 200):
        assert client.get(f"/konto/nytt-losenord/{who}-{key}/").status_code < 500


def shortened(data: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value)[:200] for name, value in data.items()}
