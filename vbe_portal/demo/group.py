"""The demo's working group: somebody who helps with the writing, what they say beside the text, and an approver."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Role
from plans.models import Plan
from plans.services.approval import ask_approval
from plans.services.comment import answer_comment, resolve_comment, write_comment
from plans.services.grant import share_plan
from vbe_portal.demo.plan import holder


def seed_group(plan: Plan) -> None:
    """A co-author from the same committee, two threads about marked words, and the draft laid before the approver."""
    coordinator, helper = holder(plan.municipality, Role.COORDINATOR), holder(plan.municipality, Role.EMPLOYEE)
    share_plan(plan=plan, email=helper.email, permission="change_plan", is_confirmed=True, by=coordinator)
    purpose = plan.sections.current().earliest("pk")
    talk_about_words(plan, by=coordinator, helper=helper)
    done = write_comment(plan=plan, section=purpose, text="Jag har kortat stycket om föreningslivet.", by=helper)
    resolve_comment(comment=done, by=coordinator)
    ask_approval(
        plan=plan,
        approver=holder(plan.municipality, Role.APPROVER),
        question="Läs särskilt syftet: är det tydligt vem riktlinjerna gäller? Jag behöver svar före månadens slut.",
        by=coordinator,
    )


def talk_about_words(plan: Plan, *, by: User, helper: User) -> None:
    purpose = plan.sections.current().earliest("pk")
    asked = write_comment(
        plan=plan,
        section=purpose,
        quote="den som hotar andra till tystnad",
        text=f"@{by} Behöver vi säga hur vi avgör det, eller räcker det med kommunens ordningsregler?",
        by=helper,
    )
    answer_comment(comment=asked, text="Jag frågar juristen och skriver en mening till.", by=by)
