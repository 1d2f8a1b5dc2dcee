"""Veille: how often something is asked and found, published so that nobody can be recognised in it.

measures.py   what is counted
weeks.py      weeks, seasons, and the parts of a season after which numbers are published
store.py      the counts in the database: added to by every worker, read back whole
statements.py a publication: rounded numbers, each a sum of cells
protection.py the proof that a publication gives no small cell away, and what is withheld until it holds
publication.py made once per period, then read; several seasons together
tables.py, charts.py, portrait.py   what people read of it
"""
