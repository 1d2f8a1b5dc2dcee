"""Teaching the sentence encoder our own examples: a developer's work, an hour, not needed to run.

This is the only part of bot/safety that uses PyTorch, and only while it teaches. What it learns is kept in
data/safety/encoder/learned.npz (see `bot.safety.encoder`).
"""
