"""The base of every form: the identity-number guard, one service call, one submission, an honest conflict."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.differences import said_differences, word_differences
from foundation.fields import RichTextField
from foundation.history import Save, saves_since
from foundation.identity_numbers import find_identity_numbers, refuse_identity_numbers
from foundation.models import Submission
from foundation.records import StaleVersion
from foundation.rich_differences import rich_differences

if TYPE_CHECKING:
    from django.http import QueryDict


@dataclass(frozen=True)
class Difference:
    """One field that someone else wrote in the meantime."""

    label: str
    theirs: str
    mine: str
    is_rich: bool = False

    @property
    def shown(self) -> SafeString:
        """From theirs to mine, word by word."""
        if self.is_rich:
            return rich_differences(self.theirs, self.mine)
        return said_differences(word_differences(self.theirs, self.mine))


class Form(forms.Form):
    """A form that knows its service, and nothing about time or rights.

    `unguarded` names fields that are not tested for identity numbers (telephone, registry number).
    `confirm_digits` is asked for only when ten bare digits look like an identity number.
    """

    unguarded: ClassVar[tuple[str, ...]] = ()
    not_for_service: ClassVar[tuple[str, ...]] = ("confirm_digits", "submission_key")

    confirm_digits = forms.BooleanField(
        label=_("The digits are not a personal identity number"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result: Any = None
        self.conflict: list[Difference] = []
        self.has_conflict = False
        self.saves: list[Save] = []

    @property
    def is_overtaken_by_oneself(self) -> bool:
        """Whether the conflict is with nobody but the same person, in another tab."""
        return bool(self.saves) and all(one.is_own for one in self.saves)

    @property
    def status(self) -> int:
        if self.has_conflict:
            return 409
        return 422 if self.is_bound and not self.is_valid() else 200

    def texts(self) -> Iterable[tuple[str, str]]:
        """(field, text) of everything that was written and is guarded."""
        for name, value in self.cleaned_data.items():
            if name in (*self.unguarded, *self.not_for_service):
                continue
            field = self.fields.get(name)
            if isinstance(field, RichTextField):
                value = field.guarded(value)
            lines = value if isinstance(value, list | tuple) else [value]
            if lines and all(isinstance(line, str) for line in lines):
                yield name, "\n".join(lines)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, text in list(self.texts()):
            try:
                refuse_identity_numbers(text)
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if find_identity_numbers(text) and not self.cleaned_data.get("confirm_digits"):
                self.fields["confirm_digits"].widget = forms.CheckboxInput()
                self.add_error(
                    name,
                    _(
                        "Ten digits here could be a personal identity number. "
                        "Take them out, or confirm below that they are something else."
                    ),
                )
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        """What the service is given: the cleaned fields by name."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.not_for_service}

    def apply(self, service: Callable[..., Any], **kwargs: Any) -> bool:
        """Call `service` with the cleaned fields; a refusal lands at its field, a conflict in `conflict`."""
        try:
            with transaction.atomic():
                self.result = self.call(service, **kwargs)
        except ValidationError as error:
            self.add_refusal(error)
        except StaleVersion as stale:
            self.meet(stale, reader=kwargs.get("by"))
        return not self.errors and not self.has_conflict

    def call(self, service: Callable[..., Any], **kwargs: Any) -> Any:
        return service(**self.service_arguments(), **kwargs)

    def add_refusal(self, error: ValidationError) -> None:
        """A rule's refusal at the field it names, or on top when the form has no such field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """The form's initial values from a row; forms that edit say which."""
        raise NotImplementedError

    def meet(self, stale: StaleVersion, *, reader: Any) -> None:
        """Tell `reader` what someone else wrote in the meantime, who it was and when."""
        self.saves = saves_since(stale.current, self.cleaned_data.get("version") or 0, reader=reader)
        self.note_conflict(stale)

    def note_conflict(self, stale: StaleVersion) -> None:
        """Keep what was typed, show what stands there now, and let the next save win knowingly."""
        theirs = self.values_of(stale.current)
        compared = [name for name in theirs if name in self.fields and name != "version"]
        self.conflict = self.different_from(theirs)
        self.result = stale.current
        # The same text twice is no conflict. What says more than the row (a file, a plain "do it") is shown again.
        self.has_conflict = bool(self.conflict) or not compared or self.says_more_than(compared)
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("version")] = str(stale.current.version)
        self.data = data

    def differences(self, row: Any = None) -> list[Difference]:
        """What was typed beside what stands in `row`, or beside the empty form when there is none."""
        return self.different_from(self.values_of(row) if row is not None else self.empty_values())

    def empty_values(self) -> dict[str, Any]:
        silent = (*self.not_for_service, "version")
        return {name: self.get_initial_for_field(self.fields[name], name) for name in self.fields if name not in silent}

    def different_from(self, theirs: dict[str, Any]) -> list[Difference]:
        return [
            Difference(label_of(self.fields[name], name), there, here, isinstance(self.fields[name], RichTextField))
            for name, there, here in self.both_sides(theirs)
            if there != here
        ]

    def show_unfinished(self) -> None:
        """Show what was typed without saying what is wrong: nobody has sent it yet."""
        self._errors = forms.utils.ErrorDict()

    def says_more_than(self, compared: Iterable[str]) -> bool:
        silent = {*compared, *self.not_for_service, "version"}
        return any(value for name, value in self.cleaned_data.items() if name not in silent)

    def both_sides(self, theirs: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
        """(field, what stands there, what was typed), both in words."""
        for name in theirs:
            if name in self.fields and name != "version":
                choices = named_choices(self.fields[name])
                yield name, said(theirs[name], choices), said(self.typed(name), choices)

    def typed(self, name: str) -> Any:
        """What was typed in a field, cleaned where it could be."""
        return self.cleaned_data[name] if name in self.cleaned_data else self[name].value()


def label_of(field: forms.Field, name: str) -> str:
    return str(field.label or name)


def named_choices(field: forms.Field) -> dict[str, str]:
    """What each value of a field that offers choices is called on screen."""
    named: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        options = label if isinstance(label, list | tuple) else [(value, label)]
        named.update({str(one): str(words).strip() for one, words in options if str(one)})
    return named


def said(value: Any, choices: Mapping[str, str] = MappingProxyType({})) -> str:
    """A value as words, to be shown beside another."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return choices.get(str(value.pk), str(value))
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(said(one, choices) for one in value)
    return choices.get(str(value), str(value))


class EditForm(Form):
    """A form on an existing row: carries the version that its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CreateForm(Form):
    """A form that makes something: sent twice, it makes one."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=True)

    def call(self, service: Callable[..., Any], **kwargs: Any) -> Any:
        key, by = self.own_key(), kwargs["by"]
        try:
            with transaction.atomic():
                submission = Submission.objects.create(key=key, sent_by=by)
        except IntegrityError:
            return earlier_result(key, by=by)
        made = super().call(service, **kwargs)
        row = self.made_row(made)
        if row is not None:
            submission.result_model, submission.result_pk = row._meta.label, row.pk
            submission.save(update_fields=["result_model", "result_pk"])
        return made

    def made_row(self, made: Any) -> models.Model | None:
        """The row by which a second sending finds what the first one made."""
        return cast("models.Model", made)

    def own_key(self) -> uuid.UUID:
        """The key as this kind of form has it: sent with another form, it does not bring that one's result here."""
        return uuid.uuid5(self.cleaned_data["submission_key"], type(self).__qualname__)


def earlier_result(key: uuid.UUID, *, by: Any) -> Any:
    """What the first sending of the same form made, if it is still there."""
    earlier = Submission.objects.filter(key=key, sent_by=by).exclude(result_model="").first()
    rows = apps.get_model(earlier.result_model)._base_manager.filter(pk=earlier.result_pk) if earlier else None
    made = rows.first() if rows is not None else None
    if made is None:
        raise ValidationError(_("This form has been sent already. Reload the page to start again."))
    return made
