"""Municipalities and people, with as little as a test cares about.

    anna = UserFactory()                                 an account of a municipality of its own, without any role
    anna = UserFactory(municipality=exempelby)           … of that municipality
    tests.responsibilities.factories.member(…)           a person with a role

Every person has the password `PASSWORD`. What is made is written with history, in the name of the installation.
"""

from __future__ import annotations

from typing import Any

import factory

from accounts.models import Municipality, User
from foundation.history import record

PASSWORD = "exempelby-demo"


class RecordedFactory(factory.django.DjangoModelFactory):
    """Writes rows as services do: through the one door of history. `by=` names who; default the installation itself."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        by = kwargs.pop("by", None) or User.objects.system()
        return record(model_class(*args, **kwargs), by=by)


class MunicipalityFactory(RecordedFactory):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Kommun {n}")
    code = factory.Sequence(lambda n: f"{n % 9000 + 1000}")
    county = "Exempellän"
    email = factory.LazyAttribute(lambda municipality: f"kommun@{municipality.code}.example")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@exempelby.example")
    municipality = factory.SubFactory(MunicipalityFactory)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)


class KeeperFactory(UserFactory):
    """The keeper of the installation: makes municipalities, sees no content."""

    name = "Installationens ansvariga"
    municipality = None
    is_superuser = True
