"""A matter as values, of a made-up municipality, on the pattern of a real one: letter, plan, bodies that answer."""

from __future__ import annotations

from typing import Any

from tests.reports.values import MUNICIPALITY, uid

Values = dict[str, Any]

BACKGROUND = (
    "Regeringens samordnare har föreslagit att kommunerna utser en lokal samordnare. Våldsbejakande extremism är ett "
    "samlingsbegrepp för rörelser, ideologier eller miljöer som inte accepterar en demokratisk samhällsordning."
)
MATTER_HEAD = {
    "title": "Handlingsplan mot våldsbejakande extremism",
    "registry_number": "KS/2026:168",
    "classification_code": "019",
    "officer": "Anna Ek, 0990-123 58",
    "body": "Kommunstyrelsen",
}


def node(name: str) -> Values:
    return {"uid": uid(name), "classification": "open"}


def document(title: str = "Förslag till handlingsplan", **fields: Any) -> Values:
    return {
        **node(title),
        "document_kind": "cover_letter",
        "title": title,
        "dated_on": "2027-02-10",
        "arrived_on": None,
        "registry_number": "KS/2026:168",
        "document_number": "",
        "sender": "Kommunstyrelsens förvaltning",
        "addressee": "Kommunstyrelsen",
        "officer": "",
        "sections": [
            {"heading": "Bakgrund", "text": BACKGROUND},
            {"heading": "Ekonomiska konsekvenser", "text": "Ryms inom ram.\n\n- utbildning\n- rutiner"},
            {"heading": "Prövning av barnets bästa", "text": "Barnets bästa har beaktats."},
            {"heading": "Förslag till Trygghetsutskottet", "text": "Trygghetsutskottet tillstyrker förslaget."},
            {"heading": "Förslag till Kommunstyrelsen", "text": "Anta förslaget till handlingsplan."},
        ],
        "basis": ["Förslag till handlingsplan", "Yttrande Miljönämnden, 2027-01-19"],
        "recipients": ["Miljönämnden", "Utbildningsnämnden", "Akten"],
        "signers": [
            {"name": "Dag Sehl", "title": "Kommunchef"},
            {"name": "Anna Ek", "title": "Säkerhetssamordnare"},
            {"name": "Roger Malm", "title": "Säkerhetssamordnare"},
        ],
        "file": None,
        **fields,
    }


def letter(**fields: Any) -> Values:
    return {**document(**fields), "matter": MATTER_HEAD, "municipality": MUNICIPALITY}


def decision(body: str = "Miljönämnden", paragraph: str = "6", **fields: Any) -> Values:
    return {
        **node(f"{body} {paragraph}"),
        "body": body,
        "decided_on": "2027-01-19",
        "outcome": "statement",
        "paragraph": f"§ {paragraph}",
        "page": "12",
        "registry_number": "2026:2225",
        "heading": "Handlingsplan mot våldsbejakande extremism – remiss",
        "proposal": "",
        "wording": "Den föreslagna handlingsplanen ska kunna antas.",
        "amendment": "",
        "order_of_propositions": "",
        "reservations": "",
        "is_adjusted_at_once": False,
        "is_delegated": False,
        "delegation": "",
        "sections": [
            {"heading": "Sammanfattning", "text": "Enheten för trygghet har tagit fram ett förslag."},
            {"heading": "Skäl för beslut", "text": "Allt arbete mot våldsbejakande extremism är värdefullt."},
        ],
        "points": [],
        "motions": [{"person": "Anna Holm", "party": "S", "text": "yrkar bifall till förslaget"}],
        "basis": ["Remiss Handlingsplan våldsbejakande extremism, KS/2026:168"],
        "meeting": None,
        "edition": None,
        "dispatches": [
            {**node("dispatch 1"), "recipient": "Kommunstyrelsen", "is_file": False, "sent_on": None, "sent_how": ""},
            {**node("dispatch 2"), "recipient": "Akten", "is_file": True, "sent_on": None, "sent_how": ""},
        ],
        "file": None,
        **fields,
    }


def whole_decision(**fields: Any) -> Values:
    return {**decision(**fields), "matter": MATTER_HEAD, "municipality": MUNICIPALITY}


def viewpoint(text: str, handling: str = "", reason: str = "", **fields: Any) -> Values:
    return {
        **node(text),
        "place_uid": None,
        "change_uid": None,
        "text": text,
        "place_name": "",
        "handling": handling,
        "reason": reason,
        "change_name": "",
        **fields,
    }


def statement(body: str, stance: str = "endorses", **fields: Any) -> Values:
    return {
        **node(f"statement {body}"),
        "answered_by": body,
        "stance": stance,
        "text": "",
        "dated_on": "2027-01-16",
        "received_on": "2027-01-20",
        "registry_number": "",
        "signer": "Pia Orre",
        "signer_title": "Förvaltningschef",
        "document": None,
        "decision": None,
        "viewpoints": [],
        **fields,
    }


def recipient(body: str, answer: Values | None = None, **fields: Any) -> Values:
    return {
        **node(f"recipient {body}"),
        "name": body,
        "unit_uid": uid(body),
        "registry_number": "OSN/2026:141",
        "sent_on": "2026-12-07",
        "extended_to": None,
        "gives_no_answer": False,
        "statement": answer,
        **fields,
    }


def referral(*recipients: Values, **fields: Any) -> Values:
    return {
        **node("referral"),
        "edition": {
            **node("edition"),
            "number": 1,
            "title": MATTER_HEAD["title"],
            "state": "referral",
            "sha256": "a" * 64,
        },
        "question": "Vad anser nämnden om förslaget?",
        "answer_by": "2027-01-31",
        "decided_wording": "",
        "decision": None,
        "letter": None,
        "summary": "",
        "state": "open",
        "recipients": list(recipients),
        "matter": MATTER_HEAD,
        "municipality": MUNICIPALITY,
        **fields,
    }


def matter(**fields: Any) -> Values:
    network = viewpoint(
        "Arbetet ska ligga hos nätverket Trygghet och säkerhet.",
        "already",
        "Förslaget utgår från befintliga strukturer.",
        place_name="Struktur och omfattning",
    )
    return {
        **node("matter"),
        "schema": 2,
        "kind": "matter",
        **MATTER_HEAD,
        "municipality": MUNICIPALITY,
        "steps": [
            {**node("step 1"), "kind": "preparation", "body": "Trygghetsutskottet"},
            {**node("step 2"), "kind": "decision", "body": "Kommunstyrelsen"},
        ],
        "documents": [document()],
        "referrals": [
            referral(
                recipient("Miljönämnden", statement("Miljönämnden", decision=decision()), registry_number="2026:2225"),
                recipient(
                    "Omsorgs- och socialnämnden",
                    statement(
                        "Omsorgs- och socialnämnden",
                        "partly",
                        text=f"{BACKGROUND}\n\nNätverket bör ansvara.",
                        viewpoints=[network, viewpoint("Kommunens ledningsgrupp ska följa upp planen.")],
                        decision=decision("Omsorgs- och socialnämnden", "15", points=[{"text": "Yttrandet godkänns"}]),
                    ),
                ),
                recipient("Utbildningsnämnden"),
            )
        ],
        "decisions": [decision("Trygghetsutskottet", "5", outcome="endorse", decided_on=None, motions=[])],
        **fields,
    }
