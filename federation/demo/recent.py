"""What Saltmarsh decided in the last months: one decision of each kind that there can be, with what followed."""

from federation.demo.story import Said, Story, Task

STORIES = (
    Story(
        title="Join the county out-of-hours IT pilot", author="sunil", drafted=-40, shown=-36, opened=-30, closes=-5, kind="shared",
        aims=(1,), votes="affaafaaa-f ", body="We join the county’s pilot of one IT system for out-of-hours care from January.",
        reasons="The county pays the licences for a year.",
        because={"Z99001": "A year is too short to train everybody twice.", "Z99004": "Nobody could say what it costs after the first year.",
                 "Z99006": "Heron would use it tomorrow."},
        comments=(Said("joe", -28, 12, "What becomes of our data after the pilot?", (Said("sunil", -27, 10, "The county’s answer is in the papers: "
                  "it is deleted after 30 days."),)),),
        outcome="We do not join. Heron may join by itself, and tells us in spring how it went.", owner="sunil",
    ),
    Story(
        title="Give the Home Visiting Group its mandate", author="joe", drafted=-58, shown=-54, opened=-48, closes=-39, kind="shared",
        aims=(2, 4), rule="double_majority", votes="fffffff-fff ", review=360,
        body="The Home Visiting Group may plan the rota, publish figures and prepare a tender. It may not spend money or choose a provider.",
        reasons="Twelve of us cannot plan a rota. Five can, if all know what they may do.",
        because={"Z99008": "Clear limits, and a report each quarter."},
        outcome="The group begins at once and reports each quarter.", owner="joe",
        tasks=(Task("Report to the members for the first time", "joe", 20, "under_way", "The figures are together; the text is being written."),),
    ),
    Story(
        title="Start a tender for a home visiting service", author="joe", drafted=-60, shown=-55, opened=-49, closes=-40, kind="shared",
        aims=(2,), votes="fffff-afff  ", key="tender",
        body="We invite bids for 12,350 home visits a year. The members decide on the award.",
        reasons="Each of us buys visits alone and pays up to a third more.",
        because={"Z99007": "Our own nurse does this, and we would rather keep her."},
        outcome="The group writes the tender papers. To answer Reedbed, a practice may keep its own visits.", owner="joe", review=120,
        tasks=(
            Task("Send Driftwood’s October home visit count", "priya", -4, practice="Z99001"),
            Task("Send Saltpan Lane’s October home visit count", "meilin", -4, "done", "Sent on time.", practice="Z99004"),
            Task("Put the agreement on sharing into the tender papers", "joe", 6, "under_way"),
            Task("Ask two other federations what they pay", "bethan", -20, "done", "Both answered. It is in the folder."),
        ),
    ),
    Story(
        title="Employ a shared safeguarding lead", author="lucia", drafted=-90, shown=-84, opened=-79, closes=-66, kind="shared",
        aims=(1, 4), rule="double_majority", votes="f f-f f f f ",
        body="We employ a safeguarding lead for 2 days a week and share the cost by patients.",
        reasons="Each of us has a lead who has no time.",
        outcome="Too few of us voted during the holidays, so nothing is decided. Gorse Lane brings it again.", owner="lucia",
    ),
    Story(
        title="Hold members’ meetings on Thursdays", author="petra", drafted=-100, shown=-95, opened=-86, closes=-73, kind="everyday",
        aims=(3,), rule="chair_decides_tie", votes="ffaaffaafa--",
        body="Our meetings are on the first Thursday of each second month at 1pm.", reasons="Wednesdays are full.",
        comments=(Said("frank", -80, 12, "Thursday is our baby clinic."),),
    ),
    Story(
        title="Use one new patient form", author="imran", drafted=-110, shown=-104, opened=-95, closes=-80, kind="everyday",
        aims=(2, 3), rule="consent", votes="ccccccoccc c", review=100,
        body="All practices use the same form for new patients from September.", reasons="It saves each of us from writing one.",
        because={"Z99007": "The form does not ask who cares for whom."}, answers={"Z99007": "We added a question on carers."},
        outcome="The form is in the shared folder. Reedbed’s question on carers is the fourth.", owner="imran",
    ),
    Story(
        title="Where should the spring away-day be?", author="asha", drafted=-115, shown=-112, opened=-108, closes=-87, kind="everyday",
        aims=(3,), rule="advisory", votes="12111211112 ",
        body="Tell us where you would like the away-day to be.", reasons="Both places are free on the day.",
        options=(("Tidemill Hall", "In the middle, with a kitchen."), ("Chalk Hill Barn", "Quiet, and 40 minutes from the coast.")),
        outcome="We booked Tidemill Hall.", owner="asha",
    ),
    Story(
        title="Which training do we buy together?", author="naomi", drafted=-130, shown=-125, opened=-120, closes=-106, kind="shared",
        aims=(3,), rule="one_of_several", votes="112 21 1 112", body="We buy the training that most of us choose, for 24 people.",
        reasons="Together it costs half.", options=(("Reception: difficult calls", "One day"), ("Wound care", "Two days"), ("Minor illness", "Five days")),
        outcome="Booked for the autumn. Each practice has 2 places.", owner="naomi", review=40,
    ),
    Story(
        title="Share the cost of the federation office by patients", author="marian", drafted=-150, shown=-145, opened=-137, closes=-123,
        kind="shared", aims=(4,), rule="patient_weighted", votes="fafffafff ff",
        body="From April the cost of the federation office is shared by registered patients.",
        reasons="Until now each practice pays the same, so a patient of Skylark costs 6 times as much as one of Heron.",
        because={"Z99002": "We would pay twice as much for the same office.", "Z99006": "We would pay twice as much for the same office."},
        outcome="The new shares begin in April. To answer Lighthouse and Heron, no practice pays more than 15%.", owner="ruth", review=2,
        tasks=(Task("Write to every practice what it pays", "colin", -100, "done"),),
    ),
    Story(
        title="Meet once in two months", author="priya", drafted=-170, shown=-164, opened=-158, closes=-144, kind="rules", aims=(3,),
        rule="special_resolution", votes="ffffafff-fff", replaces="monthly meetings",
        body="Members meet once in two months. Ten practices may ask for a meeting in between.", reasons="Half of our meetings had nothing to decide.",
        outcome="The meetings of odd months are cancelled.", owner="ruth",
    ),
    Story(
        title="A second defibrillator for the ferry landing", author="owen", drafted=-185, shown=-180, opened=-175, closes=-164,
        kind="other", aims=(2,), rule="tie_comes_back", votes="ffafaafaaf- ", aside={"Z99012": "Our manager sells them."},
        body="We buy a defibrillator for the ferry landing and look after it.", reasons="The nearest is 12 minutes away.",
        because={"Z99005": "The parish should pay for it."},
        outcome="Sent back: Skylark asks the parish first.", owner="owen",
    ),
    Story(
        title="Open one phone line for the press", author="bethan", drafted=-205, shown=-200, opened=-195, closes=-181, kind="everyday",
        aims=(1,), rule="chair_decides_tie", votes="fafafafafa--", casting=("for", "We tried it in summer and nobody was harmed."),
        body="Questions from the press go to one number, and the chair answers.", reasons="Each of us was asked the same in May.",
        outcome="The number is on our page.", owner="marian", review=-10,
    ),
    Story(
        title="Leave the county’s recruitment fair", author="sunil", drafted=-215, shown=-212, opened=-208, closes=-190, kind="everyday",
        aims=(1,), votes="ffffffffffff", closed_early=(-196, "Every practice has voted, and the fair needs our answer today."),
        body="We do not take part in the county’s recruitment fair this year.", reasons="It cost £2,300 and brought nobody.",
        outcome="Cancelled in time; nothing is owed.", owner="colin",
    ),
)
