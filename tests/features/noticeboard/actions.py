"""What members do: pin a notice. It is an entry of the record, and its words lie in the search."""

from federation.noticeboard.events import NoticePinned

from federation.kernel import record, search
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.plugin.announcements import announce


def pin(actor: Actor, title: str, text: str) -> int:
    """Pin a notice; returns its number."""
    authorize(actor, "noticeboard.pin")
    with unit_of_work():
        number = record.append(
            actor.person_id, "notice.pinned", "notice:new", digest=record.digest([title, text])
        )
        record.append(actor.person_id, "notice.pinned", f"notice:{number}")
        search.index("notice", number, title, text)
        announce(
            NoticePinned(actor.federation_id, number), f"noticeboard.pinned:{actor.federation_id}:{number}"
        )
        return number
