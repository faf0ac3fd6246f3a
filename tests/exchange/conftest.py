"""A coordinator at the pages of an empty plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member


@pytest.fixture
def anna() -> Any:
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna: Any) -> Any:
    return PlanFactory(municipality=anna.municipality, title="Ny plan")


@pytest.fixture
def page(client: Client, anna: Any) -> Client:
    client.force_login(anna)
    return client
