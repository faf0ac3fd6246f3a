"""What kind of answer an indicator asks for, where its words say so plainly."""

import re

_KINDS = [
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in [
        ("count_per_period", r"^antal\b.*(?:/år|per år)\b"),
        ("count", r"^antal(?:et)?\b"),
        ("percentage", r"^andel(?:en)?\b|\bprocent\b"),
        ("report", r"\b(?:uppföljning|redovisas|presenteras)\b.* \w*(?:rapport|redovisning|bokslut)\b"),
        ("boolean", r"\bfinns\b"),
    ]
]


def indicator_kind(text: str) -> str:
    """A value of Indicator.Kind; "text" (in words) unless the indicator says otherwise."""
    return next((kind for kind, words in _KINDS if words.search(text)), "text")
