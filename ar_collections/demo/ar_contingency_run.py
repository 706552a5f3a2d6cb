"""While the demo company is built, a drill is taken back by a savepoint: what is not committed yet
is seen by no other transaction."""

from contextlib import contextmanager

from odoo import api, models

from ..models.insight.contingency.rehearsal import REHEARSAL
from .clock import get_moment


class _TakenBack(Exception):
    """Ends the savepoint of a drill."""


class ArContingencyRun(models.Model):
    _inherit = "ar.contingency.run"

    @api.model
    def _rehearsing(self):
        # EXTENDS the plans
        return _rehearse_here(self.env) if get_moment() else super()._rehearsing()


@contextmanager
def _rehearse_here(env):
    cursor = env.cr
    cursor.cache[REHEARSAL] = {}
    try:
        with cursor.savepoint():
            yield env
            raise _TakenBack
    except _TakenBack:
        env.invalidate_all()
    finally:
        # A savepoint that is taken back forgets it by itself.
        cursor.cache.pop(REHEARSAL, None)
