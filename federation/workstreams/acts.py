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
    Act("task.given", "gave somebody a task of a group"),
    Act("task.handed_on", "handed on a task of a group"),
    Act("task.changed", "said how a task of a group stands"),
    Act("task.reworded", "worded a task of a group anew"),
    Act("work.brought", "brought work to a group"),
    Act("work.settled", "noted what became of work that was brought to a group"),
    Act("work.reworded", "worded the work of a group anew"),
    Act("work.reopened", "opened work that was brought to a group again"),
    Act("work.hours_noted", "noted time that they gave to a task of a group"),
    Act("work.hours_taken_back", "took back time that they had noted for a task of a group"),
    Act("work.said", "said something about the work of a group"),
    Act("work.resaid", "changed what they said about the work of a group"),
    Act("work.unsaid", "took back what they said about the work of a group"),
    Act("work.filed", "added a file to the work of a group"),
    Act("work.unfiled", "deleted a file of the work of a group"),
)
