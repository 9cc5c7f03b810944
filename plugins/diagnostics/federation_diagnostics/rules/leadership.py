"""The leaders' profile as data: six features of a network and six uses of its time, in our own words.

The six features are those that Source 4 Networks published for its core questionnaire; the six functions
are those of networks after Malby and Mervyn. Questions and explanations are ours; pages say so.
"""

from dataclasses import dataclass

RATING = (1, 2, 3, 4, 5)
RATING_WORDS = {1: "Not at all", 2: "A little", 3: "Partly", 4: "Mostly", 5: "Fully"}
LONGEST_EVIDENCE = 2_000  # characters


@dataclass(frozen=True)
class FeatureQuestion:
    """One question about a feature, answered from 1 to 5."""

    key: str
    words: str


@dataclass(frozen=True)
class NetworkFeature:
    """One feature of a network that works; ``evidence`` asks what shows it."""

    key: str
    title: str
    questions: tuple[FeatureQuestion, ...]
    evidence: str


@dataclass(frozen=True)
class NetworkFunction:
    """One thing that a network spends its time on."""

    key: str
    title: str
    words: str


def _feature(key: str, title: str, evidence: str, **questions: str) -> NetworkFeature:
    asked = tuple(FeatureQuestion(f"{key}_{short}", words) for short, words in questions.items())
    return NetworkFeature(key, title, asked, evidence)


FEATURES: tuple[NetworkFeature, ...] = (
    _feature(
        "purpose",
        "Purpose and identity",
        "Where can a new practice read or hear what you are for?",
        agreed="How far do all practices give the same answer when asked what you are for?",
        belonging="How far do people say “we” and mean the federation?",
        guiding="How far does the purpose settle what you take on and what you leave?",
    ),
    _feature(
        "issue",
        "A compelling issue",
        "Which issue is it, and what made you choose it?",
        urgent="How far do you work on something that no practice could solve alone?",
        energy="How far do people give time to it without being chased?",
        current="How far is it still the right issue today?",
    ),
    _feature(
        "needs",
        "Meeting members’ needs",
        "What did members last ask for, and what became of it?",
        asked="How far do you know what each practice needs from the federation?",
        served="How far do practices get it?",
        small="How far does that hold for the smallest practices too?",
    ),
    _feature(
        "leading",
        "Adapted leadership",
        "Who leads what, and how much paid time do they have for it?",
        authority="How far do leaders manage without ordering, where nobody is anybody’s boss?",
        time="How far do leaders have the time that the role takes?",
        skill="How far are leaders helped to learn how to lead among equals?",
    ),
    _feature(
        "ties",
        "Relationships and ties",
        "When did practices last meet face to face, and who came?",
        trust="How far do practices rely on each other’s word?",
        across="How far are there ties between all practices, not only through the centre?",
        meeting="How far do people meet in person often enough to know each other?",
    ),
    _feature(
        "outputs",
        "Helpful outputs",
        "Name two things that members use every week.",
        used="How far is what you produce used in practices?",
        together="How far is it made together with those who use it?",
        worth="How far is it worth the effort that went into it?",
    ),
)

FUNCTIONS: tuple[NetworkFunction, ...] = (
    NetworkFunction("community", "Community building", "Helping people to know and trust each other"),
    NetworkFunction("filtering", "Filtering", "Finding what matters in the flood of information"),
    NetworkFunction("amplifying", "Amplifying", "Making a local voice or a good idea heard by many"),
    NetworkFunction("facilitating", "Facilitating", "Helping members to do their own work better"),
    NetworkFunction("investing", "Investing and providing", "Giving members money, staff or services"),
    NetworkFunction("convening", "Convening", "Bringing different people together on one question"),
)

QUESTIONS: dict[str, FeatureQuestion] = {one.key: one for feature in FEATURES for one in feature.questions}
FEATURE_KEYS = tuple(feature.key for feature in FEATURES)
FUNCTION_KEYS = tuple(function.key for function in FUNCTIONS)
