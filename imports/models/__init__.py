from .questions import Question
from .runs import Line, Run, RunFile, Touch
from .said import Said

__all__ = ["Line", "Question", "Run", "RunFile", "Said", "Touch"]
