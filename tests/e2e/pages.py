"""Every address that draws a page, and as whom there is most to see on it; and why the others draw none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.e2e.scene import MANY_ROLES, Scene

COORDINATOR, ADMINISTRATOR, REPORTER = "samordnare", "admin", "rapportor"
Place = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Sight:
    """A page as somebody meets it. `who` None is a stranger."""

    route: str
    who: str | None
    place: Place
    query: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.route}{self.query}-{(self.who or 'stranger').split('@')[0]}"


def see(route: str, who: str | None = COORDINATOR, of: str = "", query: str = "", **fixed: Any) -> Sight:
    """A page; `of` names the row of the scene that its address is about."""
    return Sight(route, who, lambda scene: ({"pk": scene[of]} if of else {}) | fixed, query)


def from_letter(scene: Scene) -> dict[str, Any]:
    return {"uidb36": scene["uid"], "key": scene["key"]}


def version_of(name: str) -> Place:
    """The first version of a row of the scene."""
    return lambda scene: {"pk": scene[name], "history_pk": scene[f"{name}_version"]}


GATE = [
    see("account_login", None),
    see("account_inactive", None),
    see("account_reset_password", None),
    see("account_reset_password_done", None),
    see("account_reset_password_from_key_done", None),
    Sight("account_reset_password_from_key", None, from_letter),
    see("account_reset_password_from_key", None, uidb36="1", key="gammal-nyckel"),
]
ONESELF = [
    see("start"),
    see("start", REPORTER),
    see("start", "ledamot"),
    see("start", "godkannare"),
    see("start", "polis"),
    see("start", ADMINISTRATOR),
    see("start", MANY_ROLES),
    see("search", query="?q=oro"),
    see("search", query="?q=finnsinte"),
    see("accounts:account", MANY_ROLES),
    see("accounts:account_update"),
    see("account_logout"),
    see("account_change_password"),
    see("account_reauthenticate"),
    see("notifications:notice_list"),
    see("notifications:notice_list", "lansstyrelsen"),
]
REGISTER = [
    see("responsibilities:unit_list"),
    see("responsibilities:unit_list", query="?q=bibl"),
    see("responsibilities:unit_detail", COORDINATOR, "unit"),
    see("responsibilities:municipality_list", ADMINISTRATOR),
    see("responsibilities:municipality_create", ADMINISTRATOR),
    see("responsibilities:administrator_appoint", ADMINISTRATOR, "unmanned"),
    *(
        see(f"responsibilities:{name}", ADMINISTRATOR, "municipality")
        for name in (
            *("municipality_detail", "municipality_update", "lists_update", "unit_tree", "unit_create"),
            *("function_create", "user_list", "user_create", "membership_list", "membership_create"),
        )
    ),
    *(
        see(f"responsibilities:{name}", ADMINISTRATOR, name.split("_")[0].replace("user", "person"))
        for name in (
            *("unit_update", "unit_end", "unit_merge", "unit_withdraw", "function_update", "function_withdraw"),
            *("user_detail", "user_update", "user_deactivate", "membership_update", "membership_withdraw"),
        )
    ),
]
PLANS = [
    see("plans:plan_list"),
    see("plans:plan_list", "medarbetare"),
    see("plans:plan_create"),
    see("plans:plan_register"),
    *(
        see(f"plans:{name}", of="plan")
        for name in (
            *("plan_detail", "plan_table", "plan_update", "plan_withdraw", "plan_removed", "plan_share"),
            *("draft_list", "section_create", "focus_area_create", "measure_create", "image_create"),
            *("related_document_list", "related_document_create"),
            *("edition_list", "edition_freeze", "edition_register", "plan_history"),
        )
    ),
    *(see(f"plans:section_{verb}", of="section") for verb in ("update", "move", "withdraw", "history")),
    *(see(f"plans:focus_area_{verb}", of="area") for verb in ("update", "withdraw", "history")),
    *(see(f"plans:related_document_{verb}", of="related") for verb in ("update", "withdraw")),
    *(see(f"plans:measure_{verb}", of="measure") for verb in ("detail", "update", "move", "withdraw", "history")),
    Sight("plans:section_version", COORDINATOR, version_of("section")),
    Sight("plans:measure_version", COORDINATOR, version_of("measure")),
    see("plans:comment_list", of="plan"),
    see("plans:comment_list", of="plan", query="?visa=alla"),
    see("plans:comment_create", of="plan"),
    see("plans:comment_detail", of="comment"),
    see("plans:comment_update", of="comment"),
    see("plans:approval_list", of="plan"),
    see("plans:approval_ask", of="plan"),
    see("plans:approval_detail", "godkannare", "approval"),
    see("plans:approval_table", of="approval"),
    see("plans:approval_answer", "godkannare", "approval"),
    see("plans:approval_changes", of="approval"),
    see("plans:approval_since", "godkannare", "approval"),
    see("plans:approval_recall", of="approval"),
    Sight("plans:plan_unshare", COORDINATOR, lambda scene: {"pk": scene["plan"], "person_pk": scene["reader"]}),
    see("plans:measures_change", of="plan"),
    see("plans:measures_change", of="plan", query="?gor=ansvarig&id={measure}"),
    see("plans:measures_change", of="plan", query="?gor=ta-bort&id={measure}"),
    see("plans:plan_table", of="plan", query="?valj=alla"),
    see("exchange:measure_import", of="plan"),
    see("exchange:measure_import_undo", of="imported"),
    see("exchange:document_import_create", of="plan"),
    see("exchange:document_import_detail", of="document"),
    see("exchange:document_import_detail", of="unread_document"),
    see("exchange:document_import_undo", of="taken_document"),
    see("exchange:document_import_discard", of="document"),
    see("plans:edition_detail", of="proposal"),
    see("plans:edition_detail", "ledamot", "in_force"),
    see("plans:edition_table", of="in_force"),
    see("plans:edition_adopt", "sekreterare", "proposal"),
    see("plans:edition_repeal", of="adopted"),
    see("plans:edition_update", "registrator", "in_force"),
]
FOLLOW_UP = [
    see("plans:round_open", of="adopted"),
    see("plans:round_list"),
    see("plans:round_list", REPORTER),
    see("plans:round_detail", of="round"),
    see("plans:round_detail", of="round", query="?uppfyllelse=partly"),
    see("plans:round_update", of="round"),
    see("plans:round_close", of="round"),
    see("plans:unit_report_detail", REPORTER, "begun_report"),
    see("plans:unit_report_detail", of="submitted_report"),
    see("plans:unit_report_detail", of="returned_report"),
    see("plans:unit_report_submit", REPORTER, "begun_report"),
    see("plans:measure_report_update", REPORTER, "begun_answer"),
    see("plans:measure_report_review", of="submitted_answer"),
]
PAPERS = [
    see("reports:report_list"),
    see("reports:report_list", "revisor"),
    see("reports:report_order", of="plan", kind="plan"),
    see("reports:report_order", "ledamot", "in_force", kind="version"),
    see("reports:report_order", of="round", kind="omgang"),
    see("reports:report_order", "godkannare", "approval", kind="godkannande"),
    see("reports:report_detail", of="job"),
    see("reports:report_order", of="papers_letter", kind="handling"),
    see("reports:report_order", of="papers_letter", kind="protokollstext"),
    see("reports:report_order", of="papers_matter", kind="beslutshandlingar"),
    see("reports:report_order", "revisor", "papers_decision", kind="avskrift"),
    see("reports:report_order", of="referred", kind="utdrag"),
    see("reports:report_order", of="current", kind="jamforelse"),
    see("reports:package_order", of="papers_matter"),
]
CHECK = [
    see("plans:plan_check", of="plan"),
    see("plans:plan_law", of="plan"),
]
LIFE = [
    see("plans:edition_propose", of="referred"),
    see("plans:plan_compare", of="changed"),
    see("plans:plan_compare", of="plan", query="?fran=1&till=utkast"),
    see("plans:edition_compare", "revisor", "current"),
    see("plans:edition_publish", of="adopted"),
    see("plans:plan_detail", of="revised"),
    see("plans:revision_start", of="changed"),
    see("plans:revision_end", of="revision"),
    see("plans:edition_delegated", of="small"),
    see("plans:edition_unpublish", of="current"),
    see("plans:public_list", None),
    see("plans:public_plan", None, "changed"),
    see("plans:public_edition", None, "changed", number=2),
]
REFERRALS = [
    see("plans:referral_list"),
    see("plans:referral_list", "sekreterare"),
    see("plans:referral_open", of="referred"),
    see("plans:referral_detail", of="answered_referral"),
    see("plans:referral_detail", "sekreterare", "answered_referral"),
    see("plans:referral_update", of="answered_referral"),
    see("plans:referral_add", of="answered_referral"),
    see("plans:referral_close", of="answered_referral"),
    see("plans:recipient_detail", "sekreterare", "asked_board"),
    see("plans:recipient_detail", of="asked_party"),
    see("plans:recipient_update", "sekreterare", "asked_board"),
    see("plans:recipient_update", of="asked_party"),
    see("plans:recipient_resend", of="asked_party"),
    see("plans:link_send", of="asked_party"),
]
STATEMENTS = [
    see("plans:statement_write", "sekreterare", "asked_board"),
    see("plans:statement_register", "sekreterare", "asked_board"),
    see("plans:statement_register", of="asked_party"),
    see("plans:statement_detail", of="statement"),
    see("plans:statement_detail", "sekreterare", "drafted_statement"),
    see("plans:statement_update", of="statement"),
    see("plans:viewpoint_create", of="statement", query="?stycke=2"),
    see("plans:viewpoint_list", of="answered_referral"),
    see("plans:viewpoint_list", "godkannare", "answered_referral", "?ordna=organ&visa=ohanterade"),
    see("plans:viewpoint_update", of="viewpoint"),
    see("plans:viewpoint_handle", of="viewpoint"),
    see("plans:viewpoint_withdraw", of="viewpoint"),
    see("plans:referral_summary", of="answered_referral"),
    Sight("plans:link_answer", None, lambda scene: {"token": scene["link_token"]}),
    Sight("plans:link_answer", None, lambda scene: {"token": "en-gissning"}, status=404),
    Sight("plans:link_edition", None, lambda scene: {"token": scene["link_token"]}),
]
DECISIONS = [
    see("plans:decision_create", of="decided_matter"),
    see("plans:decision_create", "sekreterare", "decided_matter"),
    see("plans:decision_detail", of="open_decision"),
    see("plans:decision_detail", "ledamot", "changed_decision"),
    see("plans:decision_detail", "registrator", "adopting_decision"),
    see("plans:decision_update", of="adopting_decision"),
    see("plans:decision_withdraw", of="open_decision"),
    see("plans:decision_adopt_amended", of="changed_decision"),
    see("plans:dispatch_note", of="adopting_decision"),
    see("plans:meeting_update", of="meeting"),
]
MATTERS = [
    see("plans:matter_list"),
    see("plans:matter_list", "ledamot", query="?visa=alla"),
    see("plans:matter_list", query="?q=finnsinte"),
    see("plans:matter_create"),
    see("plans:matter_create", of="plan"),
    see("plans:matter_detail", of="matter"),
    see("plans:matter_detail", "sekreterare", "matter"),
    see("plans:matter_detail", "registrator", "decided_matter"),
    see("plans:matter_update", of="matter"),
    see("plans:matter_way", of="matter"),
    see("plans:matter_close", of="matter"),
    see("plans:document_create", of="matter"),
    see("plans:document_create", of="matter", query="?typ=official_letter"),
    see("plans:document_detail", of="letter"),
    see("plans:document_detail", "ledamot", "received"),
    see("plans:document_update", of="letter"),
    see("plans:document_update", of="received"),
    see("plans:document_withdraw", of="letter"),
    see("plans:registration_list", "registrator"),
    see("plans:registration_list", query="?visa=klara"),
    see("plans:registration_note", "registrator", "registration"),
    see("responsibilities:decision_lists_update", ADMINISTRATOR, "municipality"),
]
SIGHTS = [
    *(*GATE, *ONESELF, *REGISTER, *PLANS, *FOLLOW_UP, *PAPERS),
    *(*CHECK, *LIFE, *REFERRALS, *STATEMENTS, *DECISIONS, *MATTERS),
]

NO_PAGE = {
    "plans:focus_area_version": "the page of a section's version, with the name of an area",
    "health": "plain text for the container's health check",
    "account_signup": "always the page of a missing address",
    "account_set_password": "leads to the forgotten password",
    "accounts:stay": "says nothing: somebody is writing",
    "notifications:notice_open": "leads to what the notice is about",
    "notifications:mailbox": "of the demo alone; a missing address elsewhere",
    "responsibilities:administration": "leads to one's municipality, or to the list of them",
    "responsibilities:municipality_logo": "a picture",
    "plans:plan_image": "a picture",
    "plans:link_image": "a picture",
    "plans:statement_file": "a PDF, as it came",
    "plans:document_file": "a PDF, as it came",
    "plans:edition_image": "a picture",
    "plans:approval_image": "a picture",
    "plans:decision_file": "a PDF",
    "plans:edition_paper": "a PDF",
    "plans:public_paper": "a PDF",
    "plans:public_image": "a picture",
    "plans:time_interpret": "a fragment of the measure's form",
    "plans:draft_writers": "a fragment of the forms of a plan",
    "reports:report_download": "a PDF",
}
"""Addresses that are asked for and answer with something else than a page of their own."""
