"""From a need and a place to at most three services and one line, each with its reasons."""

from directory.refer.engine import refer
from directory.refer.query import PhoneOut, Query, Referral, ReferredService, Rejection

__all__ = ["PhoneOut", "Query", "Referral", "ReferredService", "Rejection", "refer"]
