"""The acts of tenders in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act, RecordedThing

ACTS: tuple[Act, ...] = (
    Act("tender.begun", "began a tender"),
    Act("tender.written", "wrote a version of a tender"),
    Act("tender.interest", "said whether they have an interest in a tender"),
    Act("tender.part_given", "named somebody to score or open the bids of a tender"),
    Act("tender.part_ended", "took back who scores or opens the bids of a tender"),
    Act("tender.start_proposed", "asked the members to start a tender"),
    Act("tender.sharing_proposed", "asked the members how a tender is shared"),
    Act("tender.cancel_proposed", "asked the members to cancel a tender"),
    Act("tender.started", "started a tender by vote"),
    Act("tender.shared", "agreed by vote how a tender is shared"),
    Act("tender.cancelled", "cancelled a tender"),
    Act("tender.vote_too_late", "carried a vote on a tender that came too late"),
)
THINGS = (RecordedThing("tender", "Tender {}", "tendering.tender", "tender_id"),)
