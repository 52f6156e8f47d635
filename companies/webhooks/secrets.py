"""The secrets that sign messages: made here, shown once, and kept sealed.

Signing needs the secret itself, so a digest of it will not do. It is kept encrypted (Fernet) with a key made from
SECRET_KEY; what was sealed under one of SECRET_KEY_FALLBACKS is read too.
"""

from __future__ import annotations

import base64
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

PREFIX = "whsec_"
SECRET_BYTES = 32


class SealBroken(Exception):
    """A sealed secret that none of our keys opens: SECRET_KEY was changed without keeping the old one."""


def new_secret() -> str:
    """A fresh secret in the form of the specification: whsec_ and Base64."""
    return PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()


def seal(secret: str) -> str:
    """The secret as it is stored."""
    return keys().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret that was stored. Raises SealBroken."""
    try:
        return keys().decrypt(sealed).decode()
    except InvalidToken:
        message = _(
            "The secret cannot be read, because SECRET_KEY was changed. Put the old one into SECRET_KEY_FALLBACKS, "
            "or rotate the secret of the webhook."
        )
        raise SealBroken(message) from None


def keys() -> MultiFernet:
    """What seals (the first) and what opens (all)."""
    return MultiFernet([key_from(secret) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def key_from(secret_key: str) -> Fernet:
    """A key for this purpose only."""
    digest = salted_hmac("companies.webhooks.secrets", "seal", secret=secret_key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
