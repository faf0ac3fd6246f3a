"""Plans in the midst of their life: on referral, decided and changed since, revised, published."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.services.edition import freeze_edition, register_decided_edition
from plans.services.edition_states import refer_edition
from plans.services.plan import create_plan
from plans.services.publication import publish_edition
from plans.services.section import create_section, update_section
from vbe_portal.demo.plan import seed_measures


def of_life(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """The keys of what the pages of this part are about."""
    plan = create_plan(municipality=municipality, title="Sidornas plan på remiss", by=coordinator)
    seed_measures(plan, by=coordinator)
    referred = refer_edition(edition=freeze_edition(plan=plan, by=coordinator), by=coordinator)
    return {"referred": referred.pk, **of_changed(municipality, coordinator)}


def of_changed(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """A plan whose second version is in force, and whose draft has gone on from it."""
    plan = create_plan(municipality=municipality, title="Sidornas plan som ändras", by=coordinator)
    section = create_section(plan=plan, heading="Syfte", body="<p>Planen skyddar demokratin.</p>", by=coordinator)
    register_decided_edition(plan=plan, by=coordinator)
    seed_measures(plan, by=coordinator)
    current = register_decided_edition(plan=plan, by=coordinator)
    update_section(section=section, version=1, heading="Syfte", body="<p>Planen värnar demokratin.</p>", by=coordinator)
    publish_edition(edition=current, by=coordinator)
    return {"changed": plan.pk, "current": current.pk}
