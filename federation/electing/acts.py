"""The acts of elections in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act, RecordedThing

ACTS = (
    Act("election.begun", "began an election to a group"),
    Act("election.stood", "put themselves forward for a seat in a group"),
    Act("election.stood_down", "no longer stood for a seat in a group"),
    Act("election.opened", "let the members vote on who sits in a group"),
)
THINGS = (RecordedThing("election", "Election {} to a group", "electing.election", "election_id"),)
