"""The demo's municipalities, units, functions and accounts."""

from __future__ import annotations

from pathlib import Path

from accounts.models import Municipality, User
from accounts.services import create_municipality, create_user, update_municipality
from responsibilities.models import Unit
from responsibilities.services.functions import create_function
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from vbe_portal.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount

Kind = Unit.Kind
Tree = tuple[tuple[str, str, str, str], ...]

EXEMPELBY: Tree = (  # name, abbreviation, kind, what it belongs to
    ("Kommunfullmäktige", "KF", Kind.COUNCIL, ""),
    ("Kommunstyrelsen", "KS", Kind.BOARD, "Kommunfullmäktige"),
    ("Kommunstyrelsens arbetsutskott", "KSAU", Kind.COMMITTEE, "Kommunstyrelsen"),
    ("Kommunledningskontoret", "KLK", Kind.OFFICE, "Kommunstyrelsen"),
    ("Kommunikationsenheten", "", Kind.OFFICE, "Kommunledningskontoret"),
    ("Trygghetsrådet", "TR", Kind.ADVISORY, "Kommunstyrelsen"),
    ("Socialnämnden", "SN", Kind.BOARD, "Kommunfullmäktige"),
    ("Socialförvaltningen", "SF", Kind.ADMINISTRATION, "Socialnämnden"),
    ("Utbildningsnämnden", "UN", Kind.BOARD, "Kommunfullmäktige"),
    ("Utbildningsförvaltningen", "UF", Kind.ADMINISTRATION, "Utbildningsnämnden"),
    ("Kultur- och fritidsnämnden", "KFN", Kind.BOARD, "Kommunfullmäktige"),
    ("Kultur- och fritidsförvaltningen", "KOF", Kind.ADMINISTRATION, "Kultur- och fritidsnämnden"),
    ("Biblioteket", "", Kind.OFFICE, "Kultur- och fritidsförvaltningen"),
    ("Samhällsbyggnadsnämnden", "SBN", Kind.BOARD, "Kommunfullmäktige"),
    ("Samhällsbyggnadsförvaltningen", "SBF", Kind.ADMINISTRATION, "Samhällsbyggnadsnämnden"),
    ("Exempelbyhus AB", "", Kind.COMPANY, "Kommunfullmäktige"),
    ("Polisen, lokalpolisområde Exempelby", "", Kind.EXTERNAL, ""),
    ("Exempelby föreningsråd", "", Kind.EXTERNAL, ""),
    ("Byalaget i Norra Exempelby", "", Kind.EXTERNAL, ""),
)
GRANNEBY: Tree = (
    ("Kommunstyrelsen", "KS", Kind.BOARD, ""),
    ("Omsorgsnämnden", "ON", Kind.BOARD, ""),
    ("Omsorgsförvaltningen", "OF", Kind.ADMINISTRATION, "Omsorgsnämnden"),
)


def seed_municipality(name: str, *, code: str, tree: Tree, by: User) -> Municipality:
    """A municipality with its units and the accounts whose addresses bear its name."""
    municipality = introduce(create_municipality(name=f"{name} kommun", code=code, county="Exempellän", by=by), by=by)
    units: dict[str, Unit] = {}
    for unit, abbreviation, kind, parent in tree:
        units[unit] = create_unit(
            municipality=municipality, name=unit, abbreviation=abbreviation, kind=kind, parent=units.get(parent), by=by
        )
    domain = f"@{name.lower()}.example"
    for account in DEMO_ACCOUNTS:
        if account.email.endswith(domain):
            seed_account(account, municipality, units.get(account.unit), by=by)
    return municipality


def introduce(municipality: Municipality, *, by: User) -> Municipality:
    """How the municipality is reached, and its arms if it has any."""
    name = municipality.name.split()[0].lower()
    arms = Path(__file__).with_name(f"{name}.png")
    return update_municipality(
        municipality=municipality,
        version=municipality.version,
        logo=arms.read_bytes() if arms.exists() else None,
        by=by,
        postal_address=f"{name.capitalize()} kommun, 999 01 {name.capitalize()}",
        phone="0999-100 00",
        email=f"kommunen@{name}.example",
        website=f"www.{name}.example",
    )


def seed_account(account: DemoAccount, municipality: Municipality, unit: Unit | None, *, by: User) -> None:
    """One person with one role. The administrator also keeps the installation: there is nobody else in a demo."""
    person = create_user(
        municipality=municipality,
        email=account.email,
        name=account.name,
        password=DEMO_PASSWORD,
        is_superuser=account.keeps_installation,
        by=by,
    )
    give_role(user=person, municipality=municipality, role=account.role, unit=unit, by=by)


def seed_functions(municipality: Municipality, *, by: User) -> None:
    """The post that the plan names; it is held by somebody without an account."""
    create_function(
        municipality=municipality,
        title="Trygghetssamordnare",
        unit=unit_called("Kommunledningskontoret", municipality),
        holder_name="Anna Ek",
        holder_phone="0123-45 67 89",
        by=by,
    )


def unit_called(name: str, municipality: Municipality) -> Unit:
    found: Unit = Unit.objects.current().get(municipality=municipality, name=name)
    return found
