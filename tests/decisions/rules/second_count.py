"""A second count of a vote, written from the words of the rules alone: plain data, nothing of the product.

``rule`` is the rule as JSON. ``roll`` has (code, patients, votes, stood aside); ``ballots`` maps a code to
(stance, resolved, points by option). The answer is (verdict, options chosen).
"""


def votes_of(weights, practices):
    """Votes by code, for (code, patients)."""
    kind, given = weights["kind"], {}
    for code, patients in practices:
        if kind == "one":
            given[code] = 1
        elif kind == "patients":
            whole, left = divmod(patients, weights["per"])
            given[code] = whole + (1 if left and weights["rounding"] == "started" else 0)
        elif kind == "banded":
            given[code] = [votes for start, votes in weights["bands"] if start <= patients][-1]
        else:
            given[code] = sum(votes for owner, votes in weights["shares"] if owner == code)
    total = sum(given.values())
    for code, votes in given.items():
        if weights["cap"] is not None and votes > weights["cap"]:
            votes = weights["cap"]
        if weights["cap_share"] is not None:
            top, bottom = fraction(weights["cap_share"])
            votes = min(votes, max(1, total * top // bottom))
        given[code] = votes
    return given


def fraction(text):
    top, _, bottom = text.partition("/")
    return int(top), int(bottom or 1)


def enough(need, part, whole):
    """Is part of whole as much as is needed? Of nothing, nothing is enough."""
    top, bottom = fraction(need["fraction"])
    if whole == 0:
        return False
    return part * bottom > whole * top if need["strict"] else part * bottom >= whole * top


def exactly_half(need, part, whole):
    return need["fraction"] == "1/2" and need["strict"] and whole > 0 and part + part == whole


def count(rule, roll, ballots, options=(), casting_vote=None):
    """The verdict, and who is chosen."""
    verdict, chosen = counted(rule, roll, ballots, options, casting_vote)
    if chosen is None:
        return verdict, []
    return verdict, chosen if isinstance(chosen, list) else [chosen]


def counted(rule, roll, ballots, options, casting_vote):
    if rule["method"] == "advisory":
        return "advised", None
    may_vote = {code: (patients, votes) for code, patients, votes, aside in roll if not aside}
    cast = {code: ballot for code, ballot in ballots.items() if code in may_vote}
    if not may_vote:
        return "inquorate", None
    if rule["method"] == "silence":
        standing = [code for code, (stance, _, _) in cast.items() if stance == "object"]
        enough_object = len(standing) >= min(rule["objections"], len(may_vote))
        return ("objected" if enough_object else "carried"), None
    all_votes = sum(votes for _, votes in may_vote.values())
    cast_votes = sum(may_vote[code][1] for code in cast)
    for field, part, whole in [
        ("quorum_practices", len(cast), len(may_vote)),
        ("quorum_weight", cast_votes, all_votes),
    ]:
        if rule[field] and not enough(rule[field], part, whole):
            return "inquorate", None
    if not cast:
        return ("not_carried" if rule["base"] == "roll" else "inquorate"), None

    def having(stances, number):
        return sum(may_vote[code][number] for code, (stance, _, _) in cast.items() if stance in stances)

    if rule["method"] == "consent":
        stands = [code for code, (stance, resolved, _) in cast.items() if stance == "object" and not resolved]
        return ("not_carried" if stands else "carried"), None
    if rule["method"] == "points":
        return most_points(rule["seats"], cast, {code: may_vote[code][1] for code in cast}, options)
    if rule["method"] == "approval":
        base = {"roll": all_votes, "cast": cast_votes}.get(rule["base"], having(options, 1))
        return choose(rule, {option: having([option], 1) for option in options}, base, casting_vote)
    base = {"roll": all_votes, "cast": cast_votes}.get(rule["base"], having(["for", "against"], 1))
    shares = [(having(["for"], 1), base)]
    if rule["double_majority"]:
        shares.append((having(["for"], 0), having(["for", "against"], 0)))
    short = [share for share in shares if not enough(rule["threshold"], *share)]
    if not short:
        return "carried", None
    if all(exactly_half(rule["threshold"], *share) for share in short):
        return tie(rule, {"for": "carried", "against": "not_carried"}.get(casting_vote)), None
    return "not_carried", None


def choose(rule, votes, base, casting_vote):
    """One option among several."""
    most = max(votes.values(), default=0)
    first = [option for option, number in votes.items() if number == most]
    if most == 0:
        return "not_carried", None
    need = rule["threshold"]
    suffices = need is None or enough(need, most, base)
    if len(first) == 1:
        return ("carried", first[0]) if suffices else ("not_carried", None)
    if not suffices and not exactly_half(need, most, base):
        return "not_carried", None
    verdict = tie(rule, "carried" if casting_vote in first else None)
    return verdict, casting_vote if verdict == "carried" else None


def most_points(seats, cast, votes, options):
    """An option is chosen if fewer others than there are seats have more points than it, and it has any."""
    sums = dict.fromkeys(options, 0)
    for code, (_, _, points) in cast.items():
        for _ in range(votes[code]):
            for option, number in points.items():
                sums[option] += number
    better = {one: [other for other in options if sums[other] > sums[one]] for one in options}
    chosen = [one for one in options if sums[one] and len(better[one]) < seats]
    chosen.sort(key=lambda one: len(better[one]))
    return ("carried", chosen) if chosen else ("not_carried", None)


def tie(rule, by_chair):
    """What a tie comes to."""
    if rule["tie"] == "casting_vote":
        return by_chair or "tied"
    return rule["tie"]
