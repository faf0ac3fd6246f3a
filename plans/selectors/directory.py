"""The units and functions of a municipality as they are today, read once."""

from __future__ import annotations

from accounts.models import Municipality
from plans.assignments import Directory
from responsibilities.models import Function, Unit


def directory_of(municipality: Municipality) -> Directory:
    """Two statements, whatever the size of the municipality. Ended units are there too: they lead to who took over."""
    functions = Function.objects.current().filter(municipality=municipality)
    return Directory(
        units=list(Unit.objects.filter(municipality=municipality).in_order()),
        function_units={str(uid): unit for uid, unit in functions.values_list("uid", "unit")},
    )
