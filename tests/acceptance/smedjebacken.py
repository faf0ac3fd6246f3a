"""Smedjebacken's extract taken apart: two bodies, one matter, the plan in between."""

from __future__ import annotations

import re
from datetime import date

from tests.acceptance.documents import source

SOURCE = source("smedjebacken")
CODE = "2061"
NUMBER, CLASSIFICATION = "2016.119", "019"
TITLE = "Handlingsplan för våldsbejakande extremism"
COMMITTEE, BOARD = "Kommunstyrelsens arbetsutskott", "Kommunstyrelsen"
PREPARED_ON, DECIDED_ON = date(2016, 3, 29), date(2016, 4, 12)
PAGE = "10 (11)"
LEFT_OPEN = "Frågan lämnas öppen"
DECIDED = "att fastställa handlingsplan för våldsbejakande extremism."
HEADINGS = [
    "Ärendebeskrivning",
    "Ansvar",
    "Samverkan med andra aktörer",
    "Utbildning av medarbetare i Smedjebackens kommun",
    "Stöd till anhöriga",
    "Stöd till berörda verksamheter",
]
_HEAD_OF_A_PAGE = re.compile(r"(?:Kommunstyrelsen(?:s arbetsutskott)?\t\d{4}-\d\d-\d\d\t\d+|Forts\.)")


def text() -> str:
    """The source without the heads of its pages, which interrupt it."""
    return "\n".join(line for line in SOURCE.read_text().splitlines() if not _HEAD_OF_A_PAGE.fullmatch(line.strip()))


def plan() -> str:
    """The title, and what stands between it and the proposal of the committee."""
    body = text().partition(HEADINGS[0])[2].partition("Arbetsutskottets förslag")[0]
    return f"{TITLE}\n\n{HEADINGS[0]}\n{body}"


ROWS = {
    "000-01": ["Kommunstyrelsen", "2016-04-12", PAGE],
    "000-02": ["Kommunstyrelsens arbetsutskott", "2016-03-29", PAGE],
    "000-03": ["§ 55"],
    "000-04": ["§ 40"],
    "000-05": ["2016.119"],
    "000-06": ["019"],
    "000-07": ["Handlingsplan för våldsbejakande extremism"],
    "000-08": [
        "Ärendebeskrivning",
        "Våldsbejakande extremism handlar om att bejaka och bruka våld som medel för att förverkliga extrema",
    ],
    "000-09": [
        "Ansvar för att leda och samordna kommunens arbete med att förebygga våldsbejakande extremism ligger inom "
        "kommunstyrelsen."
    ],
    "000-10": ["Kommunens säkerhetschef är kontaktperson internt och externt."],
    "000-11": [
        "samverkan med andra berörda verksamheter inom kommunens organisation, andra kommuner och berörda externa "
        "aktörer, både inom den offentliga som ideella sektorn"
    ],
    "000-12": ["brotts-och skadeförebyggande rådet, ses som en resurs i arbetet."],
    "000-13": ["ingår att utbilda medarbetare som i sin yrkesroll kan komma i kontakt med företeelsen"],
    "000-14": ["nyckelpersoner ska få särskild utbildning för att kunna lämna stöd till anhöriga"],
    "000-15": [
        "Genom ökad kunskap och utbildning av berörda förvaltningar och funktioner kan fler individer fångas upp"
    ],
    "000-16": ["Extern samverkan med utbildning och information ska genomföras utifrån möjligheter och behov."],
    "000-17": ["Oroliga anhöriga eller närstående ska enkelt kunna ta del av information om stöd från kommunen."],
    "000-18": [
        "situationer som uppstår i skolmiljö, på fritidsgårdar eller i andra sammanhang",
        "stöd ges till förvaltningar och eventuellt andra aktörer",
        "se över lämpliga insatser",
    ],
    "000-19": ["Frågan lämnas öppen"],
    "000-20": ["Kommunstyrelsen beslutar", "att fastställa handlingsplan för våldsbejakande extremism."],
}
