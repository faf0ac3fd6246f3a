"""What is answered before any page is asked, and instead of an empty one; what a keeper of the limits can trust."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


class Unread:
    """A body that nobody may touch."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_what_is_larger_than_any_form_takes_is_refused_unread() -> None:
    client = Client(raise_request_exception=False)
    length = str(settings.REQUEST_MAX_BYTES + 1)
    answer = client.post(
        "/logga-in/",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": length, "CONTENT_TYPE": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 413
    assert "Det är för mycket på en gång" in answer.content.decode()


def test_a_length_that_is_no_number_is_no_error() -> None:
    assert Client().get("/logga-in/", CONTENT_LENGTH="många").status_code == 200


def test_the_address_of_a_button_opened_in_a_browser_shows_the_way_back(client: Client) -> None:
    client.force_login(member(Role.COORDINATOR))
    answer = client.get(reverse("notifications:notices_read"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Till översikten" in answer.content.decode()


def test_a_flood_of_strangers_does_not_wash_away_what_is_remembered_of_one() -> None:
    cache.set("brake", 5, 300)
    for number in range(700):
        cache.set(f"stranger-{number}", 1, 300)
    assert cache.get("brake") == 5
