"""What programs send to word the work of a group anew."""

from federation.kernel.api_fields import StrictSchema, WordsField
from federation.workstreams.actions.planning import LONGEST_WORDS
from federation.workstreams.actions.rewording import LONGEST_TEXT


class WorkReworded(StrictSchema):
    """What was brought to a group, in other words."""

    title = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    words = WordsField(load_default="", longest=LONGEST_TEXT)


class LineReworded(StrictSchema):
    """What a milestone or a task is, in other words."""

    words = WordsField(required=True, least=1, longest=LONGEST_WORDS)
