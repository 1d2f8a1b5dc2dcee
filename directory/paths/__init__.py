"""Referral paths: invented people, what they write, and what a caseworker would want them to be given.

The YAML files beside this module are written by hand; ``*.pinned.json`` is what they gave when somebody last
looked (`sentier paths pin`).
"""
