"""Tables."""

from .needs import LearningNeed, LearningProgramme, NeedReply

__all__ = ["LearningNeed", "LearningProgramme", "NeedReply"]
