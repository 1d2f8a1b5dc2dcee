"""What may be logged of an exception that came up while a person's words were read."""

from __future__ import annotations


def wordless(problem: BaseException) -> Exception:
    """An exception of the same name, with the places it went through, and without its message or cause.

    Messages of exceptions quote what was being read, and a log that `bot.privacy.logs` did not set up prints
    them: that of `rasa shell`, or of another program around the detector.
    """
    kind = type(problem)
    bare: Exception = type(kind.__name__, (Exception,), {"__module__": kind.__module__})()
    return bare.with_traceback(problem.__traceback__)
