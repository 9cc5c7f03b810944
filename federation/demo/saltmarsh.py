"""Saltmarsh GP Federation: its practices, its people, its purpose. All of it is made up; nobody uses
Z99 codes."""

from federation.demo.story import StoryMember

SLUG, NAME = "saltmarsh", "Saltmarsh GP Federation"
PURPOSE = (
    "We are 12 practices on one stretch of coast. We stay small where being known matters and act "
    "together where size "
    "helps. What binds all of us is decided by all of us, and what we gain together is shared in a "
    "way that each of us "
    "can check."
)
AIMS = (
    "Keep general practice strong: every practice can go on, and nobody has to merge to survive",
    "The same offer for every patient, wherever they are registered",
    "Learn from each other: what works in one practice is known in all",
    "Share work and gains fairly among practices",
)
NEIGHBOURHOODS = ("Coast", "Marsh", "Downs")

# Code, name, registered patients, neighbourhood.
PRACTICES = (
    ("Z99001", "Driftwood Surgery", 11240, "Coast"),
    ("Z99002", "Lighthouse Medical Centre", 16480, "Coast"),
    ("Z99003", "Quayside Practice", 8910, "Coast"),
    ("Z99004", "Saltpan Lane Surgery", 4370, "Coast"),
    ("Z99005", "Estuary View Surgery", 13050, "Marsh"),
    ("Z99006", "Heron Health Centre", 19860, "Marsh"),
    ("Z99007", "Reedbed Surgery", 6120, "Marsh"),
    ("Z99008", "Tidemill Practice", 9730, "Marsh"),
    ("Z99009", "Chalk Hill Surgery", 7480, "Downs"),
    ("Z99010", "Gorse Lane Medical Practice", 12310, "Downs"),
    ("Z99011", "Skylark Surgery", 3290, "Downs"),
    ("Z99012", "Windmill Health Centre", 10660, "Downs"),
)
ASSOCIATE = ("Z99013", "Ferry Lane Surgery", 2140, "Coast")
CLOSED = ("Z99014", "Old Harbour Surgery", 1980, "Coast")

MEMBERS = (
    StoryMember(
        "ruth", "Ruth Calloway", ("administrator",), "Administrator: sets up, imports, invites; has no vote"
    ),
    StoryMember("colin", "Colin Marsden", ("administrator",)),
    StoryMember(
        "priya",
        "Priya Nair",
        ("representative Z99001",),
        "Representative of Driftwood Surgery: has votes to cast",
    ),
    StoryMember(
        "tom", "Dr Tom Ashdown", ("representative Z99001",), "Second representative of Driftwood Surgery"
    ),
    StoryMember(
        "meilin",
        "Mei Lin Foster",
        ("representative Z99004",),
        "Representative of Saltpan Lane Surgery: author of an open vote",
    ),
    StoryMember(
        "marian",
        "Dr Marian Okafor",
        ("executive chair",),
        "Executive, chair: closes early, decides ties, writes outcomes",
    ),
    StoryMember(
        "bethan",
        "Dr Bethan Rees",
        ("executive",),
        "Executive here, and representative in a second federation",
    ),
    StoryMember(
        "helen",
        "Helen Stray",
        ("representative Z99006",),
        "Representative of Heron Health Centre, the largest practice",
    ),
    StoryMember(
        "owen",
        "Dr Owen Tarrant",
        ("representative Z99011", "representative Z99012"),
        "Represents two practices: Skylark and Windmill",
    ),
    StoryMember(
        "asha", "Asha Verma", ("member Z99001",), "Practice member of Driftwood Surgery: reads and discusses"
    ),
    StoryMember(
        "winifred", "Winifred Cope", ("lay_partner",), "Lay partner: speaks for patients, has no vote"
    ),
    StoryMember("leo", "Leo Brandt", ("observer",), "Observer: reads"),
    StoryMember("sunil", "Dr Sunil Mistry", ("representative Z99002",)),
    StoryMember("carla", "Carla Dunmore", ("representative Z99002",)),
    StoryMember("imran", "Dr Imran Sadiq", ("representative Z99003",)),
    StoryMember("petra", "Petra Lindqvist", ("representative Z99005",)),
    StoryMember("joe", "Joe Pennock", ("representative Z99008",)),
    StoryMember("naomi", "Dr Naomi Adeyemi", ("representative Z99007",)),
    StoryMember("frank", "Frank Ottery", ("representative Z99009",)),
    StoryMember("gareth", "Gareth Hollis", ("representative Z99010",)),
    StoryMember("lucia", "Dr Lucia Ferrante", ("representative Z99010",)),
    StoryMember("hannah", "Hannah Crowe", ("representative Z99012",)),
    StoryMember("ivy", "Ivy Pendle", ("member Z99006",)),
    StoryMember("marcus", "Marcus Teal", ("member Z99008",)),
    StoryMember("yusuf", "Yusuf Amari", ("member Z99013",)),
)
VOTERS = {
    "Z99001": "priya",
    "Z99002": "sunil",
    "Z99003": "imran",
    "Z99004": "meilin",
    "Z99005": "petra",
    "Z99006": "helen",
    "Z99007": "naomi",
    "Z99008": "joe",
    "Z99009": "frank",
    "Z99010": "gareth",
    "Z99011": "owen",
    "Z99012": "hannah",
}
"""Who casts a practice's ballot in the stories."""
