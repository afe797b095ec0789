"""Addresses that may become links: whole, and of the web."""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.diagnostics import UNFIT
from sitegen.patterns import regex

_UNSAFE = regex(r'[\s\\<>"`{}|^]')
_HOST = regex(r"(?=.{4,253}\Z)(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}")


def why_no_link(address: str) -> str | None:
    """Why an address cannot become a link, in words that follow it; None where it can.

    The host is a name with a dot, in letters that every resolver takes.
    """
    if _UNSAFE.search(address) or UNFIT.search(address):
        return "holds a space, or a sign that no address holds"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "cannot be read as an address"
    if parts.scheme not in ("http", "https"):
        return "does not begin with https:// or http://"
    if "@" in parts.netloc:
        return "holds a user name before its host"
    if not _HOST.fullmatch(host) or port == 0:
        return "has no host that can be found, such as www.nrmp.org"
    return None
