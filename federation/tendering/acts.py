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
    Act("tender.threshold", "entered a sum from which the law asks for more"),
    Act("tender.checked", "said whether a bid has what every bid must"),
    Act("tender.locked", "took in the locked scores of a scorer"),
    Act("tender.aside_asked", "asked to judge the bids of a tender without a late scorer", detail="why"),
    Act("tender.aside_confirmed", "confirmed that bids are judged without a late scorer", detail="why"),
    Act("tender.agreed", "wrote down what the scorers of a bid agree on"),
    Act("tender.confirmed", "confirmed what the scorers of a bid agree on"),
    Act("tender.award_proposed", "asked the members to award a tender"),
    Act("tender.awarded", "awarded a tender by vote"),
    Act("tender.change_asked", "asked that an award is shared out anew"),
    Act("tender.change_confirmed", "confirmed that an award is shared out anew"),
    Act("tender.change_proposed", "asked the members to share an award out otherwise"),
    Act("tender.change_voted", "shared an award out otherwise by vote"),
    Act("tender.change_ended", "ended a change of how an award is shared out"),
    Act("tender.challenged", "wrote down what a bidder asks about an award"),
    Act("tender.challenge_answered", "answered a bidder about an award"),
    Act("tender.contracted", "put the contract of an award into the register"),
    Act("tender.vote_too_late", "carried a vote on a tender that came too late"),
)
THINGS = (RecordedThing("tender", "Tender {}", "tendering.tender", "tender_id"),)
