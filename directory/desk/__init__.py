"""The desk: the one way a listing changes, its history and undo, duplicates, what is due for a check."""
