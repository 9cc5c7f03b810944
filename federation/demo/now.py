"""What is going on at Saltmarsh: open votes, proposals in discussion, drafts, and one that was withdrawn."""

from federation.demo.story import DecisionStory, StoryComment

_VISITS = {
    "Z99001": ("1,101", "1,124", "1,029"),
    "Z99002": ("1,615", "1,648", "1,029"),
    "Z99003": ("873", "891", "1,029"),
    "Z99004": ("500", "437", "1,029"),
    "Z99005": ("1,279", "1,305", "1,029"),
    "Z99006": ("1,946", "1,986", "1,029"),
    "Z99007": ("600", "612", "1,029"),
    "Z99008": ("953", "973", "1,029"),
    "Z99009": ("733", "748", "1,029"),
    "Z99010": ("1,206", "1,231", "1,029"),
    "Z99011": ("500", "329", "1,029"),
    "Z99012": ("1,044", "1,066", "1,029"),
}
HOME_VISITS = DecisionStory(
    title="Share home visits by patients, with a minimum for small practices",
    author="meilin",
    coauthors=("imran",),
    drafted=-26,
    shown=-21,
    opened=-12,
    closes=3,
    rule="double_majority",
    kind="shared",
    aims=(2, 4),
    replaces="visiting pilot",
    votes=" fff afff   ",
    earlier=(
        "We agree to share the home visits we buy each year by registered patients.",
        "We agree to share the 12,350 home visits we buy each year by registered patients, with at "
        "least 400 visits a "
        "year for every practice. We review this after a year.",
    ),
    body=(
        "We agree to share the 12,350 home visits we buy each year by registered patients, with at "
        "least 500 visits a "
        "year for every practice. We use the list sizes of 1 October. We review this after 6 months."
    ),
    reasons=(
        "In October only 4 in 10 of us agreed that gains are shared fairly. This was our lowest "
        "score. We are about to "
        "buy home visits for everybody, so we should agree how to share them before we see any bid.\n\n"
        "Sharing by patients is simple. But Skylark Surgery and Saltpan Lane Surgery would get less "
        "than 2 visits a "
        "working day, too few for a rota. A minimum of 500 fixes that. It moves 234 of 12,350 visits."
    ),
    considered=(
        (
            "A. By patients, minimum 500 (proposed)",
            "Fair to patients and workable for small practices. Larger practices get 2% less.",
        ),
        (
            "B. By patients alone",
            "The same rate for every patient. Too few visits for 2 practices to plan with.",
        ),
        (
            "C. The same for every practice",
            "Simple. Skylark’s patients would get 6 times as many visits as Heron’s.",
        ),
    ),
    impact={
        "enhanced": "Planning: each practice knows its visits a year ahead.",
        "restored": "Same-day visits at the 2 smallest practices.",
        "replaced": "Asking the federation office visit by visit.",
        "mutated": "A fixed right that is kept when need has moved on. So we review it.",
    },
    effects=(
        ("A: proposed (visits a year)", "B: patients alone (visits a year)", "C: equal (visits a year)"),
        _VISITS,
    ),
    because={
        "Z99003": "Clear, and agreed before any bid.",
        "Z99004": "10 visits a week make a rota. 8 do not.",
        "Z99006": "No evidence yet that small lists need more. We asked for the minimum to lapse "
        "after a year.",
    },
    comments=(
        StoryComment(
            "helen",
            -8,
            10,
            "We would give up 40 visits a year and I have seen nothing that shows small lists need more. "
            "Could the minimum lapse after a year unless the figures support it?",
            (
                StoryComment(
                    "meilin",
                    -7,
                    12,
                    "That is why we review it after 6 months. We will publish visits by practice and "
                    "by need, "
                    "and the members decide then.",
                ),
                StoryComment(
                    "winifred",
                    -7,
                    19,
                    "From the patients’ side: a rota you can rely on matters more than 1 visit in 50.",
                ),
            ),
        ),
        StoryComment(
            "gareth",
            -6,
            10,
            "What happens to visits that a practice does not use?",
            (
                StoryComment(
                    "joe",
                    -6,
                    13,
                    "Unused visits go back to the pool every quarter, and are offered in the same shares.",
                    first="Unused visits go back to the pool.",
                ),
                StoryComment("gareth", -6, 15, "Thank you, that helps."),
            ),
        ),
    ),
)
STORIES = (
    HOME_VISITS,
    DecisionStory(
        title="Winter bank holiday rota: 4 hubs or 2?",
        author="naomi",
        papers={
            "Hours on bank holidays last winter.csv": (
                "Hub,Open,Closed,Patients seen\r\nLighthouse Medical Centre,09:00,13:00,61\r\n"
                "Heron Health Centre,09:00,13:00,48\r\n"
                "Tidemill Practice,09:00,13:00,17\r\nWindmill Health Centre,09:00,13:00,12\r\n"
            ),
            "What we asked patients.txt": "We asked how far they would travel on a bank holiday: 20 minutes, said most.\n",
        },
        drafted=-17,
        shown=-14,
        opened=-9,
        closes=10,
        rule="one_of_several",
        kind="shared",
        aims=(1, 2),
        votes="  2 1  11   ",
        body="On the bank holidays of this winter we open together, in the way that most of us choose.",
        reasons="Last winter each hub was open and none was full. We have staff for 4 hubs only if "
        "nobody is ill.",
        options=(
            ("4 hubs", "Lighthouse, Heron, Tidemill and Windmill, each with one doctor."),
            ("2 hubs", "Lighthouse and Windmill, each with two doctors."),
            ("Each practice for itself", "As it was before we worked together."),
        ),
        because={"Z99003": "Two hubs with two doctors are safer than four with one."},
        comments=(
            StoryComment(
                "hannah",
                -8,
                11,
                "Windmill can be a hub in either case.",
                (StoryComment("naomi", -8, 16, "Thank you. I noted it."),),
            ),
        ),
    ),
    DecisionStory(
        title="One repeat prescription leaflet for all practices",
        author="frank",
        coauthors=("asha",),
        drafted=-20,
        shown=-15,
        opened=-5,
        closes=6,
        rule="consent",
        kind="everyday",
        aims=(2, 3),
        votes="  c  occ    ",
        body="All practices hand out the same leaflet on repeat prescriptions, each with its own "
        "telephone number on it.",
        reasons="Patients who move between us are told 12 different things.",
        because={"Z99006": "The leaflet says 48 hours. We promise our patients 24."},
        answers={"Z99006": "The number of hours is now a gap that each practice fills in."},
        accepts=False,
        comments=(
            StoryComment(
                "ivy",
                -12,
                12,
                "Could it be in large print too?",
                (StoryComment("asha", -11, 10, "Yes. The draft is in the shared folder."),),
            ),
            StoryComment(
                "winifred",
                -3,
                18,
                "The patients’ panel read it and found two words it did not know. I sent them to Frank.",
            ),
        ),
    ),
    DecisionStory(
        title="Lend each other a nurse when two are ill",
        author="priya",
        drafted=-13,
        shown=-6,
        kind="shared",
        aims=(1, 4),
        body="A practice with two nurses ill may ask for one of ours for up to 5 days. Whoever can "
        "lends one; the "
        "borrower pays the hours.",
        reasons="It happened 9 times last winter, and each time somebody rang round for a morning.",
        comments=(
            StoryComment(
                "petra",
                -5,
                11,
                "Who decides when two practices ask on the same day?",
                (
                    StoryComment(
                        "priya",
                        -5,
                        14,
                        "I would say the one with more patients booked. What do others think?",
                    ),
                    StoryComment("imran", -4, 10, "The one that asked for less before."),
                ),
            ),
            StoryComment("ruth", -4, 15, "The office can keep the list of who asked and who lent."),
            StoryComment("marcus", -2, 9, "Please add the healthcare assistants."),
        ),
    ),
    DecisionStory(
        title="Ask the county to pay for interpreters by the hour",
        author="bethan",
        drafted=-8,
        shown=-4,
        kind="other",
        aims=(2,),
        body="Our chair writes to the county, for all of us, and asks it to pay interpreters by the "
        "hour and not by the visit.",
        reasons="By the visit, a 10 minute call costs as much as an hour.",
        comments=(StoryComment("lucia", -3, 13, "Gorse Lane has figures for 6 months and will share them."),),
    ),
    DecisionStory(
        title="Share the wound care clinic at Quayside",
        author="priya",
        coauthors=("tom",),
        drafted=-10,
        kind="shared",
        aims=(2, 4),
        earlier=("All practices may book into the wound care clinic at Quayside.",),
        body="All practices may book into the wound care clinic at Quayside, 4 places a week each, "
        "from April.",
        reasons="Quayside has a room and a nurse. We have the patients.",
    ),
    DecisionStory(title="A joint stall at the county fair", author="owen", drafted=-3, body="", aims=(3,)),
    DecisionStory(
        title="Close all practices for a training afternoon each month",
        author="gareth",
        drafted=-45,
        shown=-41,
        kind="everyday",
        aims=(3,),
        body="All practices close on the third Wednesday afternoon of each month for training.",
        reasons="We never meet otherwise.",
        withdrawn=(
            -30,
            "The county does not allow all of us to close at the same time. I will come "
            "back with two groups.",
        ),
        comments=(StoryComment("winifred", -38, 17, "Where would patients go on that afternoon?"),),
    ),
)
