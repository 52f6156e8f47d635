"""Where a webhook may go: many spellings of many addresses, and only public ones pass."""

import socket
from ipaddress import ip_address

import pytest
from django.utils import translation

from companies.webhooks.addresses import Forbidden, Target, addresses_of, is_public, read_url, resolve

PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4007:80e::200e"]
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.2.3",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "2002:7f00:1::", "2002:808:808::1", "4000::1", "5f00::1",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::1%1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared word by word."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize("text", PUBLIC)
def test_public(text):
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_not_public(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_name_with_such_an_address_is_refused(text):
    target = read_url("https://partner.example/")
    with pytest.raises(Forbidden, match=r"^partner\.example has an address that is not public: it is not called\.$"):
        addresses_of(target, resolver=lambda host, port: [text])


@pytest.mark.parametrize("order", [["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["2606:4700::1", "::1"]])
def test_one_address_that_is_not_public_spoils_the_name(order):
    with pytest.raises(Forbidden):
        addresses_of(read_url("https://partner.example/"), resolver=lambda host, port: order)


def test_every_public_address_of_a_name():
    addresses = addresses_of(read_url("https://partner.example/"), resolver=lambda host, port: PUBLIC[:2])
    assert [str(address) for address in addresses] == ["8.8.8.8", "1.1.1.1"]


LOCAL_HOSTS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "10.0.0.1", "3232235521", "0xa9fea9fe", "169.254.169.254", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[64:ff9b::a00:1]", "[fe80::1]", "[0:0:0:0:0:0:0:1]", "127.0.0.1.",
]  # fmt: skip


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_address_in_any_spelling_is_refused(host):
    with pytest.raises((Forbidden, socket.gaierror)):
        addresses_of(read_url(f"https://{host}/hook"))


@pytest.mark.parametrize("host", LOCAL_HOSTS[:-1])
def test_address_is_refused_before_it_is_stored(host):
    with pytest.raises(Forbidden):
        read_url(f"https://{host}:8443/hook")


def test_name_of_this_machine_is_refused():
    with pytest.raises(Forbidden, match=r"^localhost has an address that is not public"):
        addresses_of(read_url("https://localhost/hook"))


WRONG = {
    "http://partner.example/": "Only https is called",
    "ftp://partner.example/": "Only https is called",
    "file:///etc/passwd": "Only https is called",
    "//partner.example/": "Only https is called",
    "https://": "names no host",
    "https:///path": "names no host",
    "https://[fe80::1%25eth0]/": "no address|names no host|ASCII",
    "https://u:p@partner.example/": "a user, a password",
    "https://@partner.example/": "a user, a password",
    "https://partner.example/#part": "a fragment",
    "https://partner.example:22/": "Port 22 is not called",
    "https://partner.example:0/": "Port 0 is not called",
    "https://partner.example:70000/": "This is no address",
    "https://partner.example:x/": "This is no address",
    "https://[::1/": "This is no address",
    "https://partner.example\\@10.0.0.1/": "ASCII",
    "https://partner.example/ x": "ASCII",
    "https://partner.example/\r\nHost: x": "ASCII",
    "https://１２７.0.0.1/": "ASCII",
    "https://pärtner.example/": "ASCII",
    "https://partner.example/" + "x" * 500: "at most 500",
}


@pytest.mark.parametrize("url", WRONG)
def test_wrong_url(url):
    with pytest.raises(Forbidden, match=WRONG[url]):
        read_url(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://Partner.Example", Target("https", "partner.example", 443, "/")),
        ("https://partner.example:8443/a/b?c=d", Target("https", "partner.example", 8443, "/a/b?c=d")),
        ("https://partner.example:80/", Target("https", "partner.example", 80, "/")),
        ("https://[2606:4700::1]/x", Target("https", "2606:4700::1", 443, "/x")),
    ],
)
def test_good_url(url, target):
    assert read_url(url) == target


def test_loopback_where_it_is_allowed():
    target = read_url("http://127.0.0.1:9000/", allow_loopback=True)
    assert [str(one) for one in addresses_of(target, allow_loopback=True)] == ["127.0.0.1"]


@pytest.mark.parametrize("address", ["8.8.8.8", "10.0.0.1"])
def test_http_goes_no_further_than_loopback(address):
    target = read_url("http://partner.example/", allow_loopback=True)
    with pytest.raises(Forbidden):
        addresses_of(target, allow_loopback=True, resolver=lambda host, port: [address])


def test_resolving_gives_each_address_once():
    addresses = resolve("localhost", 443)
    assert set(addresses) <= {"127.0.0.1", "::1"}
    assert len(addresses) == len(set(addresses))


def test_name_without_address():
    with pytest.raises(socket.gaierror):
        resolve("nowhere.invalid", 443)
