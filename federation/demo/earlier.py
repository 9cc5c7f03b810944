"""The register of Saltmarsh before that: what was decided, shortly."""

from dataclasses import replace

from federation.demo.story import Story

_SIMPLE = "simple_majority"


def _past(ended: int, title: str, body: str, author: str, votes: str, rule: str = _SIMPLE, aims: tuple[int, ...] = (1,), outcome: str = "",
          kind: str = "everyday") -> Story:
    """A decision that closed so many days ago, after two weeks of voting and one of discussion."""
    return Story(title=title, body=body, author=author, drafted=-ended - 24, shown=-ended - 21, opened=-ended - 14, closes=-ended,
                 rule=rule, votes=votes, aims=aims, outcome=outcome, kind=kind)


STORIES = (
    _past(230, "Buy examination gloves together", "We buy gloves together from the cheapest of three offers.", "hannah", "fffff ffffff", aims=(4,),
          outcome="Windmill orders for all, each quarter."),
    _past(244, "Train two receptionists as interpreters", "We pay the course of two receptionists who speak a second language.", "petra", "ff fffaffff ", aims=(2, 3),
          outcome="Both passed in summer."),
    _past(259, "Ask patients the same three questions each spring", "Every practice asks the same three questions in the first week of March.", "asha", "fffffafffff-",
          aims=(2,), outcome="The answers of all practices were published in April."),
    _past(273, "One car park permit for visiting staff", "The office keeps 6 permits and lends them by the day.", "frank", "ff-fff f fff", outcome="In use."),
    _past(288, "Close early on the last Friday of the year", "All practices close at 4pm on the last Friday of the year.", "carla", "aafaaf-aaafa", aims=(1,)),
    _past(302, "Let students of the college sit in", "Each practice takes one student of the college for a week.", "naomi", "ffffff-fffff", aims=(3,),
          outcome="11 students came; 2 want to stay."),
    _past(316, "Elect the executive for two years", "The executive is elected for two years and not for one.", "marian", "ffffffaff ff", "special_resolution", (1,),
          "In force from the next election.", "rules"),
    _past(331, "A fund for locums in a crisis", "Each practice pays 20p a patient into a fund that pays locums in a crisis.", "lucia", "fa aafaf-aaf", "double_majority", (4,),
          kind="shared"),
    _past(345, "Print the newsletter no more", "The newsletter is sent by email only.", "asha", "fff fffff ff", outcome="£640 a year saved."),
    _past(359, "Should we have a common logo?", "Tell us whether you would like a common logo.", "bethan", "fafaa-afaaf ", "advisory", (1,),
          outcome="Most would rather not. We leave it."),
    _past(374, "Take Ferry Lane Surgery in as an associate", "Ferry Lane Surgery joins as an associate for a year.", "imran", "ffffffffffff", "special_resolution", (1,),
          "Ferry Lane joined in the same month.", "rules"),
    _past(388, "Compare how we answer the telephone", "Each practice counts calls, waits and calls given up in one week of each quarter.", "hannah", "ffff fffffff", aims=(2, 3),
          outcome="Four quarters are in the folder."),
    _past(402, "Share one pharmacist among the three smallest", "Saltpan Lane, Reedbed and Skylark share a pharmacist.", "owen", "fffffffff-ff", aims=(1, 4), kind="shared",
          outcome="She began in spring."),
    _past(417, "Leave the old appointment system", "All practices leave the old appointment system by the end of the year.", "sunil", "ff  f a f  f"),
    _past(431, "A rule on gifts", "Nobody takes a gift of more than £20 from somebody who sells to us. Gifts are written down.", "gareth", "fffffff fff ", aims=(4,), kind="rules",
          rule="special_resolution", outcome="The list of gifts is with the office."),
    _past(445, "Give every practice a page", "Every practice has a page on our site and looks after it.", "carla", "ffffa ffff f", aims=(1,), outcome="12 pages are there."),
    replace(_past(470, "Share the visiting pilot equally", "The visits of the pilot are shared equally: 40 for each practice.", "joe", "fffafaff-aff", aims=(4,), kind="shared",
                  outcome="The pilot begins in September."), key="visiting pilot"),
    replace(_past(485, "Which day for clinical waste?", "The van comes on the day that most of us choose.", "frank", "1 1122111  1", "one_of_several", (4,), "It comes on Mondays."),
            options=(("Monday", ""), ("Thursday", ""))),
    _past(499, "A day for carers", "Each practice holds a day for carers in June.", "naomi", "fffffff-fff ", aims=(2,), outcome="9 practices held it."),
    _past(513, "Pay the chair by the day", "The chair is paid for 3 days a month.", "petra", "ffff-fff fff", aims=(1,), kind="shared", outcome="From the next month on."),
    _past(528, "Refuse free samples", "No practice takes free samples from companies.", "lucia", "fa--a-afaa-f", aims=(4,)),
    _past(542, "One policy on violence", "All practices use the same policy on violence against staff.", "carla", "cccccccccccc", "consent", (1,), "In force."),
    _past(557, "Ask for a bus stop at Gorse Lane", "We ask the county for a bus stop at Gorse Lane.", "gareth", "ffffff f-fff", aims=(2,), outcome="The county refused. We ask again next year."),
    _past(571, "Buy a shared spirometer", "We buy one spirometer, and each practice has it for a month.", "imran", "f  f f f    ", aims=(4,), kind="shared"),
    _past(585, "Close Old Harbour’s list together", "When Old Harbour Surgery closes, its patients choose among all of us, and nobody is refused.", "meilin", "fffffffffff ", aims=(2,),
          kind="shared", outcome="1,980 patients were registered within 6 weeks."),
    replace(_past(612, "Meet every month", "Members meet on the first Wednesday of each month.", "marian", "fffffff ffff", "special_resolution", (3,), "The first meeting was in the same month.", "rules"),
            key="monthly meetings"),
    _past(640, "Our purpose and our four aims", "We adopt the purpose and the four aims as they stand in the paper.", "marian", "ffffffffffff", "special_resolution", (1, 2, 3, 4),
          "They stand at the head of this federation.", "rules"),
    _past(655, "Found Saltmarsh GP Federation", "We found a federation of our 12 practices.", "marian", "ffffffffffff", "written_special_resolution", (1,),
          "Founded.", "rules"),
)
