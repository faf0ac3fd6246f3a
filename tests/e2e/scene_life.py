"""Plans in the midst of their life: on referral, decided and changed since, revised, published."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.services.edition import freeze_edition, register_decided_edition
from plans.services.edition_states import refer_edition
from plans.services.plan import create_plan, update_plan
from plans.services.publication import publish_edition
from plans.services.revision import start_revision
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
    return {
        **of_revised(municipality, coordinator),
        "changed": plan.pk,
        "current": current.pk,
    }


def of_revised(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """A plan that is being revised; and one whose header says who may make small changes."""
    revised = create_plan(municipality=municipality, title="Sidornas plan under revidering", by=coordinator)
    seed_measures(revised, by=coordinator)
    register_decided_edition(plan=revised, by=coordinator)
    facts = {"reason": "Lägesbilden är ny.", "aims": "En kortare plan."}
    revision = start_revision(plan=revised, **facts, by=coordinator)
    right = {"label": "Rätt att revidera", "state": "value", "value": "Säkerhetschefen"}
    small = create_plan(municipality=municipality, title="Sidornas plan med rätt", by=coordinator)
    known = {"title": small.title, "document_type": "", "responsible_unit": None, "registry_number": ""}
    update_plan(plan=small, version=None, **known, header=[right], prevention_levels=[], by=coordinator)
    register_decided_edition(plan=small, by=coordinator)
    seed_measures(small, by=coordinator)
    return {"revised": revised.pk, "revision": revision.pk, "small": small.pk}
