"""An administrator at the keyboard, in a municipality of her own."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.roles import Role
from tests.responsibilities.factories import member


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
