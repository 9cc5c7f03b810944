"""The error for a rule that cannot be."""


class RuleError(ValueError):
    """A rule, a roll or a ballot that cannot be.

    ``field`` is the dotted name of the part at fault (``weights.per``), as in ``Rule.to_dict()``, empty for
    a rule as a whole; ``message`` says what is wrong and what to do, in the words of a practice manager.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message

    def within(self, whole: str) -> "RuleError":
        """The same error, seen from the whole that the field is a part of."""
        return RuleError(f"{whole}.{self.field}" if self.field else whole, self.message)
