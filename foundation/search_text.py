"""A column to search in: NFC and case-folded, because SQLite knows no å ä ö and users write in every form."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q


def folded(text: str) -> str:
    """`text` as it is compared: NFC, case-folded, white space single."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class SearchTextField(models.TextField):  # type: ignore[type-arg]
    """Keeps the folded texts of other fields of the row; written at every save."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.update({"editable": False, "default": "", "blank": True})
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "default", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = folded(" ".join(str(getattr(model_instance, source) or "") for source in self.sources))
        setattr(model_instance, self.attname, text)
        return text


def containing(words: str, *, path: str = "search_text") -> Q:
    """Rows in which every word of `words` occurs, also as part of a word."""
    found = Q()
    for word in folded(words).split():
        found &= Q(**{f"{path}__contains": word})
    return found
