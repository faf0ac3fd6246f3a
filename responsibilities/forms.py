"""The shape of what is written about units, functions, people's roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import UNIT_ROLES, Role
from foundation.fields import LinesField
from foundation.forms import CreateForm, EditForm, Form
from responsibilities.models import Function, Membership, Unit
from responsibilities.selectors.tree import Branch

Group = dict[str, Any]
NO_BREAK = "\u00a0"


class UnitChoice(forms.TypedChoiceField):
    """A unit out of the tree, shown with its depth. Units of other municipalities are not among the choices."""

    def __init__(self, *, empty: Any, **kwargs: Any) -> None:
        self.empty = empty
        super().__init__(empty_value=None, **kwargs)

    def offer(self, branches: Iterable[Branch], *also: Unit | None) -> None:
        """Offer these units, and `also` those that stand in the row already though they are offered no more."""
        listed = list(branches)
        units = {one.unit.pk: one.unit for one in listed}
        names = [(one.unit.pk, NO_BREAK * 4 * one.depth + one.unit.name) for one in listed]
        for unit in also:
            if unit and unit.pk not in units:
                units[unit.pk] = unit
                names.append((unit.pk, unit.name))
        self.choices = [("", self.empty), *names]
        self.coerce = lambda key: units[int(key)]


def day_field(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    """A date written as 2027-03-12."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint or _("For example 2027-03-12."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"data-narrow": "1"}),
        input_formats=["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"],
    )


class UnitFields(Form):
    """A unit's own facts, in the order of thinking: what it is, where it stands, how it is reached, from when."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices, initial=Unit.Kind.OFFICE)
    parent = UnitChoice(label=_("Belongs to"), required=False, empty=_("Nothing: it stands at the top"))
    abbreviation = forms.CharField(
        label=_("Abbreviation"), max_length=30, required=False, widget=forms.TextInput(attrs={"data-narrow": "1"})
    )
    aliases = LinesField(
        label=_("Other names"),
        required=False,
        longest=200,
        most=30,
        rows=3,
        help_text=_("What the unit is also called in plans and tables, so that it is recognised. One a line."),
    )
    mailbox = forms.EmailField(label=_("Function mailbox"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    status = forms.ChoiceField(  # type: ignore[assignment]  # the field; `form.status` stays the answer's number
        label=_("Status"), choices=Unit.Status.choices[:2], initial=Unit.Status.ACTIVE
    )
    valid_from = day_field(_("Valid from"))

    GROUPS: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("The unit"), ("name", "kind", "parent", "abbreviation", "aliases")),
        (_("How it is reached"), ("mailbox", "address")),
        (_("In time"), ("status", "valid_from")),
    )

    def __init__(self, *args: Any, units: Sequence[Branch], unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(units, unit.parent if unit else None)
        if unit and unit.status == Unit.Status.ENDED:
            status: Any = self.fields["status"]
            status.choices = Unit.Status.choices

    @cached_property
    def groups(self) -> list[Group]:
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]


class UnitCreateForm(UnitFields, CreateForm):
    """A new unit."""


class UnitForm(UnitFields, EditForm):
    """A unit that stands."""

    @classmethod
    def values_of(cls, row: Unit) -> dict[str, Any]:
        names = ("name", "kind", "abbreviation", "aliases", "mailbox", "address", "status", "valid_from")
        return {"version": row.version, "parent": row.parent_id, **{name: getattr(row, name) for name in names}}


class UnitEndForm(EditForm):
    """When a unit ends, or an end in words."""

    valid_until = day_field(
        _("Last day"), hint=_("For example 2027-12-31. Leave it empty if the unit has ended already.")
    )
    end_wording = forms.CharField(
        label=_("The end in words"),
        max_length=200,
        required=False,
        help_text=_("For example “tills ansvariga har utsetts”."),
    )

    @classmethod
    def values_of(cls, row: Unit) -> dict[str, Any]:
        return {"version": row.version, "valid_until": row.valid_until, "end_wording": row.end_wording}


class UnitMergeForm(EditForm):
    """Who takes over, and when."""

    successor = UnitChoice(label=_("Taken over by"), empty=_("Choose a unit"))
    valid_until = day_field(_("Last day of the old unit"), required=True)

    def __init__(self, *args: Any, units: Sequence[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor: Any = self.fields["successor"]
        successor.offer(units)

    @classmethod
    def values_of(cls, row: Unit) -> dict[str, Any]:
        return {"version": row.version}


class ConfirmForm(EditForm):
    """Nothing but the version that was seen."""

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        return {"version": row.version}


class FunctionFields(Form):
    """A function, and who holds it."""

    unguarded: ClassVar[tuple[str, ...]] = ("holder_phone",)

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example säkerhetschef or webbredaktör."))
    unit = UnitChoice(label=_("Unit"), required=False, empty=_("None: it serves the whole municipality"))
    aliases = LinesField(
        label=_("Other names"), required=False, longest=200, most=30, rows=3, help_text=_("One a line.")
    )
    holder_name = forms.CharField(
        label=_("Current holder"), max_length=150, required=False, help_text=_("The holder needs no account.")
    )
    holder_phone = forms.CharField(label=_("Telephone"), max_length=50, required=False)
    holder_email = forms.EmailField(label=_("E-mail"), required=False)
    holder_from = day_field(_("From"))
    holder_until = day_field(_("Until"))

    def __init__(self, *args: Any, units: Sequence[Branch], function: Function | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units, function.unit if function else None)

    @cached_property
    def groups(self) -> list[Group]:
        holder = ("holder_name", "holder_phone", "holder_email", "holder_from", "holder_until")
        return [
            {"title": _("The function"), "fields": [self["title"], self["unit"], self["aliases"]]},
            {"title": _("Who holds it"), "fields": [self[name] for name in holder]},
        ]


class FunctionCreateForm(FunctionFields, CreateForm):
    """A new function."""


class FunctionForm(FunctionFields, EditForm):
    """A function that stands."""

    @classmethod
    def values_of(cls, row: Function) -> dict[str, Any]:
        names = ("title", "aliases", "holder_name", "holder_phone", "holder_email", "holder_from", "holder_until")
        return {"version": row.version, "unit": row.unit_id, **{name: getattr(row, name) for name in names}}


def role_choices() -> list[Any]:
    """The roles as two groups: in a unit, and in the whole municipality."""
    whole = [(role.value, role.label) for role in Role if role not in UNIT_ROLES]
    in_unit = [(role.value, role.label) for role in UNIT_ROLES]
    return [("", _("Choose a role")), (_("In the whole municipality"), whole), (_("In a unit"), in_unit)]


class RoleFields(CreateForm):
    """A role, in a unit when it is of that kind, and for how long."""

    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    unit = UnitChoice(
        label=_("Unit"),
        required=False,
        empty=_("No unit"),
        help_text=_("Only for reporter, manager, secretary and member of a body."),
    )
    valid_from = day_field(_("From"), hint=_("Empty: from now."))
    valid_until = day_field(_("Until"), hint=_("Empty: until further notice. The last day counts."))

    def __init__(self, *args: Any, units: Sequence[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units)


class PersonCreateForm(RoleFields):
    """A new account with its first role."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The person logs in with the address. The invitation is sent there."),
    )
    field_order = ["name", "email", "role", "unit", "valid_from", "valid_until"]


class MembershipCreateForm(RoleFields):
    """A role for somebody who has an account."""

    user = forms.TypedChoiceField(label=_("Person"), empty_value=None)
    field_order = ["user", "role", "unit", "valid_from", "valid_until"]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {person.pk: person for person in people}
        user: Any = self.fields["user"]
        user.choices = [("", _("Choose a person")), *((key, f"{one.name} ({one.email})") for key, one in known.items())]
        user.coerce = lambda key: known[int(key)]


class MembershipForm(EditForm):
    """For how long a role is held."""

    valid_from = day_field(_("From"), hint=_("Empty: from now."))
    valid_until = day_field(_("Until"), hint=_("Empty: until further notice. The last day counts."))

    @classmethod
    def values_of(cls, row: Membership) -> dict[str, Any]:
        return {"version": row.version, "valid_from": row.valid_from, "valid_until": row.valid_until}
