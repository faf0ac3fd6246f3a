"""Plans in the midst of their life: on referral, decided and changed since, revised, published."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.services.edition import freeze_edition
from plans.services.edition_states import refer_edition
from plans.services.plan import create_plan
from vbe_portal.demo.plan import seed_measures


def of_life(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """The keys of what the pages of this part are about."""
    plan = create_plan(municipality=municipality, title="Sidornas plan på remiss", by=coordinator)
    seed_measures(plan, by=coordinator)
    referred = refer_edition(edition=freeze_edition(plan=plan, by=coordinator), by=coordinator)
    return {"referred": referred.pk}
