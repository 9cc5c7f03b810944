"""The commands of the network, room by room; those for people are added to the command ``person``."""

from federation.network.federation.commands import create
from federation.network.imports.commands import import_
from federation.network.members.commands import token
from federation.network.plugins.commands import plugin
from federation.network.record.commands import record, seal

commands = (create, import_, plugin, record, seal, token)
