"""Thistledown Practices Together: a small second federation, so that switching can be seen."""

from federation.demo.story import DecisionStory, StoryComment, StoryMember

SLUG, NAME = "thistledown", "Thistledown Practices Together"
PURPOSE = "3 village practices that answer each other's telephones."
AIMS = ("No patient waits because one practice is short of people", "Each practice keeps its own door")
NEIGHBOURHOODS = ("Hill", "Vale")
PRACTICES = (
    ("Z99101", "Fernbank Surgery", 5210, "Hill"),
    ("Z99102", "Millrace Practice", 7030, "Vale"),
    ("Z99103", "Three Oaks Surgery", 3880, "Vale"),
)
MEMBERS = (
    StoryMember("nora", "Nora Vantage", ("administrator",), "Administrator of the second federation"),
    StoryMember("bethan", "Dr Bethan Rees", ("representative Z99101",)),
    StoryMember("edwin", "Edwin Marlow", ("executive chair", "representative Z99102")),
    StoryMember("saira", "Dr Saira Holt", ("representative Z99103",)),
)
VOTERS = {"Z99101": "bethan", "Z99102": "edwin", "Z99103": "saira"}
STORIES = (
    DecisionStory(
        title="Answer each other's telephones over lunch",
        author="edwin",
        drafted=-70,
        shown=-66,
        opened=-60,
        closes=-52,
        body="From next month one practice answers the telephones of all 3 from 12.30pm to 1.30pm, "
        "in turn by week.",
        reasons="Each of us closes the lines at lunch. Together we need not.",
        aims=(1,),
        votes="fff",
        outcome="Millrace begins. We count the calls for 3 months.",
        review=80,
    ),
    DecisionStory(
        title="Buy one set of scales for the baby clinic",
        author="saira",
        drafted=-9,
        shown=-8,
        opened=-6,
        closes=5,
        body="We buy one set of scales together, for £480, and keep it at Three Oaks.",
        reasons="None of ours is accurate.",
        aims=(1,),
        votes="  f",
        comments=(
            StoryComment(
                "edwin",
                -7,
                11,
                "Who pays if it breaks?",
                (StoryComment("saira", -7, 14, "All 3, by patients."),),
            ),
        ),
    ),
)
