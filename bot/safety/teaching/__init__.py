"""Teaching the sentence encoder our own examples: a developer's work, half an hour, not needed to run.

This is the only part of bot/safety that uses TensorFlow, and only while it teaches. What it learns is kept in
data/safety/encoder/learned.npz (see `bot.safety.encoder`).
"""
