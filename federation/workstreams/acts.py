"""The acts of workstreams in the record: each in the words that follow a person's name. Their entries say of which group and
milestone or work they are and, where everybody reads the group, carry a fingerprint of the words."""

from federation.plugin.feature import Act

ACTS = (
    Act("workstream.status_said", "said how the work of a group stands"),
    Act("milestone.set", "set a milestone of a group"),
    Act("milestone.reached", "noted that a group reached a milestone"),
    Act("milestone.reopened", "noted that a milestone of a group is not reached after all"),
    Act("milestone.moved", "moved a milestone of a group to another day"),
    Act("milestone.dropped", "dropped a milestone of a group"),
    Act("work.brought", "brought work to a group"),
    Act("work.settled", "noted what became of work that was brought to a group"),
    Act("work.reopened", "opened work that was brought to a group again"),
)
