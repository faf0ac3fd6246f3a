"""The small tags that the components are made of: widgets dressed for the design, states as symbol and colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class State:
    """How one value of a state is shown: never by colour alone."""

    symbol: str
    colour: str
    label: str | Promise


STATES: dict[str, State] = {
    # fulfilment of a measure
    "not_assessed": State("○", "neutral", _("Not assessed")),
    "not_met": State("✗", "danger", _("Not met")),
    "partly": State("◐", "warning", _("Partly met")),
    "fully": State("✓", "success", _("Fully met")),
    "not_applicable": State("–", "neutral", _("Not applicable")),
    # a plan and its editions
    "draft": State("○", "neutral", _("Draft")),
    "referral": State("◐", "info", _("Referral version")),
    "proposal": State("◐", "info", _("Proposal for decision")),
    "frozen": State("●", "info", _("Frozen")),
    "adopted": State("✓", "success", _("Adopted")),
    "in_force": State("✓", "success", _("In force")),
    "coming": State("◐", "info", _("Adopted")),
    "repealed": State("–", "neutral", _("Repealed")),
    "superseded": State("–", "neutral", _("Superseded")),
    "withdrawn": State("–", "neutral", _("Removed")),
    "expired": State("▲", "warning", _("Expired")),
    # what a body decided
    "adopt": State("✓", "success", _("adopt")),
    "adopt_changed": State("✓", "success", _("adopt with change")),
    "endorse": State("●", "info", _("endorse, propose adoption")),
    "statement": State("●", "info", _("give a statement")),
    "refer": State("◐", "info", _("send on referral")),
    "remit_back": State("▲", "warning", _("remit back with reason")),
    "table": State("○", "neutral", _("table")),
    "reject": State("✗", "danger", _("reject")),
    "leave_open": State("○", "neutral", _("leave the question open")),
    "condition": State("◐", "warning", _("on condition")),
    "repeal": State("–", "neutral", _("repeal")),
    # a round, a unit's report, a row
    "planned": State("○", "neutral", _("Planned")),
    "open": State("◐", "info", _("Ongoing")),
    "closed": State("●", "neutral", _("Closed")),
    "silent": State("○", "warning", _("Has not answered")),
    "not_started": State("○", "neutral", _("Not started")),
    "started": State("◐", "info", _("Started")),
    "ready": State("●", "info", _("Ready")),
    "submitted": State("●", "info", _("Submitted")),
    "returned": State("▲", "warning", _("Returned")),
    "accepted": State("✓", "success", _("Accepted")),
    "late": State("▲", "danger", _("Late")),
    # a referral, and each that is asked
    "on_referral": State("◐", "info", _("On referral")),
    "being_sent": State("○", "neutral", _("Letter on its way")),
    "not_sent": State("▲", "danger", _("The letter has not gone out")),
    "link_waits": State("▲", "warning", _("The link has not been sent")),
    "sent": State("○", "info", _("Sent")),
    "opened": State("◐", "info", _("Opened")),
    "extended": State("◐", "info", _("More time")),
    "answered": State("✓", "success", _("Answered")),
    "no_answer": State("–", "neutral", _("Gives no answer")),
    # an answer to a referral
    "registered": State("✓", "info", _("Registered")),
    "endorses": State("✓", "success", _("Endorses")),
    "endorses_with_views": State("✓", "success", _("Endorses with viewpoints")),
    "rejects": State("✗", "danger", _("Rejects")),
    "abstains": State("–", "neutral", _("Abstains")),
    "no_objection": State("✓", "neutral", _("No objection")),
    # a viewpoint
    "unhandled": State("▲", "warning", _("Not handled")),
    "granted": State("✓", "success", _("Granted")),
    "already": State("✓", "success", _("Granted already")),
    "noted": State("●", "neutral", _("Noted")),
    "other_matter": State("–", "neutral", _("Another matter")),
    "not_granted": State("✗", "danger", _("Not granted")),
    # jobs
    "waiting": State("○", "neutral", _("In the queue")),
    "queued": State("○", "neutral", _("In the queue")),
    "running": State("◐", "info", _("Being produced")),
    "done": State("✓", "success", _("Finished")),
    "failed": State("✗", "danger", _("Failed")),
    # units, accounts
    "active": State("✓", "success", _("Active")),
    "ended": State("–", "neutral", _("Ended")),
    "inactive": State("–", "neutral", _("Inactive")),
    # how sure a reading of a pasted table is
    "certain": State("✓", "success", _("Certain")),
    "likely": State("◐", "info", _("Likely")),
    "unsure": State("▲", "warning", _("Check this")),
    "unknown": State("▲", "warning", _("Unknown")),
    "refused": State("✗", "danger", _("Cannot be read in")),
}
UNKNOWN = State("○", "neutral", "")
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
)


@register.filter
def state_symbol(value: Any) -> str:
    """The symbol of a state, the same on screen and on paper."""
    return STATES.get(str(value), UNKNOWN).symbol


@register.filter
def state_colour(value: Any) -> str:
    """The colour role of a state."""
    return STATES.get(str(value), UNKNOWN).colour


@register.filter
def state_label(value: Any) -> str:
    """The usual word of a state, for pages that have no word of their own."""
    return str(STATES[str(value)].label) if str(value) in STATES else str(value)


@register.filter
def widget_kind(field: BoundField) -> str:
    """Which pattern of `_field.html` a field is shown with."""
    if "data-rich-text" in field.field.widget.attrs:
        return "rich-text"
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "text")


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a field is several choices and so needs a fieldset with a legend."""
    return widget_kind(field) in ("radios", "checkboxes")


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of a field's hint and error, for aria-describedby."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_error"] if field.errors else ids)


def described(field: BoundField) -> dict[str, str]:
    attributes = {"aria-describedby": described_by(field)} if described_by(field) else {}
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The field's own widget with the design's class, its hint and its error tied to it."""
    kind = widget_kind(field)
    own = field.field.widget.attrs.get("class", "")
    attributes: dict[str, Any] = {"class": f"ds-input {own}".strip(), "data-kind": kind, **described(field)}
    if "placeholder" in field.field.widget.attrs:
        attributes["placeholder"] = False  # words that vanish while one types help nobody
    if kind in ("textarea", "rich-text"):
        attributes["rows"] = field.field.widget.attrs.get("rows") or 3
    elif kind == "date":
        attributes.setdefault("inputmode", "numeric")
        attributes.setdefault("autocomplete", "off")
    return field.as_widget(attrs=attributes)


@register.filter
def dressed_choice(choice: BoundWidget) -> SafeString:
    """One radio button or checkbox of a group, with the group's own attributes (htmx, say) kept."""
    attributes = {key: value for key, value in choice.data["attrs"].items() if key != "data_row"}
    choice.data["attrs"] = {**attributes, "class": "ds-input"}
    return choice.tag()


@register.filter
def initials(name: Any) -> str:
    """One or two letters in place of a logo: "Exempelby kommun" is E."""
    words = [word for word in str(name or "").split() if word.casefold() not in ("kommun", "kommuns", "stad", "region")]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def with_errors(form: forms.BaseForm) -> Iterable[BoundField]:
    """The form's visible fields that have something to mend, for the error summary."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def first_id(field: BoundField) -> str:
    """The id that a link in the error summary goes to: the first choice of a group, else the field."""
    return f"{field.auto_id}_0" if is_group(field) else str(field.auto_id)


@dataclass(frozen=True)
class Bar:
    """One bar as it is drawn: whole per mille of the width, so that no style attribute is needed."""

    label: str
    number: int
    width: int
    colour: str
    symbol: str
    url: str


@register.filter
def as_bars(rows: Iterable[dict[str, Any]]) -> list[Bar]:
    """Rows {label, number, value?, url?} as bars, each a share of them all."""
    listed = list(rows)
    total = sum(int(row["number"]) for row in listed) or 1
    return [
        Bar(
            label=str(row["label"]),
            number=int(row["number"]),
            width=round(1000 * int(row["number"]) / total),
            colour=state_colour(row["value"]) if row.get("value") else "",
            symbol=state_symbol(row["value"]) if row.get("value") else "",
            url=str(row.get("url") or ""),
        )
        for row in listed
    ]


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """The same address with another page number; filters are kept."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?sida={number}"
    query["sida"] = str(number)
    return f"?{query.urlencode()}"
