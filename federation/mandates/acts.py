"""The acts of mandates in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act, RecordedThing

ACTS = (
    Act("mandate.granted", "gave a group its mandate"),
    Act("mandate.replaced", "put another mandate in the place of a group’s"),
    Act("mandate.withdrawn", "took a group’s mandate back"),
    Act("budget.decided", "shared out money among groups"),
    Act("budget.overtaken", "did not share out money that was shared out otherwise meanwhile"),
    Act("recall.signed", "asked for the recall of a group’s mandate"),
    Act("recall.taken_back", "no longer asked for the recall of a group’s mandate"),
    Act("recall.opened", "let the members vote on the recall of a group’s mandate"),
    Act("mandate.finished", "said what became of what was not finished under a group’s mandate"),
    Act("mandate.suspended", "stopped a group whose report is overdue"),
    Act("report.sent", "reported to the members for a group"),
    Act("report.ratified", "accepted the report of a group"),
    Act("report.sent_back", "sent the report of a group back"),
    Act("act.done", "did something for a group in the members’ name"),
    Act("act.paid", "wrote down money that a group spent"),
    Act("act.called_in", "called in what a group has done"),
    Act("act.released", "let an act of a group go on"),
    Act("act.stopped", "stopped an act of a group"),
    Act("act.escalated", "asked the members for something outside a group’s mandate"),
    Act("act.let", "let a group do what it had asked for"),
)
THINGS = (
    RecordedThing("mandate", "Mandate {}", "mandates.mandate", "mandate_id"),
    RecordedThing("act", "Act {} of a group", "mandates.act", "act_id"),
    RecordedThing("report", "Report {} of a group", "mandates.report", "report_id"),
)
