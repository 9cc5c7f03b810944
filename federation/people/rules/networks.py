"""Where a request comes from, as far as it is counted."""

import ipaddress
from typing import Final

UNKNOWN: Final = "unknown"


def network_of(address: str | None) -> str:
    """The address itself, or for IPv6 the /64 that one surgery has; "unknown" when there is none."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return UNKNOWN
    if found.version == 6:
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
