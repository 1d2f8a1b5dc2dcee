"""HSDS 3.1: the directory as other systems read and write it."""

VERSION = "3.1.1"
