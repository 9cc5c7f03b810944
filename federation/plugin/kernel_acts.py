"""The acts that the kernel writes into the record for whichever feature asks it to, in the words that follow a person's name."""

from federation.kernel.seal import keeping, seals
from federation.plugin.feature import Act

KERNEL_ACTS = (
    Act(seals.MADE, "sealed something"),
    Act(seals.OPENED, "opened what was sealed", "why"),
    Act(seals.POSTPONED, "put off when something sealed may be opened"),
    Act(seals.DROPPED, "destroyed what was sealed"),
    Act(keeping.REWRAPPED, "put what is sealed under another key of the server"),
)
