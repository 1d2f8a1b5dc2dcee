"""The files of deploy/ are true and work."""
