"""Reconcile: readings and the form's rules in, values with states, checks and requests out.

Arithmetic only: no pages and no files here.
"""

from focusconv.reconcile.outcome import Outcome, Request, Verdict
from focusconv.reconcile.recheck import recheck
from focusconv.reconcile.step import reconcile

__all__ = ["Outcome", "Request", "Verdict", "recheck", "reconcile"]
