"""Accounts of the console: who may sign in, as what, and who changed what. No Rasa, no web framework."""
