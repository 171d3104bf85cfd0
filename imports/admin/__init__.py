from .questions import QuestionAdmin
from .runs import RunAdmin

__all__ = ["QuestionAdmin", "RunAdmin"]
