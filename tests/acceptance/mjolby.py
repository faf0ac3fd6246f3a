"""Mjölby's bundle taken apart: the plan's text, the missiv, the §§ and the statement, each as its source has it."""

from __future__ import annotations

from datetime import date

from tests.acceptance.documents import source

SOURCE = source("mjolby")
CODE = "0586"
NUMBER = "KS/2016:168"
TITLE = "Förslag till handlingsplan våldsbejakande extremism"
UTSKOTT = "Trygghets- och säkerhetsutskottet"
BOARDS = ["Miljönämnden", "Omsorgs- och socialnämnden", "Kultur- och fritidsnämnden", "Utbildningsnämnden"]
RECIPIENTS = [
    "Miljönämnden",
    "Utbildningsnämnden",
    "Kultur- och fritidsnämnden",
    "Omsorgs- och socialnämnden",
    "Kommunstyrelsen",
    "Akten",
]
ADDRESSES = {
    "postal_address": "Mjölby kommun, Kommunstyrelsens förvaltning, 595 80 MJÖLBY",
    "visiting_address": "Burensköldsvägen 11-13",
    "phone": "0142 - 850 00",
    "fax": "0142-851 20",
    "website": "www.mjolby.se",
    "email": "kommunstyrelsen@mjolby.se",
}
SIGNERS = [
    {"name": "Dag Segrell", "title": "Kommunchef"},
    {"name": "Morgan Lantz", "title": "Säkerhetssamordnare"},
    {"name": "Roger Max", "title": "Säkerhetssamordnare"},
]
OFFICER = "Morgan Lantz, tfn 0142-858 58"
REFERRED_ON, LETTER_ON, MISSIV_ON = date(2016, 12, 7), date(2016, 12, 6), date(2017, 2, 10)
OSF_ON = date(2017, 1, 16)
PROPOSED = "Anta kommunstyrelsens förvaltnings förslag till handlingsplan mot våldsbejakande extremism"
STATED_ON = {
    "Miljönämnden": date(2017, 1, 19),
    "Omsorgs- och socialnämnden": date(2017, 1, 31),
    "Kultur- och fritidsnämnden": date(2017, 1, 30),
    "Utbildningsnämnden": date(2017, 1, 30),
}
NUMBERS = {
    "Miljönämnden": "2016:2225",
    "Omsorgs- och socialnämnden": "OSN/2016:141",
    "Kultur- och fritidsnämnden": "KOF/2016:123",
    "Utbildningsnämnden": "UTB/2016:10",
}
PARAGRAPHS = {
    "Miljönämnden": "§ 6",
    "Kultur- och fritidsnämnden": "§ 7",
    "Omsorgs- och socialnämnden": "§ 15",
    "Utbildningsnämnden": "§ 1",
}
STANCES = {
    "Miljönämnden": "no_objection",
    "Kultur- och fritidsnämnden": "endorses_with_views",
    "Omsorgs- och socialnämnden": "partly",
    "Utbildningsnämnden": "partly",
}

WORDINGS = {
    "Miljönämnden": "Den föreslagna handlingsplanen mot våldsbejakande extremism ska kunna antas.",
    "Kultur- och fritidsnämnden": "Nämnden stödjer förslaget till handlingsplan i sin helhet.",
    "Omsorgs- och socialnämnden": "Förslaget till yttrande godkänns och tillställs kommunstyrelsen",
    "Utbildningsnämnden": "Yttrande lämnas enligt upprättat förslag.",
}
WHY_ALREADY = (  # of the missiv
    "Något som stämmer väl överens med förslaget intention att driva arbetet genom redan befintliga strukturer och "
    "samverkansgrupper."
)
VIEWPOINTS = [  # (who, what, how it was handled); of the line of reporting the bundle says nothing
    (
        "Omsorgs- och socialnämnden",
        "Det finns stora skäl att pröva att lägga ansvaret för framtagandet av en handlingsplan för våldsbejakande "
        "extremism på det snart bildade strategiska nätverket Trygg och säkerhet istället för föreslagen organisation.",
        "already",
    ),
    (
        "Omsorgs- och socialnämnden",
        "Det strategiska nätverket har sedan att rapportera till kommunens ledningsgrupp enligt strukturen för övrigt "
        "trygghets- och säkerhetsarbete.",
        "",
    ),
    (
        "Kultur- och fritidsnämnden",
        "Det ”forum” som ska ansvara för frågorna när arbetet ska organiseras mera permanent, ska inrymmas inom den "
        "nybildade organisationen för Trygghet och säkerhet.",
        "already",
    ),
    (
        "Utbildningsnämnden",
        "Ansvaret för att ta fram en handlingsplan för arbetet mot våldsbejakande extremism läggs på det strategiska "
        "nätverket Trygghet och säkerhet.",
        "already",
    ),
]
MOTION = {"person": "Ordföranden Anna Johansson", "party": "S", "text": "yrkar bifall till förvaltningens förslag."}
HEADINGS = [
    "Bakgrund",
    "Syfte och mål",
    "Nuvarande situation",
    "Åtgärder",
    "Struktur och omfattning",
    "Beaktande av barnkonventionen",
    "Källor",
]


def text() -> str:
    return SOURCE.read_text()


def between(first: str, last: str, *, within: str = "", nth: int = 1) -> str:
    """What stands after the `nth` place of `first` and before the next `last`."""
    said = within or text()
    for _place in range(nth):
        said = said.partition(first)[2]
    return said.partition(last)[0].strip()


def utskott() -> str:
    """§ 5 of the utskott."""
    return text().partition("\nHandläggare\n")[0]


def missiv() -> str:
    return between("\nHandläggare\n", "\nHandläggare\n")


def plan() -> str:
    """The proposal as it went on referral, with its heading first."""
    return "Handlingsplan våldsbejakande extremism\n\n" + between(
        "Handlingsplan våldsbejakande extremism\n\nBakgrund", "\n§ 6\n"
    ).join(("Bakgrund\n\n", ""))


def miljo() -> str:
    return between("\n§ 6\n", "\n§ 7\n")


def kof() -> str:
    return between("\n§ 7\n", "\nHandläggare\nAnders Granquist")


def osf() -> str:
    """The administration's statement; the sentence that a page break cut is one again, without the box in it."""
    said = between("\nHandläggare\nAnders Granquist", "\n§ 15\n")
    before, _box, rest = said.partition("\nYttrande\n\nDatum")
    return f"Handläggare\nAnders Granquist\n{before.rstrip()} {rest.partition('OSN/2016:141')[2].strip()}"


def osn() -> str:
    return between("\n§ 15\n", "\n§ 1**UTB")


def utb() -> str:
    return text().partition("\n§ 1**UTB")[2]


def part(within: str, heading: str, end: str) -> dict[str, str]:
    """A headed part of a §: what stands under `heading`, up to the line `end`."""
    return {"heading": heading, "text": between(heading, f"\n{end}", within=within).strip("*").strip()}


def items(within: str, heading: str, end: str) -> list[str]:
    """The lines of a list under `heading`."""
    return [line.strip().removeprefix("- ") for line in part(within, heading, end)["text"].splitlines() if line.strip()]


ROWS = {  # what the papers must hold, by the row of the inventory; each phrase stands in the source
    "002-01": [
        "§ 5",
        "KS/2016:168",
        "Förslag till handlingsplan våldsbejakande extremism",
        "Trygghets- och säkerhetsutskott",
    ],
    "002-02": ["Bakgrund", "Sammanfattning", "Beslutsunderlag", "Beslutet skickas till"],
    "002-03": [
        "Missiv",
        "2017-02-10",
        "Förslag till Kommunstyrelsens Trygghets- och säkerhetsutskott",
        "Förslag till Kommunstyrelsen",
        "Något som stämmer väl överens med förslaget intention att driva arbetet",
    ],
    "002-04": ["Dag Segrell", "Kommunchef", "Morgan Lantz", "Roger Max", "Säkerhetssamordnare"],
    "002-05": ["Morgan Lantz", "0142-858 58", "Anders Granquist", "0142 85191"],
    "002-06": [
        "595 80 MJÖLBY",
        "Burensköldsvägen 11-13",
        "0142 - 850 00",
        "0142-851 20",
        "www.mjolby.se",
        "kommunstyrelsen@mjolby.se",
    ],
    "002-07": [
        "Kommunstyrelsens Trygghets- och säkerhetsutskott tillstyrker kommunstyrelsens förvaltnings förslag till "
        "handlingsplan mot våldsbejakande extremism",
        "Anta kommunstyrelsens förvaltnings förslag till handlingsplan mot våldsbejakande extremism",
        "Något som stämmer väl överens med förslagets intention att driva arbetet genom redan befintliga strukturer",
    ],
    "002-08": RECIPIENTS,
    "002-10": [
        "utse en lokal samordnare i arbetet mot våldsbejakande extremism",
        "Värdegrundsfrågor och elevhälsan",
        "utanförskap, segregering och social problematik",
        "Brottsförebyggande Rådet (Brå), Myndigheten för samhällsskydd och beredskap (MSB) och Försvarshögskolan",
    ],
    "002-11": ["Denna handlingsplan ska kompletteras med konkreta rutiner för respektive verksamhet"],
    "002-12": [
        "Syftet med handlingsplanen mot våldsam extremism är att lyfta de strukturer och samverkansgrupper",
        "Målet är att i god tid kunna motverka radikaliserings",
    ],
    "002-13": [
        "En händelse kan vara en situation av misstänkt eller pågående radikaliserings.",
        "en familj har närstående som redan anslutit sig till en våldsbejakande organisation",
    ],
    "002-14": [
        "Aktiviteter i form av affischering och avspärningsaktioner som uppmärksammats hittills under 2016 i Mjölby",
        "endast från vit maktrörelsen",
        "inga tecken på att övriga rörelser har genomfört några aktiviteter",
    ],
    "002-15": [
        "Bilda en interimistisk arbetsgrupp med representanter från",
        "Trygg- och säkerhetsenheten (sammankallande)",
        "Social- och omsorgsförvaltningen",
        "Utbildningsförvaltningen",
        "Kultur- och fritidsförvaltningen",
        "Polis",
    ],
    "002-16": ["Inventera de strukturer och samverkansgrupper (nyckelpersoner) som finns i kommunen idag"],
    "002-17": ["Inventera utbildningsbehov hos nyckelpersoner samt övriga intressenter."],
    "002-18": ["Upparbeta rutiner för hur personal ska agera vid signaler och/eller misstanke"],
    "002-19": ["Ge förslag på hur en långsiktig samverkan med berörda aktörer inom civilsamhället samt polisen ska se"],
    "002-20": ["Kommunikation med medborgare."],
    "002-21": ["Inventera och eventuellt revidera förekommande handlingsplaner hos olika verksamheter"],
    "002-22": ["Se över uthyrningspolicy för kommunens lokaler tillsammans med berörda verksamheter."],
    "002-23": ["Saneringsarbete vid affischering och liknande."],
    "002-24": [
        "Arbetsgruppen ska kunna hantera alla situationer med våldsam extremism tills ansvariga har utsetts.",
        "Arbetsgruppen rapporterar till Trygg- och säkerhetsutskottet och sammankallas av Trygg- och säkerhetsenheten",
    ],
    "002-25": ["Trygg- och säkerhetsenheten ansvarar för att ha en dialog med polisen kring lägesbild"],
    "002-26": [
        "bör inkluderas i befintlig struktur inom respektive förvaltning",
        "rutiner vid faktiska händelser med koppling mot våldsbejakande extremism ska självklart dokumenteras",
    ],
    "002-27": [
        "Artikel 3, Barnets bästa",
        "skall barnets bästa komma i främsta rummet",
        "Artikel 36, Skydd mot annat utnyttjande",
        "Konventionsstaterna skall skydda barnet mot alla andra former av utnyttjande",
        "Barnkonventionen",
    ],
    "002-28": [
        "Trygg- och säkerhetsenheten",
        "trygghets- och säkerhetsenhet",
        "nätverket Trygghet och säkerhet",
        "nätverket Trygg och säkerhet",
    ],
    "002-29": [
        "Den generella kunskapsnivån bör höjas hos alla delaktiga aktörer lokalt.",
        "samverkan ske med aktörer på alla nivåer såväl nationellt, regionalt som lokalt",
        "Fokus bör läggas på förebyggande aktiviteter",
    ],
    "002-30": [
        "§ 6",
        "2016:2225",
        "Handlingsplan mot våldsbejakande extremism - remiss, Mjölby kommun",
        "Remiss Handlingsplan våldsbejakande extremism, KS/2016:168",
        "Skäl för beslut",
        "Miljönämnden har endast en perifer roll i detta sammanhang.",
        "Den föreslagna handlingsplanen mot våldsbejakande extremism ska kunna antas.",
        "Mjölby kommun, kommunstyrelsen",
        "Yttrande Miljönämnden daterat 2017-01-19",
    ],
    "002-31": [
        "§ 7",
        "KOF/2016:123",
        "Handlingsplan våldsbejakande extremism - svar på remiss",
        "Missiv, kultur- och fritidsförvaltningen, 2016-12-27",
        "Remiss, kommunstyrelsens förvaltning, 2016-12-07",
        "Tjänsteskrivelse, kommunstyrelsens förvaltning, 2016-12-06",
        "Nämnden stödjer förslaget till handlingsplan i sin helhet.",
        "ska inrymmas inom den nybildade organisationen för Trygghet och säkerhet",
        "Yttrande Kultur- och fritidsnämnden daterat 2017-01-30",
    ],
    "002-32": [
        "2017-01-16",
        "OSN/2016:141",
        "Synpunkter på förslaget",
        "efter kontakt med Utbildningsförvaltningen och Kultur- och fritidsförvaltningen",
        "det snart bildade strategiska nätverket Trygg och säkerhet istället för",
        "föreslagen organisation. Det strategiska nätverket får då en möjlighet till helhetsbild",
        "Pirjo Ohvo",
        "Förvaltningschef",
    ],
    "002-33": [
        "§ 15",
        "Yttrande på remiss avseende handlingsplan våldsbejakande extremism",
        "Beslut om yttrande",
        "Missiv - Yttrande på remiss handlingsplan våldsbejakande extremism, 2017-01-31",
        "Yttrande på remiss handlingsplan våldsbejakande extremism, 2017-01-16",
        "Remiss - Handlingsplan våldsbejakande extremism, 2016-12-07",
        "Handlingsplan med riktlinjer avseende våldsam extremism, 2016-12-06",
        "Anna Johansson (S)",
        "yrkar bifall till förvaltningens förslag",
        "Förslaget till yttrande godkänns och tillställs kommunstyrelsen",
    ],
    "002-34": [
        "§ 1",
        "UTB/2016:10",
        "Våldsbejakande extremism - handlingsplan",
        "Missiv, utbildningsförvaltningen, 2017-01-09",
        "Tjänsteskrivelse, utbildningsförvaltningen, 2017-01-09",
        "Remiss/Tjänsteskrivelse, kommunstyrelsens förvaltning, 2016-12-06",
        "kan ett alternativ vara att bilda en interimistisk arbetsgrupp",
        "Yttrande lämnas enligt upprättat förslag.",
    ],
    "002-35": [
        "rapportera till kommunens ledningsgrupp enligt strukturen för övrigt trygghets- och säkerhetsarbete",
        "ett uppföljningsansvar för såväl aktuell handlingsplan som för helheten",
        "klargör såväl det främjande, förebyggande som åtgärdande arbetet",
    ],
    "002-36": [
        "Den nya organisationen som föreslås ersätta Kombrå, anpassas på ett bättre sätt än tidigare till det "
        "ledningssystem som finns i kommunen.",
        "I en framtida organisation skapas nätverket Trygghet och säkerhet.",
        "ännu inte är etablerat",
    ],
}
