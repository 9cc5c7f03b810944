"""What is said when an answer cannot be taken."""


class DiagnosticsError(ValueError):
    """An answer, a profile or a workshop's entry that cannot be taken.

    ``field`` is the key of the question at fault, empty where it is no single question; ``message`` says
    what is wrong and what to do, in the words of a practice manager.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
