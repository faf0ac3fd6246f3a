"""The matrix: one row for each address of the house. See check.py for what a row says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.roles import Role
from tests.architecture.matrix.check import Row, Who
from tests.architecture.matrix.world import GUEST, IN_BOARD, IN_SOCIAL, KEEPER, READS_ADOPTED, World

Target = Callable[[World], dict[str, Any]]

PUBLIC = {
    "health": "the container's health check: says ok and nothing else",
    "account_login": "the door itself",
    "account_signup": "answers that nobody signs up",
    "account_inactive": "says that the account is closed",
    "account_reset_password": "a person who forgot the password is not logged in",
    "account_reset_password_done": "says that a letter is on its way, whoever asked",
    "account_reset_password_from_key": "opened from the letter",
    "account_reset_password_from_key_done": "says that the password is chosen",
}

COORDINATOR = frozenset[Who]({Role.COORDINATOR})
ADMINISTRATOR = frozenset[Who]({Role.ADMINISTRATOR})
ORGANISERS = frozenset[Who]({Role.ADMINISTRATOR, Role.COORDINATOR})
ANYONE = frozenset[Who]({*Role, KEEPER, GUEST})
INSIDE = frozenset[Who](role for role in Role if role not in (Role.POLICE, Role.COUNTY))
DRAFTS = frozenset[Who]({Role.COORDINATOR, GUEST})
APPROVER = frozenset[Who]({Role.APPROVER})
LAID_BEFORE = COORDINATOR | APPROVER
ADOPTED = frozenset[Who](READS_ADOPTED)
PROPOSED = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD})
DECIDERS = frozenset[Who]({Role.COORDINATOR, Role.SECRETARY})
FOLLOWERS = frozenset[Who]({Role.COORDINATOR, Role.APPROVER, Role.AUDITOR, *IN_BOARD})
SOCIAL = frozenset[Who]({Role.COORDINATOR, *IN_SOCIAL})
REGISTRARS = DECIDERS | {Role.REGISTRAR}
READERS_OF_SUBMITTED = frozenset[Who]({Role.COORDINATOR, Role.AUDITOR})
KEEPERS = frozenset[Who]({KEEPER})
NOBODY = frozenset[Who]()


def of(name: str, key: str = "pk", **fixed: Any) -> Target:
    """The address of one row of the world."""
    return lambda world: {key: getattr(world, name).pk, **fixed}


def version_of(name: str) -> Target:
    """The first version of one row of the world."""

    def target(world: World) -> dict[str, Any]:
        row = getattr(world, name)
        return {"pk": row.pk, "history_pk": row.history.order_by("history_id").first().history_id}

    return target


def picture_of(name: str, image: Callable[[World], Any]) -> Target:
    """A picture in the text of one row of the world."""
    return lambda world: {"pk": getattr(world, name).pk, "uid": image(world)}


def page(who: frozenset[Who], target: Target | None = None, shows: str = "", **more: Any) -> Row:
    """A page that is only read."""
    return Row(get=who, target=target or nowhere, shows=shows, **more)


def form(who: frozenset[Who], target: Target | None = None, shows: str = "", **more: Any) -> Row:
    """A page with a form: whoever may open it may send it."""
    return Row(get=who, post=who, target=target or nowhere, shows=shows, has_post=True, **more)


def version(name: str, shows: str) -> Row:
    """A version of a row of the draft: read by whoever reads drafts, restored by whoever writes them."""
    return Row(DRAFTS, COORDINATOR, version_of(name), shows, has_post=True, remembers=("ADOPTED",))


def button(who: frozenset[Who], target: Target | None = None, **more: Any) -> Row:
    """An address that is only sent to."""
    return Row(post=who, target=target or nowhere, has_get=False, has_post=True, **more)


def nowhere(world: World) -> dict[str, Any]:
    return {}


def of_guest(world: World) -> dict[str, Any]:
    """The invited reader of the draft."""
    return {"pk": world.plan.pk, "person_pk": world.people[GUEST].pk}


def unmanned(world: World) -> dict[str, Any]:
    """A municipality that nobody administers: the keeper's business, wherever it lies, and nobody else's."""
    return {"pk": world.unmanned.pk} if world.number == 1 else {}


ABOUT_ONESELF = {
    "start": page(ANYONE),
    "search": page(ANYONE),
    "search for every canary": page(ANYONE, query="?q=KAN"),
    "search for the canaries of one kind": page(ANYONE, query="?q=kan-&typ=atgarder"),
    "accounts:account": page(ANYONE),
    "accounts:stay": page(ANYONE, redirects=True, accepted=(204,)),
    "accounts:account_update": form(ANYONE),
    "accounts:sessions_end": button(ANYONE),
    "accounts:membership_switch": button(ANYONE),
    "account_logout": form(ANYONE),
    "account_set_password": page(ANYONE, redirects=True),
    "notifications:mailbox": page(NOBODY),
    "account_change_password": form(ANYONE),
    "account_reauthenticate": form(ANYONE),
    "notifications:notice_list": page(ANYONE),
    "notifications:notices_read": button(ANYONE),
    "notifications:notice_open": page(COORDINATOR, of("notice"), redirects=True),
    "reports:report_list": page(ANYONE),
}

ORGANISATION = {
    "responsibilities:unit_list": page(ANYONE),
    "responsibilities:unit_detail": page(INSIDE, of("social"), "UNIT-function"),
    "responsibilities:administration": page(ADMINISTRATOR | KEEPERS, redirects=True),
    "responsibilities:municipality_list": page(KEEPERS),
    "responsibilities:municipality_create": form(KEEPERS),
    "responsibilities:administrator_appoint": form(KEEPERS, unmanned),
    "responsibilities:municipality_detail": page(ADMINISTRATOR, of("municipality")),
    "responsibilities:municipality_update": form(ADMINISTRATOR, of("municipality")),
    "responsibilities:municipality_logo": page(frozenset[Who](Role), of("municipality")),
    "responsibilities:lists_update": form(ADMINISTRATOR, of("municipality")),
    "responsibilities:unit_tree": page(ORGANISERS, of("municipality")),
    "responsibilities:unit_create": form(ORGANISERS, of("municipality")),
    "responsibilities:unit_update": form(ORGANISERS, of("social")),
    "responsibilities:unit_move": button(ORGANISERS, of("social")),
    "responsibilities:unit_end": form(ORGANISERS, of("social")),
    "responsibilities:unit_keep": button(ORGANISERS, of("social")),
    "responsibilities:unit_merge": form(ORGANISERS, of("social")),
    "responsibilities:unit_withdraw": form(ORGANISERS, of("social")),
    "responsibilities:unit_restore": button(ORGANISERS, of("social")),
    "responsibilities:function_create": form(ORGANISERS, of("municipality")),
    "responsibilities:function_update": form(ORGANISERS, of("function")),
    "responsibilities:function_withdraw": form(ORGANISERS, of("function")),
    "responsibilities:function_restore": button(ORGANISERS, of("function")),
    "responsibilities:user_list": page(ADMINISTRATOR, of("municipality"), "PEOPLE-name"),
    "responsibilities:user_create": form(ADMINISTRATOR, of("municipality")),
    "responsibilities:user_detail": page(ADMINISTRATOR, of("person"), "PEOPLE-name"),
    "responsibilities:user_update": form(ADMINISTRATOR, of("person"), "PEOPLE-name"),
    "responsibilities:user_deactivate": form(ADMINISTRATOR, of("person")),
    "responsibilities:user_reactivate": button(ADMINISTRATOR, of("person")),
    "responsibilities:user_invite": button(ADMINISTRATOR, of("person")),
    "responsibilities:membership_list": page(ADMINISTRATOR, of("municipality"), "PEOPLE-name"),
    "responsibilities:membership_create": form(ADMINISTRATOR, of("municipality")),
    "responsibilities:membership_update": form(ADMINISTRATOR, of("membership")),
    "responsibilities:membership_withdraw": form(ADMINISTRATOR, of("membership")),
}

DRAFT = {
    "plans:plan_list": page(ANYONE),
    "plans:plan_create": form(COORDINATOR),
    "plans:plan_register": form(COORDINATOR),
    "plans:plan_detail": page(DRAFTS, of("plan"), "DRAFT-body"),
    "plans:plan_table": page(DRAFTS, of("plan"), "DRAFT-text"),
    "plans:plan_update": form(COORDINATOR, of("plan"), "DRAFT-title"),
    "plans:plan_withdraw": form(COORDINATOR, of("plan")),
    "plans:plan_restore": button(COORDINATOR, of("plan")),
    "plans:plan_removed": page(COORDINATOR, of("plan")),
    "plans:plan_history": page(DRAFTS, of("plan"), "DRAFT-heading", remembers=("ADOPTED",)),
    "plans:section_history": page(DRAFTS, of("section"), "DRAFT-heading", remembers=("ADOPTED",)),
    "plans:focus_area_history": page(DRAFTS, of("area"), "DRAFT-name", remembers=("ADOPTED",)),
    "plans:measure_history": page(DRAFTS, of("measure"), "DRAFT-text", remembers=("ADOPTED",)),
    "plans:section_version": version("section", "DRAFT-heading"),
    "plans:focus_area_version": version("area", "DRAFT-name"),
    "plans:measure_version": version("measure", "DRAFT-text"),
    "plans:plan_share": form(COORDINATOR, of("plan"), "DRAFT-title"),
    "plans:plan_unshare": form(COORDINATOR, of_guest, "DRAFT-title"),
    "plans:plan_invite": button(COORDINATOR, of_guest),
    "plans:section_create": form(COORDINATOR, of("plan")),
    "plans:plan_image": page(DRAFTS, picture_of("plan", lambda world: world.image.uid)),
    "plans:image_create": form(COORDINATOR, of("plan")),
    "plans:related_document_list": page(DRAFTS, of("plan"), "DRAFT-title"),
    "plans:related_document_create": form(COORDINATOR, of("plan")),
    "plans:related_document_update": form(COORDINATOR, of("related"), "DRAFT-reference"),
    "plans:related_document_move": button(COORDINATOR, of("related")),
    "plans:related_document_withdraw": form(COORDINATOR, of("related")),
    "plans:related_document_restore": button(COORDINATOR, of("related")),
    "plans:section_update": form(COORDINATOR, of("section"), "DRAFT-body"),
    "plans:section_move": form(COORDINATOR, of("section")),
    "plans:section_withdraw": form(COORDINATOR, of("section")),
    "plans:section_restore": button(COORDINATOR, of("section")),
    "plans:draft_list": page(COORDINATOR, of("plan"), "DRAFT-unsaved"),
    "plans:draft_keep": button(COORDINATOR, of("plan")),
    "plans:draft_writers": page(COORDINATOR, of("plan")),
    "plans:draft_drop": button(COORDINATOR, of("unsaved")),
    "plans:draft_restore": button(COORDINATOR, of("unsaved")),
    "plans:focus_area_create": form(COORDINATOR, of("plan")),
    "plans:focus_area_update": form(COORDINATOR, of("area"), "DRAFT-name"),
    "plans:focus_area_move": button(COORDINATOR, of("area")),
    "plans:focus_area_withdraw": form(COORDINATOR, of("area")),
    "plans:focus_area_restore": button(COORDINATOR, of("area")),
    "plans:measure_create": form(COORDINATOR, of("plan")),
    "plans:measures_change": form(COORDINATOR, of("plan")),
    "plans:measures_undo": button(COORDINATOR, of("plan")),
    "plans:measure_detail": page(DRAFTS, of("measure"), "DRAFT-comment"),
    "plans:measure_update": form(COORDINATOR, of("measure"), "DRAFT-wording"),
    "plans:measure_move": form(COORDINATOR, of("measure")),
    "plans:measure_withdraw": form(COORDINATOR, of("measure")),
    "plans:measure_restore": button(COORDINATOR, of("measure")),
    "exchange:measure_import": form(COORDINATOR, of("plan")),
    "exchange:measure_import_undo": form(COORDINATOR, of("imported")),
    "exchange:document_import_create": form(COORDINATOR, of("plan"), "DRAFT-document"),
    "exchange:document_import_detail": form(COORDINATOR, of("document"), "DRAFT-found"),
    "exchange:document_import_undo": form(COORDINATOR, of("document"), "DRAFT-document"),
    "exchange:document_import_discard": form(COORDINATOR, of("document"), "DRAFT-document"),
    "plans:time_interpret": page(ANYONE),
    "plans:edition_list": page(DRAFTS, of("plan"), "DRAFT-title"),
}

COMMENTS = {
    "plans:comment_list": page(DRAFTS, of("plan"), "DRAFT-remark"),
    "plans:comment_create": form(DRAFTS, of("plan")),
    "plans:comment_detail": form(DRAFTS, of("comment"), "DRAFT-remark"),
    "plans:comment_update": form(COORDINATOR, of("comment"), "DRAFT-remark"),
    "plans:comment_withdraw": button(COORDINATOR, of("comment")),
    "plans:comment_withdraw of another's": button(DRAFTS, of("guests_comment")),
    "plans:comment_restore": button(COORDINATOR, of("comment")),
    "plans:comment_resolve": button(DRAFTS, of("comment")),
    "plans:comment_reopen": button(DRAFTS, of("comment")),
}

APPROVALS = {
    "plans:approval_list": page(COORDINATOR, of("plan"), "DRAFT-title"),
    "plans:approval_ask": form(COORDINATOR, of("plan")),
    "plans:approval_detail": page(LAID_BEFORE, of("approval"), "LAID-body"),
    "plans:approval_detail laid before another": page(COORDINATOR, of("others_approval"), "OTHERS-body"),
    "plans:approval_table": page(LAID_BEFORE, of("approval"), "LAID-activity"),
    "plans:approval_detail taken back": page(LAID_BEFORE, of("recalled_approval")),
    "plans:approval_table taken back": page(COORDINATOR, of("recalled_approval"), "OTHERS-activity"),
    "plans:approval_answer": form(APPROVER, of("approval")),
    "plans:approval_recall": form(COORDINATOR, of("approval")),
    "plans:approval_changes": page(COORDINATOR, of("approval"), "DRAFT-added"),
    "plans:approval_since": page(LAID_BEFORE, of("approval"), "LAID-measure"),
    "plans:approval_image": page(LAID_BEFORE, picture_of("approval", lambda world: world.laid_image)),
}

EDITIONS = {
    "plans:edition_freeze": form(COORDINATOR, of("plan")),
    "plans:edition_register": form(COORDINATOR, of("plan")),
    "plans:edition_detail": page(ADOPTED, of("adopted"), "ADOPTED-body"),
    "plans:edition_detail of another body": page(ADOPTED, of("of_other_body"), "ADOPTED-body"),
    "plans:edition_detail of a proposal": page(PROPOSED, of("proposal"), "PROPOSAL-body"),
    "plans:edition_image": page(ADOPTED, picture_of("adopted", lambda world: world.frozen_image)),
    "plans:edition_table": page(PROPOSED, of("proposal"), "PROPOSAL-activity"),
    "plans:edition_adopt": form(DECIDERS, of("proposal")),
    "plans:edition_repeal": form(DECIDERS, of("adopted")),
    "plans:edition_update": form(REGISTRARS, of("adopted")),
}

FOLLOW_UP = {
    "plans:round_list": page(ANYONE),
    "plans:round_open": form(COORDINATOR, of("adopted")),
    "plans:round_detail": page(FOLLOWERS, of("round"), "ADOPTED-measure"),
    "plans:round_update": form(COORDINATOR, of("round")),
    "plans:round_close": form(COORDINATOR, of("round")),
    "plans:unit_report_detail": page(SOCIAL, of("social_report"), "ADOPTED-measure"),
    "plans:unit_report_detail of a submitted one": page(READERS_OF_SUBMITTED, of("school_report"), "BUN-result"),
    "plans:unit_report_submit": form(SOCIAL, of("social_report")),
    "plans:unit_report_submit where the manager submits": button(
        frozenset[Who]({Role.COORDINATOR, Role.MANAGER}),
        of("ready_report"),
        data=lambda world: {"version": 1, "summary": ""},
        accepted=(302,),
        refused=(403, 404, 422),
    ),
    "plans:unit_report_accept": button(COORDINATOR, of("school_report")),
    "plans:measure_report_update": form(SOCIAL, of("social_answer"), "SOC-result"),
    "plans:measure_report_review": form(COORDINATOR, of("school_answer"), "BUN-result"),
}

PAPERS = {
    "reports:report_order": form(ADOPTED, of("adopted", kind="version")),
    "reports:report_order of a proposal": form(PROPOSED, of("proposal", kind="version")),
    "reports:report_order of a draft": form(DRAFTS, of("plan", kind="plan")),
    "reports:report_order of what was laid there": form(LAID_BEFORE, of("approval", kind="godkannande")),
    "reports:report_order of what was laid before another": form(
        COORDINATOR, of("others_approval", kind="godkannande")
    ),
    "reports:report_order of what was taken back": form(COORDINATOR, of("recalled_approval", kind="godkannande")),
    "reports:report_order of a round": form(FOLLOWERS, of("round", kind="omgang")),
    "reports:report_detail": page(COORDINATOR, of("job")),
    "reports:report_download": page(COORDINATOR, of("job"), "DRAFT-paper"),
}

MATRIX: dict[str, Row] = {
    **ABOUT_ONESELF,
    **ORGANISATION,
    **DRAFT,
    **COMMENTS,
    **APPROVALS,
    **EDITIONS,
    **FOLLOW_UP,
    **PAPERS,
}
