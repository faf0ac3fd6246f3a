"""Units, functions and memberships: who exists, who answers, who may."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Content, ContentQuerySet, User
from accounts.roles import UNIT_ROLES, Role
from accounts.visibility import VisibleQuerySet
from foundation.history import tracked
from foundation.records import Identified, Versioned, Withdrawable
from foundation.search_text import folded


class UnitQuerySet(ContentQuerySet):
    def in_order(self) -> UnitQuerySet:
        """As in the tree: siblings by position, then name."""
        return self.order_by("position", "name", "pk")

    def selectable(self) -> UnitQuerySet:
        """Units that can be given something to do today: not ended, not withdrawn."""
        return self.filter(withdrawn_at=None).exclude(status=Unit.Status.ENDED)

    def administrations(self) -> UnitQuerySet:
        """What "respektive förvaltning" means: the municipality's own administrations in work."""
        return self.filter(withdrawn_at=None, kind=Unit.Kind.ADMINISTRATION, status=Unit.Status.ACTIVE)


class Unit(Identified, Versioned, Withdrawable, Content):
    """A body, administration, office, council, network, group or external party: a place in one tree."""

    class Kind(models.TextChoices):
        COUNCIL = "assembly", _("municipal council (KF)")
        BOARD = "board", _("committee or board (nämnd)")
        COMMITTEE = "committee", _("sub-committee (utskott)")
        ADMINISTRATION = "administration", _("administration")
        OFFICE = "office", _("unit or office")
        COMPANY = "company", _("municipal company")
        ADVISORY = "advisory", _("advisory council (råd)")
        NETWORK = "network", _("network")
        GROUP = "group", _("working group")
        EXTERNAL = "external", _("external party")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    unit_path: ClassVar[str] = "pk"
    BODIES: ClassVar[tuple[str, ...]] = (Kind.COUNCIL, Kind.BOARD, Kind.COMMITTEE)

    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OFFICE)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    mailbox = models.EmailField(_("function mailbox"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    end_wording = models.CharField(_("end in words"), max_length=200, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("taken over by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )

    objects = UnitQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("position", "name", "pk")
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("municipality", "name"),
                condition=Q(withdrawn_at=None),
                name="one_unit_of_a_name_in_a_municipality",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="a_unit_is_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(successor=F("pk")), name="a_unit_does_not_succeed_itself"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="a_unit_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responsibilities:unit_detail", args=[self.pk])

    @property
    def is_external(self) -> bool:
        return self.kind == self.Kind.EXTERNAL

    @property
    def is_body(self) -> bool:
        """Whether it decides: KF, a nämnd, an utskott."""
        return self.kind in self.BODIES

    @property
    def names(self) -> frozenset[str]:
        """Every folded name that the unit is known by."""
        return frozenset(folded(name) for name in (self.name, self.abbreviation, *self.aliases) if name)


class Function(Identified, Versioned, Withdrawable, Content):
    """A post (säkerhetschef, utvecklingsstrateg) that may have a holder; the holder needs no account."""

    title = models.CharField(_("title"), max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="functions"
    )
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    holder_name = models.CharField(_("current holder"), max_length=150, blank=True)
    holder_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    holder_email = models.EmailField(_("e-mail"), blank=True)
    holder_from = models.DateField(_("from"), null=True, blank=True)
    holder_until = models.DateField(_("until"), null=True, blank=True)

    objects = ContentQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("unit", "title"), condition=Q(withdrawn_at=None), name="one_function_of_a_title_in_a_unit"
            ),
            models.UniqueConstraint(
                fields=("municipality", "title"),
                condition=Q(withdrawn_at=None, unit=None),
                name="one_function_of_a_title_without_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def names(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.title, *self.aliases) if name)


class MembershipQuerySet(VisibleQuerySet):
    def valid_on(self, day: date) -> MembershipQuerySet:
        """Memberships that hold on `day`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
            withdrawn_at=None,
        )

    def with_role(self, *roles: Role) -> MembershipQuerySet:
        return self.filter(role__in=roles)


class Membership(Versioned, Withdrawable, Content):
    """A role that a person holds in a municipality, for all of it or for one unit."""

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ("user__name", "role", "pk")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role__in=UNIT_ROLES) | Q(unit__isnull=False), name="a_role_in_a_unit_names_the_unit"
            ),
            models.UniqueConstraint(
                fields=("user", "unit", "role"), condition=Q(withdrawn_at=None), name="a_role_in_a_unit_is_held_once"
            ),
            models.UniqueConstraint(
                fields=("user", "municipality", "role"),
                condition=Q(withdrawn_at=None, unit=None),
                name="a_role_in_a_municipality_is_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {Role(self.role).label}"
