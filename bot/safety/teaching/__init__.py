"""Teaching the sentence encoder our own examples: a developer's work, an hour, not needed to run.

`teach` is the only part of bot/safety that uses PyTorch, and only while it teaches. What it learns is kept in
data/safety/encoder/learned.npz (see `bot.safety.encoder`). `wordings` fits further heads on its vectors, in
minutes and without PyTorch.
"""
