"""The shape of what is written about municipalities and people."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.authorities import AuthoritiesField, as_line, from_line
from accounts.decision_lists import decider_line, deciders_of, way_line, way_of
from accounts.models import Municipality, User
from files.images import MEGABYTE, too_large
from files.word_template import MESSAGES, MOST_BYTES
from foundation.fields import LinesField
from foundation.forms import CreateForm, EditForm

Group = dict[str, Any]


class AccountForm(EditForm):
    """A person's own name."""

    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As your colleagues know you."))
    name.widget.attrs["autocomplete"] = "name"

    @classmethod
    def values_of(cls, row: User) -> dict[str, Any]:
        return {"version": row.version, "name": row.name}


class UserForm(AccountForm):
    """A person, as the administrator sees them."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The person logs in with the address and gets letters there.")
    )

    @classmethod
    def values_of(cls, row: User) -> dict[str, Any]:
        return {**super().values_of(row), "email": row.email}


class MunicipalityForm(EditForm):
    """What a municipality is called, how it is reached, and its logo."""

    unguarded: ClassVar[tuple[str, ...]] = ("phone", "fax")
    fact_fields: ClassVar[tuple[str, ...]] = (
        "name",
        "county",
        "administration_word",
        "postal_address",
        "visiting_address",
        "phone",
        "fax",
        "email",
        "website",
    )

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As it stands on plans, for example “Timrå kommun”.")
    )
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    administration_word = forms.CharField(
        label=_("Your word for administration"),
        max_length=50,
        help_text=_("Förvaltning, division, kontor … used on screen where administrations are spoken of."),
    )
    postal_address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    visiting_address = forms.CharField(label=_("Visiting address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=50, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=50, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    logo = forms.FileField(
        label=_("New logo"),
        required=False,
        help_text=_("PNG or JPEG, at most 1 MB. It stands on the cover of every print."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo that is there now"), required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    @classmethod
    def values_of(cls, row: Municipality) -> dict[str, Any]:
        return {"version": row.version, **{name: getattr(row, name) for name in cls.fact_fields}}

    def clean_logo(self) -> bytes | None:
        """The bytes of the file, unless they are too many to read; whether they are a picture the service tells."""
        upload = self.cleaned_data.get("logo")
        if upload and upload.size > MEGABYTE:
            raise too_large(MEGABYTE)
        return upload.read() if upload else None

    @cached_property
    def groups(self) -> list[Group]:
        contact = ("postal_address", "visiting_address", "phone", "fax", "email", "website")
        return [
            self.group(_("The municipality"), "name", "county", "administration_word"),
            self.group(_("How it is reached"), *contact),
            self.group(_("Logo"), "logo", *(["remove_logo"] if "remove_logo" in self.fields else [])),
        ]

    def group(self, title: Any, *names: str) -> Group:
        return {"title": title, "fields": [self[name] for name in names]}


class AdministratorForm(CreateForm):
    """Who is invited to administer a municipality that nobody administers yet."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("An invitation is sent here."))

    @classmethod
    def values_of(cls, row: User | None) -> dict[str, Any]:
        return {"name": row.name, "email": row.email} if row else {}


class ListsForm(EditForm):
    """The lists that new plans are made from, one item a line."""

    header_fields = LinesField(
        label=_("Header fields"), help_text=_("What stands in the box on a plan's first page. One a line."), rows=9
    )
    document_types = LinesField(label=_("Document types"), help_text=_("One a line."), rows=5)
    prevention_levels = LinesField(
        label=_("Prevention levels"),
        required=False,
        help_text=_("Which kind of prevention a measure is. One a line."),
        rows=4,
    )
    milieus = LinesField(
        label=_("Extremist milieus"), required=False, help_text=_("For the situational picture. One a line."), rows=6
    )
    districts = LinesField(
        label=_("Districts"),
        required=False,
        help_text=_("Parts of the municipality, if you use them. One a line."),
        rows=4,
    )
    standard_sections = LinesField(
        label=_("Sections that a plan should have"),
        required=False,
        help_text=_("The check of every plan tells which are missing; a heading that contains the words is enough."),
        rows=5,
    )
    abolished_authorities = AuthoritiesField(
        label=_("Abolished authorities"),
        required=False,
        help_text=_("The check of every plan finds them. One a line: name; successor; day (2018-01-01)."),
        rows=6,
    )

    @classmethod
    def values_of(cls, row: Municipality) -> dict[str, Any]:
        names = ("header_fields", "document_types", "prevention_levels", "milieus", "districts", "standard_sections")
        lines = [as_line(one) for one in row.abolished_authorities]
        return {
            "version": row.version,
            **{name: getattr(row, name) for name in names},
            "abolished_authorities": lines,
        }

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        return {**given, "abolished_authorities": [from_line(one) for one in given["abolished_authorities"]]}


class DecisionListsForm(EditForm):
    """How matters go to a decision, and what their papers are made from."""

    decision_paths = LinesField(
        label=_("Ways to a decision"),
        required=False,
        longest=500,
        help_text=_(
            "One a line: a name, a colon and the steps with semicolons between. "
            "Each step says what is done, which kind of body it is and what it is called."
        ),
        rows=6,
    )
    deciders = LinesField(
        label=_("Who decides"),
        required=False,
        longest=300,
        help_text=_("One a line: the type of document, a colon and the name of a way."),
        rows=5,
    )
    letter_headings = LinesField(
        label=_("Headings of an official letter"),
        required=False,
        longest=200,
        help_text=_("In order, one a line. What is left empty in a letter is not printed."),
        rows=8,
    )
    word_template = forms.FileField(
        label=_("New Word template"),
        required=False,
        help_text=_("A .docx or .dotx of at most 5 MB. Letters that are fetched as Word files take its looks."),
        widget=forms.FileInput(attrs={"accept": ".docx,.dotx"}),
    )
    remove_word_template = forms.BooleanField(label=_("Remove the Word template that is there now"), required=False)

    def __init__(self, *args: Any, has_template: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_template:
            del self.fields["remove_word_template"]

    @classmethod
    def values_of(cls, row: Municipality) -> dict[str, Any]:
        return {
            "version": row.version,
            "decision_paths": [way_line(one) for one in row.decision_paths],
            "deciders": [decider_line(*one) for one in row.deciders.items()],
            "letter_headings": row.letter_headings,
        }

    def clean_word_template(self) -> bytes | None:
        """The bytes of the file, unless they are too many to read; whether it is a template the service tells."""
        upload = self.cleaned_data.get("word_template")
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError(MESSAGES["too_large"])
        return upload.read() if upload else None

    def clean(self) -> dict[str, Any] | None:
        """What was written is read into ways here, so that a line that cannot be read is told at its field."""
        cleaned = super().clean()
        self.read: dict[str, Any] = {"decision_paths": [], "deciders": {}}
        readers = {"decision_paths": self.ways, "deciders": self.types}
        for name, reader in readers.items():
            try:
                self.read[name] = reader()
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def ways(self) -> list[dict[str, Any]]:
        return [way_of(line) for line in self.cleaned_data.get("decision_paths", [])]

    def types(self) -> dict[str, str]:
        names = [one["name"] for one in self.read["decision_paths"]]
        return deciders_of(self.cleaned_data.get("deciders", []), names)

    def service_arguments(self) -> dict[str, Any]:
        return {**super().service_arguments(), **self.read}


class MunicipalityCreateForm(CreateForm):
    """A new municipality and its first administrator."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For example “Timrå kommun”."))
    code = forms.CharField(
        label=_("Municipality code"),
        max_length=4,
        validators=[RegexValidator(r"\A[0-9]{4}\Z", _("Write the four digits of the code."))],
        help_text=_("Four digits, for example 2262."),
        widget=forms.TextInput(attrs={"data-narrow": "1", "inputmode": "numeric"}),
    )
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    administrator_name = forms.CharField(label=_("The administrator's name"), max_length=150)
    administrator_email = forms.EmailField(
        label=_("The administrator's e-mail"), max_length=254, help_text=_("An invitation is sent here.")
    )
