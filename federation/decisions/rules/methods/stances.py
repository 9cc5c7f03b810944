"""Ways to vote that several methods have."""

from federation.decisions.rules.counting.method import VoteStance

FOR = VoteStance(
    name="for",
    offered="For",
    means="We want this to go ahead",
    mine="I want this to go ahead",
    word="For",
    colour="green",
    did="voted for",
    does="votes for",
    do="vote for",
    doing="for",
    side="for",
)
AGAINST = VoteStance(
    name="against",
    offered="Against",
    means="We do not want this to go ahead",
    mine="I do not want this to go ahead",
    word="Against",
    colour="pink",
    did="voted against",
    does="votes against",
    do="vote against",
    doing="against",
    side="against",
)
ABSTAIN = VoteStance(
    name="abstain",
    offered="Abstain",
    means="We take part, but choose neither",
    mine="I take part, but choose neither",
    word="Abstained",
    colour="grey",
    did="abstained",
    does="abstains",
    do="abstain",
    doing="abstaining",
    side="other",
)
