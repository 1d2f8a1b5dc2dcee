"""Anything may be sent: no failure, no hang, no growth."""
