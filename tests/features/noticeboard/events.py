"""What happened on the noticeboard."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticePinned:
    """Somebody pinned a notice."""

    federation_id: int
    notice_id: int
