"""The network for programs: who asks, the federation, its aims, practices, people and record."""

from federation.kernel.api import Interface

blueprint = Interface("api_network", __name__, "The federation, its aims, practices, people and record.")

from federation.network.api import about, people, practices  # noqa: E402

__all__ = ["about", "blueprint", "people", "practices"]
