"""The accounts of the demo: one for each role, all with the same password. Shown on the demo's login page only."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.roles import Role

DEMO_PASSWORD = "exempelby-demo"


@dataclass(frozen=True)
class DemoAccount:
    """Who logs in, as what, and what there is to try. `unit` is the unit that the role is held in."""

    email: str
    name: str
    role: Role
    does: str
    unit: str = ""
    keeps_installation: bool = False


DEMO_ACCOUNTS = (
    DemoAccount(
        "samordnare@exempelby.example", "Anna Ek", Role.COORDINATOR, "skriver planen, öppnar uppföljningen, granskar"
    ),
    DemoAccount(
        "godkannare@exempelby.example", "Bertil Strand", Role.APPROVER, "läser utkastet innan det lämnas vidare"
    ),
    DemoAccount(
        "rapportor@exempelby.example",
        "Carin Holm",
        Role.REPORTER,
        "redovisar Socialförvaltningens åtgärder",
        "Socialförvaltningen",
    ),
    DemoAccount(
        "chef@exempelby.example",
        "David Lind",
        Role.MANAGER,
        "lämnar in förvaltningens redovisning",
        "Socialförvaltningen",
    ),
    DemoAccount(
        "sekreterare@exempelby.example",
        "Eva Norén",
        Role.SECRETARY,
        "registrerar beslut och skriver ut handlingar",
        "Kommunstyrelsen",
    ),
    DemoAccount(
        "ledamot@exempelby.example", "Farid Amini", Role.MEMBER, "läser och skriver ut inför beslut", "Kommunstyrelsen"
    ),
    DemoAccount("registrator@exempelby.example", "Gun Berg", Role.REGISTRAR, "hämtar versioner att diarieföra"),
    DemoAccount("polis@exempelby.example", "Henrik Sjö", Role.POLICE, "ser det som delas med polisen (inget ännu)"),
    DemoAccount("lansstyrelsen@exempelby.example", "Ida Fors", Role.COUNTY, "ser det som delas med länet (inget ännu)"),
    DemoAccount("revisor@exempelby.example", "Jonas Wik", Role.AUDITOR, "granskar planer och uppföljning"),
    DemoAccount(
        "admin@exempelby.example",
        "Karin Öberg",
        Role.ADMINISTRATOR,
        "sköter kommuner, enheter, konton och roller",
        keeps_installation=True,
    ),
    DemoAccount("medarbetare@exempelby.example", "Lars Dahl", Role.EMPLOYEE, "läser gällande planer"),
    DemoAccount("samordnare@granneby.example", "Maja Ståhl", Role.COORDINATOR, "samordnare i grannkommunen"),
    DemoAccount(
        "rapportor@granneby.example", "Nils Frisk", Role.REPORTER, "rapportör i grannkommunen", "Omsorgsförvaltningen"
    ),
)
