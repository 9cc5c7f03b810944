"""The acts of bids in the record. Who bids is not in it before bids are opened: what bidders do names nobody."""

from federation.plugin.feature import Act, RecordedThing

BID_ACTS = (
    Act("bid.invited", "asked somebody to bid in a tender"),
    Act("bid.declined", "heard that somebody who was asked does not bid"),
    Act("bid.received", "took in a bid, sealed"),
    Act("bid.withdrawn", "took back a bid for its bidder"),
    Act("bid.late", "refused what came after the deadline of a tender"),
    Act("bid.asked", "took in a question of a bidder"),
    Act("bid.answered", "answered a question of a bidder, for all bidders"),
    Act("bid.extended", "gave all bidders in a tender more time", detail="why"),
    Act("bid.half_opened", "opened their half of what is sealed in a tender"),
    Act("bid.opened", "opened what was sealed in a tender, as the second person"),
    Act("bid.refused", "wanted to open bids and was refused"),
)
BID_THINGS = (
    RecordedThing("tendering_quality", "Answers of bid {}"),
    RecordedThing("tendering_price", "Price of bid {}"),
    RecordedThing("tendering_bid_file", "File {} of a bid"),
)
