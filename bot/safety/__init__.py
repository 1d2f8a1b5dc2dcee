"""The danger detector. It imports nothing else of the project, no Rasa and no TensorFlow."""

from bot.safety.detector import Detector
from bot.safety.verdict import Context, Verdict

__all__ = ["Context", "Detector", "Verdict"]
