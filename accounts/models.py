"""Municipalities and the people who work with their plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import Access, read_access
from accounts.defaults import (
    default_abolished_authorities,
    default_deciders,
    default_decision_paths,
    default_districts,
    default_document_types,
    default_header_fields,
    default_letter_headings,
    default_milieus,
    default_prevention_levels,
    default_standard_sections,
)
from accounts.visibility import Guarded, VisibleQuerySet
from files.models import StoredFile
from foundation.history import tracked
from foundation.records import Identified, Versioned

if TYPE_CHECKING:
    from collections.abc import Iterable


class Municipality(Guarded, Identified, Versioned):
    """A municipality: its name, how it is reached, and the lists that its plans are made from."""

    municipality_field: ClassVar[str] = "pk"

    name = models.CharField(_("name"), max_length=100, unique=True)
    code = models.CharField(
        _("municipality code"), max_length=4, unique=True, validators=[RegexValidator(r"^\d{4}$", _("Four digits."))]
    )
    county = models.CharField(_("county"), max_length=100, blank=True)
    administration_word = models.CharField(_("own word for administration"), max_length=50, default="förvaltning")
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    visiting_address = models.CharField(_("visiting address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    fax = models.CharField(_("fax"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    logo = models.ForeignKey(StoredFile, verbose_name=_("logo"), on_delete=models.PROTECT, null=True, blank=True)
    header_fields = models.JSONField(_("header fields"), default=default_header_fields)
    document_types = models.JSONField(_("document types"), default=default_document_types)
    prevention_levels = models.JSONField(_("prevention levels"), default=default_prevention_levels)
    milieus = models.JSONField(_("milieus"), default=default_milieus)
    districts = models.JSONField(_("districts"), default=default_districts, blank=True)
    standard_sections = models.JSONField(_("standard sections"), default=default_standard_sections, blank=True)
    abolished_authorities = models.JSONField(
        _("abolished authorities"), default=default_abolished_authorities, blank=True
    )
    decision_paths = models.JSONField(_("ways to a decision"), default=default_decision_paths, blank=True)
    deciders = models.JSONField(_("who decides, by document type"), default=default_deciders, blank=True)
    letter_headings = models.JSONField(_("headings of an official letter"), default=default_letter_headings, blank=True)
    word_template = models.ForeignKey(
        StoredFile,
        verbose_name=_("Word template"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = VisibleQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = (Lower("name"), "pk")
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responsibilities:municipality_detail", args=[self.pk])


class UserQuerySet(VisibleQuerySet):
    def people(self) -> UserQuerySet:
        """Accounts of persons: not the one that the installation itself writes with."""
        return self.filter(is_system=False)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User, permission: str = "") -> UserQuerySet:
        return self.get_queryset().visible_to(user, permission)

    def people(self) -> UserQuerySet:
        return self.get_queryset().people()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who logs in with `email`, which is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The keeper of the installation, who makes municipalities and sees no content."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def system(self) -> User:
        """The account in whose name the installation itself writes; nobody can log in with it."""
        user, _made = self.get_or_create(
            email="systemet@vbe-portalen.invalid", defaults={"name": "Systemet", "is_system": True, "password": "!"}
        )
        return user


class User(Guarded, Versioned, AbstractBaseUser, PermissionsMixin):
    """A person with an account. What the person may do comes from memberships and grants, never from `is_superuser`."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality that keeps the account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_system = models.BooleanField(_("the installation itself"), default=False, editable=False)
    date_joined = models.DateTimeField(_("account made"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()
    history = tracked(without=("password", "last_login"))

    class Meta:
        ordering = (Lower("name"), "pk")
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.CheckConstraint(
                condition=~models.Q(is_system=True, is_superuser=True), name="the_system_account_keeps_no_installation"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("responsibilities:user_detail", args=[self.pk])

    @cached_property
    def access(self) -> Access:
        """Memberships valid today; read once for each user object, that is once a request."""
        return read_access(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's question, without its answer that a superuser may do everything to every object."""
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in object_backends(get_backends()))


def object_backends(backends: Iterable[Any]) -> list[Any]:
    """The backends that answer for objects; Django's own only knows whole models."""
    return [backend for backend in backends if getattr(backend, "answers_for_objects", False)]


class ContentQuerySet(VisibleQuerySet):
    """Rows of one municipality that can be withdrawn."""

    def current(self) -> Self:
        """Rows that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Content(Guarded):
    """Abstract: a row that belongs to a municipality, named on the row itself so that no join is needed to guard it."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
