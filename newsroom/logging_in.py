"""Logging in to the admin: so many attempts, then a wait, so that passwords cannot be tried one after another.

Attempts are counted in the cache, like requests to the API, by account and address: nobody locks out anyone elsewhere.
"""

from __future__ import annotations

import logging
import math
from hashlib import sha256
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from companies.api.limits import Limit, address_of, network_of, take

logger = logging.getLogger(__name__)

WINDOW = 15 * 60  # seconds
FOR_ONE_ACCOUNT, FOR_ALL_ACCOUNTS = 10, 100  # attempts from one address


class LogInForm(AdminAuthenticationForm):
    """Django's form, which tries no password beyond the limit."""

    request: Any  # the admin always gives it

    def clean(self) -> dict[str, Any]:
        """The account and the password, if they are right. Raises ValidationError."""
        address = network_of(address_of(self.request))
        account = sha256(self.cleaned_data.get("username", "").casefold().encode()).hexdigest()
        refuse_beyond(take("log-in", f"{address}:{account}", FOR_ONE_ACCOUNT, WINDOW), address)
        refuse_beyond(take("log-in", address, FOR_ALL_ACCOUNTS, WINDOW), address)
        return super().clean()


def refuse_beyond(limit: Limit, address: str) -> None:
    """Raise ValidationError where the limit is exceeded."""
    if limit.is_exceeded:
        logger.warning("Too many attempts to log in from %s.", address)
        message = _("Too many attempts to log in. Try again in %(minutes)s minutes.")
        raise ValidationError(message % {"minutes": math.ceil(limit.seconds / 60)}, code="too_many_attempts")
