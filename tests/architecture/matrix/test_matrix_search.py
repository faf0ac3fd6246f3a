"""The search finds for each what they may see: never a hit, a count or a word of anything else."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.roles import Role
from plans.selectors.search import Found, Question, found_for
from tests.architecture.matrix.rows import ADOPTED, DRAFTS, READERS_OF_SUBMITTED, SOCIAL
from tests.architecture.matrix.world import GUEST, KEEPER, READERS, World

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

EVERYONE = [*Role, KEEPER, GUEST]
SEARCHED = {
    "DRAFT-heading": DRAFTS,
    "ADOPTED-heading": ADOPTED,
    "SOC-result": SOCIAL,
    "BUN-result": READERS_OF_SUBMITTED,
    "MATTER-officer": READERS["MATTER"],
    "MATTER-sender": READERS["MATTER"],
    "DECISION-wording": READERS["DECISION"],
    "REMISS-question": READERS["REMISS"],
    "SOCSVAR-text": READERS["SOCSVAR"],
    "YTTRANDE-text": READERS["YTTRANDE"],
}


def found_as(world: World, who: Role | str, words: str) -> Found:
    return found_for(User.objects.get(pk=world.people[who].pk), Question(words))


@pytest.mark.parametrize("canary", SEARCHED)
@pytest.mark.parametrize("who", EVERYONE, ids=str)
def test_a_canary_is_found_by_its_readers_and_counted_for_nobody_else(
    worlds: tuple[World, World], who: Role | str, canary: str
) -> None:
    own, other = worlds
    found = found_as(own, who, f'"{own.canary(canary)}"')
    assert (found.total > 0) == (who in SEARCHED[canary])
    assert found_as(own, who, other.canary(canary)).total == 0


def test_words_are_quoted_in_the_addresses_of_the_page(worlds: tuple[World, World], client) -> None:
    client.force_login(worlds[0].people[Role.COORDINATOR])
    page = client.get("/sok/", {"q": 'KAN "DRAFT"'}).content.decode()
    assert "?q=KAN%20%22DRAFT%22" in page
