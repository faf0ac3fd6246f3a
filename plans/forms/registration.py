"""The form in which the registrar notes that something stands in the register."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from foundation.forms import EditForm
from plans.forms.edition import date_field, registry_field, short_field
from plans.models import RegistrationItem


class RegistrationForm(EditForm):
    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "document_number")

    arrived_on = date_field(
        label=_("Day of arrival"), help_text=_("The day on which it came to the authority or was drawn up there.")
    )
    registry_number = registry_field()
    document_number = short_field(_("Document number"), _("The number of the document in the matter."), 50)

    @classmethod
    def values_of(cls, row: RegistrationItem) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "arrived_on", "registry_number", "document_number")}

    @classmethod
    def first_values(cls, row: RegistrationItem) -> dict[str, Any]:
        """The day it happened and the matter's own number are proposed."""
        number = row.registry_number or (row.matter.registry_number if row.matter else "")
        return {**cls.values_of(row), "arrived_on": row.arrived_on or row.occurred_on, "registry_number": number}
