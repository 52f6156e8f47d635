"""Where a webhook may go: which URLs can be subscribed, and which addresses may be connected to.

A name is looked up once for each request, every address that it has is judged, and the connection is made to an
address that was judged. So a name that answers differently the next time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]

MAX_URL_LENGTH = 500
FORM = (  # of an address after its scheme: host, port, path and query
    r"://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?][A-Za-z0-9!$&'()*+,./:;=?@_~\[\]%-]*)?"
)
PORTS = {"https": 443, "http": 80}
LOW_PORTS = (80, 443)  # below 1024 live the services of the system; a receiver is none of them

# IANA's registries of special-purpose addresses, and multicast. Python's own `is_global` has changed between
# releases, so it is asked too, but not alone.
SPECIAL_IPV4 = [
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
UNICAST_IPV6 = IPv6Network("2000::/3")  # loopback, mapped, NAT64, local and multicast addresses all lie outside
SPECIAL_IPV6 = [
    ip_network(network)
    for network in (
        "2001::/23",  # protocols: Teredo, ORCHID, benchmarks
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
    )
]  # fmt: skip


class Forbidden(ValueError):
    """A URL that cannot be subscribed, or an address that is not connected to. The message says why."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: the parts of a URL that was found good."""

    scheme: str
    host: str  # a name, or an address without brackets
    port: int
    path: str  # with the query

    @property
    def is_encrypted(self) -> bool:
        """True for https."""
        return self.scheme == "https"


def read_url(url: str, *, allow_loopback: bool = False) -> Target:
    """The target of a URL. Raises Forbidden for one that is not https, is spelled oddly, or names a local address.

    `allow_loopback` is for tests and development: http to this machine is fine then.
    """
    if len(url) > MAX_URL_LENGTH or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>^`{|}'):
        raise Forbidden(
            _("Write the address in at most %(most)s ASCII characters, without spaces: https://name.example/path.")
            % {"most": MAX_URL_LENGTH}
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Forbidden(_("This is no address. Write it like https://name.example/path.")) from None
    host = parts.hostname or ""
    if parts.scheme not in (PORTS if allow_loopback else ["https"]):
        raise Forbidden(_("Only https is called: the address begins with https://."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Forbidden(_("The address has a user, a password or a fragment (#): leave them out."))
    if not host:
        raise Forbidden(_("The address names no host. Write it like https://name.example/path."))
    if not re.fullmatch(parts.scheme + FORM, url):
        raise Forbidden(_("This is no address. Write it like https://name.example/path."))
    port = PORTS[parts.scheme] if port is None else port
    if port not in LOW_PORTS and port < 1024:
        raise Forbidden(_("Port %(port)s is not called. Use 443, 80, or one from 1024 on.") % {"port": port})
    refuse_local_literal(host, allow_loopback=allow_loopback)
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def refuse_local_literal(host: str, *, allow_loopback: bool) -> None:
    """Raise Forbidden for a host that is an address, in whatever spelling, and not a public one."""
    try:
        literal: Address = ip_address(host)
    except ValueError:
        try:
            literal = IPv4Address(socket.inet_aton(host))  # what a resolver makes of 2130706433, 0x7f.1, 0177.1
        except OSError:
            return
    if not may_be_called(literal, allow_loopback=allow_loopback):
        raise Forbidden(_("%(address)s is not a public address: it is not called.") % {"address": literal})


def is_public(address: Address) -> bool:
    """True for an address of the internet at large."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in SPECIAL_IPV4)
    in_use = address in UNICAST_IPV6 and address.scope_id is None
    return in_use and address.is_global and not any(address in network for network in SPECIAL_IPV6)


def may_be_called(address: Address, *, allow_loopback: bool) -> bool:
    """True for a public address, and for loopback where it is allowed."""
    return is_public(address) or (allow_loopback and address.is_loopback)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order of preference. Raises OSError where it has none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def addresses_of(target: Target, *, allow_loopback: bool = False, resolver: Resolver = resolve) -> list[Address]:
    """The addresses to connect to. One that is not public makes Forbidden of them all. Raises OSError.

    The message does not tell the address: what names mean inside our network is nobody's business.
    """
    addresses = [ip_address(text) for text in resolver(target.host, target.port)]
    if not addresses:
        raise OSError(f"{target.host} has no address")
    for address in addresses:
        if not may_be_called(address, allow_loopback=allow_loopback):
            raise Forbidden(_("%(host)s has an address that is not public: it is not called.") % {"host": target.host})
        if not (target.is_encrypted or address.is_loopback):
            raise Forbidden(_("Only https is called: the address begins with https://."))
    return addresses
