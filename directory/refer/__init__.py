"""From a need and a place to at most three services and one line, each with its reasons."""

from directory.refer.engine import refer
from directory.refer.query import Query, Referral, ReferredService, Rejection
from directory.telephone import PhoneOut

__all__ = ["PhoneOut", "Query", "Referral", "ReferredService", "Rejection", "refer"]
