"""What stands around a plan's text: officers and signers, what its levels mean, whether it lists abbreviations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import Plan
from plans.models.plan import LevelNote, Official, OfficialRole
from plans.services.texts import one_line, unified

LONGEST_NAME = 150
LONGEST_NOTE = 4000
MOST_OFFICIALS = 30
NOTES = ("description", "actors", "examples")


def write_head(
    plan: Plan,
    *,
    officials: Sequence[Official] | None,
    level_notes: Mapping[str, LevelNote] | None,
    lists_abbreviations: bool | None,
) -> None:
    """Set what is given; what is None stays as it is."""
    if officials is not None:
        plan.officials = checked_officials(officials)
    if level_notes is not None:
        plan.level_notes = checked_notes(level_notes, plan.prevention_levels)
    if lists_abbreviations is not None:
        plan.lists_abbreviations = lists_abbreviations


def checked_officials(officials: Sequence[Official]) -> list[Official]:
    """Those who are named, in order. Raises ValidationError for a name missing or too long, or an unknown role."""
    found = []
    for one in officials:
        role, name, title = str(one["role"]), one_line(one["name"]), one_line(one["title"])
        if role not in OfficialRole.values or not name:
            raise ValidationError(_("Write a name and choose officer or signer, or take the row away."))
        if max(len(name), len(title)) > LONGEST_NAME or "\x00" in name + title:
            raise ValidationError(_("A name or title has at most %(longest)d characters.") % {"longest": LONGEST_NAME})
        found.append({"role": role, "name": name, "title": title})
    if len(found) > MOST_OFFICIALS:
        raise ValidationError(_("At most %(most)d officers and signers can be named.") % {"most": MOST_OFFICIALS})
    return found


def checked_notes(notes: Mapping[str, LevelNote], levels: Sequence[str]) -> dict[str, LevelNote]:
    """What is said of the plan's own levels; a level of which nothing is said is left out."""
    found = {
        level: {key: unified(str(notes[level].get(key, ""))) for key in NOTES} for level in levels if level in notes
    }
    if any(len(text) > LONGEST_NOTE or "\x00" in text for note in found.values() for text in note.values()):
        raise ValidationError(
            _("What is said of a level has at most %(longest)d characters.") % {"longest": LONGEST_NOTE}
        )
    return {level: note for level, note in found.items() if any(note.values())}
