"""Listings in and out: the project's own format, HSDS 3.1 JSON and tabular CSV."""
