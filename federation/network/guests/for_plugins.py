"""Guests as plugins invite, list and end them: those of their own kinds of things."""

from federation.network.guests import actions, queries
from federation.plugin.callers import own_kinds

end_guest = own_kinds(actions.end_guest)
erase_guest = own_kinds(actions.erase_guest)
guests_of = own_kinds(queries.guests_of)
invite_guest = own_kinds(actions.invite_guest)
