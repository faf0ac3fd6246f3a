"""Plans in the midst of their life: on referral, decided and changed since, revised, published."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.models import Plan
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
    """A plan whose second version is in force and published, and whose draft has gone on from it."""
    plan = create_plan(municipality=municipality, title="Sidornas plan som ändras", by=coordinator)
    seed_measures(plan, by=coordinator)
    section = create_section(plan=plan, heading="Syfte", body="<p>Planen skyddar folkstyret.</p>", by=coordinator)
    register_decided_edition(plan=plan, by=coordinator)
    said = {"heading": "Syfte", "reason": "Klarare ord.", "by": coordinator}
    update_section(section=section, version=1, body="<p>Planen skyddar demokratin.</p>", **said)
    current = register_decided_edition(plan=plan, by=coordinator)
    publish_edition(edition=current, by=coordinator)
    update_section(section=section, version=2, body="<p>Planen värnar demokratin.</p>", **said)
    return {**of_revised(municipality, coordinator), "changed": plan.pk, "current": current.pk}


def of_revised(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """A plan that is being revised; and one whose header says who may make small changes."""
    revised = create_plan(municipality=municipality, title="Sidornas plan under revidering", by=coordinator)
    seed_measures(revised, by=coordinator)
    register_decided_edition(plan=revised, by=coordinator)
    facts = {"reason": "Lägesbilden är ny.", "aims": "En kortare plan."}
    revision = start_revision(plan=revised, **facts, by=coordinator)
    return {"revised": revised.pk, "revision": revision.pk, "small": of_small_change(municipality, coordinator)}


def of_small_change(municipality: Municipality, coordinator: User) -> int:
    small: Plan = create_plan(municipality=municipality, title="Sidornas plan med rätt", by=coordinator)
    right = {"label": "Rätt att revidera", "state": "value", "value": "Säkerhetschefen"}
    update_plan(plan=small, version=None, title=small.title, header=[right], by=coordinator)
    section = create_section(plan=small, heading="Ansvar", body="<p>Utbildningskontoret.</p>", by=coordinator)
    register_decided_edition(plan=small, by=coordinator)
    body = "<p>Barn och utbildning.</p>"
    update_section(section=section, version=1, heading="Ansvar", body=body, reason="Nytt namn.", by=coordinator)
    return int(small.pk)
