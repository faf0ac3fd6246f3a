"""What a letter needs and a page must never show."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.conf import settings
from django.urls import reverse

from accounts.models import User

register = template.Library()


@register.simple_tag
def set_password_address(person: User) -> str:
    """A link, valid for some days and once, with which the person chooses a password."""
    key = default_token_generator.make_token(person)
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', args=[user_pk_to_url_str(person), key])}"


@register.simple_tag
def days_of_a_link() -> int:
    """For how many days such a link is valid."""
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
