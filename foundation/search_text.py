"""A column to search in: NFC and case-folded, because SQLite knows no å ä ö and users write in every form."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q

from foundation.rich_text import plain


def folded(text: str) -> str:
    """`text` as it is compared: NFC, case-folded, white space single."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def words_of(value: Any) -> str:
    """A text, or every text in a list or mapping."""
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(words_of, value)) if isinstance(value, list) else str(value or "")


class SearchTextField(models.TextField):  # type: ignore[type-arg]
    """Keeps the folded texts of other fields of the row, those of `rich` ones without tags; written at every save."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), rich: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources, self.rich = tuple(sources), tuple(rich)
        kwargs.update({"editable": False, "default": "", "blank": True})
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "default", "blank"):
            kwargs.pop(fixed, None)
        rich = {"rich": self.rich} if self.rich else {}
        return name, path, args, {**kwargs, "sources": self.sources, **rich}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = {source: words_of(getattr(model_instance, source)) for source in (*self.sources, *self.rich)}
        text = folded(" ".join(plain(said) if source in self.rich else said for source, said in texts.items()))
        setattr(model_instance, self.attname, text)
        return text


def containing(words: str, *, path: str = "search_text") -> Q:
    """Rows in which every word of `words` occurs, also as part of a word."""
    found = Q()
    for word in folded(words).split():
        found &= Q(**{f"{path}__contains": word})
    return found
