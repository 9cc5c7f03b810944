"""The forms with which the work of a group is worded anew."""

from federation.kernel.forms import Form, LongTextField, TextField
from federation.workstreams.actions.planning import LONGEST_WORDS
from federation.workstreams.actions.rewording import LONGEST_TEXT


class ItemWordsForm(Form):
    """What was brought to a group, in other words."""

    title = TextField("In one sentence", required="Say in a sentence what it is", at_most=LONGEST_WORDS)
    words = LongTextField("What should the group know? (optional)", at_most=LONGEST_TEXT)


class MilestoneWordsForm(Form):
    """What a milestone is, in other words."""

    words = TextField(
        "What will the group have reached?", required="Say what is to be reached", at_most=LONGEST_WORDS
    )


class TaskWordsForm(Form):
    """What a task is, in other words."""

    words = TextField("What is to be done?", required="Say what is to be done", at_most=LONGEST_WORDS)
