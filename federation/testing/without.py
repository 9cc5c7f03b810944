"""The product on a database where a plugin's code is gone: run as a program of its own, which never imports it.

Reads from its input, and prints, JSON.
"""

import json
import sys
from typing import Any

from federation.app import create_app
from federation.testing.databases import settings_for

_PAGES = (
    "",
    "shared-work/",
    "our-federation/",
    "our-federation/record",
    "practices/",
    "people/",
    "decisions/",
    "search?q=help",
)


def pages(asked: dict[str, Any]) -> dict[str, Any]:
    """The status of the product's pages and of the plugin's first one, and what was imported of the plugin."""
    client = create_app(settings_for(asked["url"]), ()).test_client(use_cookies=False)

    def status(name: str, path: str) -> int:
        address = f"/f/{asked['slug']}/{path}"
        return int(client.get(address, headers={"Cookie": asked["cookies"][name]}).status_code)

    core = {f"{name}: {path}": status(name, path) for name in asked["cookies"] for path in _PAGES}
    core["admin: admin/plugins/"] = status("admin", "admin/plugins/")
    return {
        "core": core,
        "own": status("rep1", f"{asked['name']}/"),
        "imported": [package for package in asked["packages"] if package in sys.modules],
    }


if __name__ == "__main__":
    print(json.dumps(pages(json.load(sys.stdin))))
