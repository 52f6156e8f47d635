"""Settings from the environment: each variable, its default and what it means.

`VARIABLES` is the one list: settings.py reads through it, README's table is compared with it by a test.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}

VARIABLES: dict[str, str] = {
    "DEBUG": "on in development (the default); set it to off anywhere else",
    "SECRET_KEY": "signs sessions; required where DEBUG is off",
    "SECRET_KEY_FALLBACKS": "comma-separated keys of before: what they signed or sealed is still read",
    "ALLOWED_HOSTS": "comma-separated host names; required where DEBUG is off",
    "CSRF_TRUSTED_ORIGINS": "comma-separated origins (https://…) that forms may come from",
    "DATABASE_URL": "postgres://user:password@host:5432/name; an SQLite file beside manage.py by default",
    "CACHE_URL": "redis://host:6379/1; this process's memory by default",
    "EMAIL_URL": "smtp+tls://user:password@host:587; mail is written to standard output by default",
    "EMAIL_FROM": "who mail comes from; newsroom@localhost by default",
    "WEBHOOKS_ALLOW_LOOPBACK": "on lets webhooks call this machine, by http too: for tests and development only",
    "HTTPS": "on by default where DEBUG is off: redirect to https, secure cookies, HSTS",
    "PROXY_HEADER": "on behind a proxy that sets X-Forwarded-Proto and X-Forwarded-For: tells https, and readers apart",
    "API_LIMITS": "off for a load test: no limit on requests to the API; on by default",
    "API_ANONYMOUS_RATE": "requests a minute to the API from one address without a key; 60 by default",
    "DATA_LICENCE": "what dumps may be used for, as in SPDX: CC-BY-4.0; by contract (LicenseRef-contract) by default",
    "DUMPS_DIR": "the folder of the dumps that partners download; var/dumps beside manage.py by default",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR; INFO by default",
}


class Environment:
    """Typed reading of the variables; odd values are refused with a message that says what to set."""

    def __init__(self, base_dir: Path) -> None:
        environ.Env.read_env(base_dir / ".env")
        self._env = environ.Env()

    def flag(self, name: str, default: bool) -> bool:
        """A yes-or-no variable; anything but on/off, true/false, yes/no, 1/0 is refused."""
        value = self.text(name)
        if value is None:
            return default
        if value.casefold() in TRUE | FALSE:
            return value.casefold() in TRUE
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to on or off.")

    def text(self, name: str) -> str | None:
        """A text variable, or None where it is not set."""
        assert name in VARIABLES, name  # noqa: S101 - a programming error, not an input
        value: str = self._env.str(name, default="")
        return value.strip() or None

    def words(self, name: str) -> list[str]:
        """A comma-separated variable as a list, empty where it is not set."""
        return [word.strip() for word in (self.text(name) or "").split(",") if word.strip()]

    def one_of(self, name: str, allowed: list[str], default: str) -> str:
        """A variable that takes one of a few words."""
        value = (self.text(name) or default).upper()
        if value not in allowed:
            raise ImproperlyConfigured(f"{name} is {value!r}: set it to one of {', '.join(allowed)}.")
        return value

    def number(self, name: str, default: int) -> int:
        """A whole number from 1."""
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
            raise ImproperlyConfigured(f"{name} is {value!r}: set it to a whole number from 1.")
        return int(value)

    def required(self, name: str, example: str) -> str:
        """A variable without which the site must not start."""
        value = self.text(name)
        if value is None:
            raise ImproperlyConfigured(
                f"{name} is not set and DEBUG is off. Set {name}={example} in the environment or in .env "
                f"({VARIABLES[name]})."
            )
        return value

    def database(self, base_dir: Path) -> dict[str, Any]:
        """Django's settings for the database that DATABASE_URL names, SQLite by default."""
        url = self.text("DATABASE_URL") or f"sqlite:///{base_dir / 'db.sqlite3'}"
        if not url.startswith(("postgres://", "postgresql://", "sqlite://")):
            raise ImproperlyConfigured(
                f"DATABASE_URL is {url!r}: write postgres://user:password@host:5432/name or sqlite:///file."
            )
        config: dict[str, Any] = environ.Env.db_url_config(url)
        if config["ENGINE"].endswith("sqlite3"):
            config["OPTIONS"] = {
                "transaction_mode": "IMMEDIATE",  # a writer takes the lock at once: no upgrade, no deadlock
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            }
        else:
            config["ENGINE"] = "newsroom.postgresql"
            config["CONN_MAX_AGE"] = 60
            config["CONN_HEALTH_CHECKS"] = True
            # Planning, and compiling plans, costs more than running our queries: the server keeps frequent plans
            # and compiles none. It may take a look-up in an index for cheap, as it is from memory or a solid disk.
            planner = "-c jit=off -c random_page_cost=1.1"
            ours = {"server_side_binding": True, "prepare_threshold": 5, "options": planner, "connect_timeout": 10}
            config["OPTIONS"] = ours | config.get("OPTIONS", {})  # what the address says has the last word
        return config

    def cache(self) -> dict[str, Any]:
        """Django's settings for the cache that CACHE_URL names, local memory by default."""
        url = self.text("CACHE_URL")
        if url is None:
            # Counts of requests live in it: many readers must not push each other out.
            return {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "OPTIONS": {"MAX_ENTRIES": 50_000},
            }
        if not url.startswith(("redis://", "rediss://")):
            raise ImproperlyConfigured(f"CACHE_URL is {url!r}: write it like redis://host:6379/1.")
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}

    def mail(self) -> dict[str, Any]:
        """Django's EMAIL_… settings for the server that EMAIL_URL names, standard output by default."""
        url = self.text("EMAIL_URL") or "consolemail://"
        if not url.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "consolemail://")):
            raise ImproperlyConfigured(f"EMAIL_URL is {url!r}: write it like smtp+tls://user:password@host:587.")
        config: dict[str, Any] = environ.Env.email_url_config(url)
        return {name: value for name, value in config.items() if value is not None}
