"""Rows of several models in one statement: one answer of the database, and so all of them as they stood at one moment.

A tree of many small tables is otherwise read in as many statements, between which somebody may have written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from foundation.search_text import SearchTextField

WHICH = "which_of_them"


def read_together(*queries: models.QuerySet[Any]) -> list[list[Any]]:
    """The rows of each query, in no order; what is only for searching in them is not read.

    Every query becomes a branch of one UNION ALL. Its columns are put beside columns of the same type in the others,
    and where a branch has none of a type left it is empty.
    """
    placed = [dict(places(query.model)) for query in queries]
    columns = {name: field for one in placed for name, (field, _attname) in one.items()}
    names = [WHICH, *columns]
    branches = [
        query.order_by()
        .annotate(**{WHICH: models.Value(which, output_field=models.IntegerField())}, **expressions(one, columns))
        .values_list(*names)
        for which, (query, one) in enumerate(zip(queries, placed, strict=True))
    ]
    found: list[list[Any]] = [[] for _query in queries]
    chosen = [([names.index(name) for name in one], [attname for _field, attname in one.values()]) for one in placed]
    for row in branches[0].union(*branches[1:], all=True):
        model, (indexes, attnames) = queries[row[0]].model, chosen[row[0]]
        found[row[0]].append(model.from_db(queries[row[0]].db, attnames, [row[index] for index in indexes]))
    return found


def places(model: type[models.Model]) -> Iterator[tuple[str, tuple[models.Field[Any, Any], str]]]:
    """Each column of a model with the name it has in the statement: its type, and which of that type it is."""
    used: Counter[str] = Counter()
    for field in model._meta.concrete_fields:
        if isinstance(field, SearchTextField):
            continue
        shared = type_of(field)
        kind = shared.get_internal_type().lower()
        yield f"{kind}_column_{used[kind]}", (shared, field.attname)
        used[kind] += 1


def type_of(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The type that columns share: a key is its number, a short text is a text."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for kinds, shared in SHARED:
        if isinstance(field, kinds):
            found: models.Field[Any, Any] = shared()
            return found
    raise TypeError(f"no place for {field} in a statement of several models")


SHARED: Sequence[tuple[Any, Any]] = (
    (models.BooleanField, models.BooleanField),
    (models.IntegerField, models.BigIntegerField),
    ((models.CharField, models.TextField), models.TextField),
    (models.UUIDField, models.UUIDField),
    (models.JSONField, models.JSONField),
    (models.DateTimeField, models.DateTimeField),
    (models.DateField, models.DateField),
)


def expressions(
    own: dict[str, tuple[models.Field[Any, Any], str]], columns: dict[str, models.Field[Any, Any]]
) -> dict[str, Any]:
    """What a branch says in each column of the statement."""
    said = ((name, models.ExpressionWrapper(models.F(attname), field)) for name, (field, attname) in own.items())
    empty = ((name, Cast(models.Value(None), field)) for name, field in columns.items() if name not in own)
    return dict(chain(said, empty))
