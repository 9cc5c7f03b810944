"""The ways to decide: each is one value, ``METHOD``, in one file, which is registered by lying here."""

from importlib import import_module
from pkgutil import iter_modules

from federation.decisions.rules.counting.method import METHODS, register

for _found in iter_modules(__path__):
    _module = import_module(f"{__name__}.{_found.name}")
    if hasattr(_module, "METHOD"):
        register(_module.METHOD)

__all__ = ["METHODS"]
