"""API keys: issued, rotated and revoked here, found again from what a request sends, and their use counted.

`nrk_<prefix>_<secret>`: the prefix finds the row, the digest of the secret proves the key. Our own table and not
djangorestframework-api-key: that one has no owner, scopes, rate, last use or rotation, checks a key as a permission
(a query and no user) and makes the digest part of the primary key.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from .models.key import RATE, ApiKey, Scope
from .refusals import Refused, require_permission

logger = logging.getLogger(__name__)

MARK = "nrk_"
KEY = re.compile(r"nrk_([0-9a-f]{12})_([0-9a-f]{64})")
LIVE_AT_ONCE = 2  # the old one and the new one, while a partner changes over
REMEMBERED = 15  # seconds; how long another process may still read with a key after it was revoked


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(
    *,
    by: Any,
    user: Any,
    name: str,
    scopes: Iterable[str] = (Scope.READ,),
    rate: int = RATE,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key for the user and return it with its text, which is shown this once and stored nowhere.

    Raises PermissionDenied, and Refused for a scope that there is not or a third live key of one name and owner.
    """
    require_permission(by, "add_apikey")
    if by != user and not by.is_superuser:
        raise PermissionDenied(_("A key acts for its owner: only an administrator makes one for someone else."))
    scopes = sorted(set(scopes))
    if not scopes or not set(scopes) <= set(Scope.values):
        message = _("A key needs one or more of these scopes: %(allowed)s.")
        raise Refused("unknown_scope", message % {"allowed": ", ".join(Scope.values)})
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused("already_over", _("The key would have expired already. Give a moment to come, or none."))
    get_user_model().objects.select_for_update().get(pk=user.pk)  # two issued at once are counted one by one
    require_room(user, name)
    prefix, secret = secrets.token_hex(6), secrets.token_hex(32)
    key = ApiKey.objects.create(
        name=name, user=user, prefix=prefix, hash=digest_of(secret), scopes=scopes, rate=rate, expires_at=expires_at
    )
    logger.info("%s issued the key %s to %s.", by, key, user)
    return key, f"{MARK}{prefix}_{secret}"


def require_room(user: Any, name: str) -> None:
    """Refuse a third live key of one name and owner."""
    live = ApiKey.objects.live().filter(user=user, name=name)
    prefixes = [f"{MARK}{key.prefix}_…" for key in live.order_by("pk")]
    if len(prefixes) >= LIVE_AT_ONCE:
        message = _(
            "“%(name)s” of %(user)s already has %(number)s live keys: %(prefixes)s. Revoke the one that is no longer "
            "used, or choose another name."
        )
        values = {"name": name, "user": user, "number": len(prefixes), "prefixes": ", ".join(prefixes)}
        raise Refused("too_many_keys", message % values)


def rotate(key: ApiKey, *, by: Any) -> tuple[ApiKey, str]:
    """Make a second key like this one, which goes on working until it is revoked.

    It lives as long as this one was meant to, counted from now.
    """
    lifetime = key.expires_at - key.created_at if key.expires_at else None
    return issue(
        by=by, user=key.user, name=key.name, scopes=key.scopes, rate=key.rate,
        expires_at=timezone.now() + lifetime if lifetime else None,
    )  # fmt: skip


@transaction.atomic
def revoke(key: ApiKey, *, by: Any) -> None:
    """End a key for good. What is revoked already stays as it is."""
    require_permission(by, "change_apikey")
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    logger.info("%s revoked the key %s of %s.", by, key, key.user)
    transaction.on_commit(lambda: forget(key))


def forget(key: ApiKey) -> None:
    """Look the key up anew at its next request."""
    cache.delete(f"api-key:{key.prefix}")


def find(text: str, *, is_fresh: bool) -> ApiKey | None:
    """The live key that the text is, with its owner; None for anything else.

    For reading, the row is remembered for a few seconds; whoever writes asks for a fresh one.
    """
    match = KEY.fullmatch(text)
    if match is None:
        return None
    prefix, secret = match.groups()
    name = f"api-key:{prefix}"
    key: ApiKey | None = None if is_fresh else cache.get(name)
    if key is None:
        # The cache needs no password hash.
        key = ApiKey.objects.select_related("user").defer("user__password").filter(prefix=prefix).first()
        if key is None:
            return None
        cache.set(name, key, REMEMBERED)
    is_right = constant_time_compare(digest_of(secret), key.hash)
    return key if is_right and key.is_live and key.user.is_active else None
