"""What Today says of the largest overdue customers: what their accounts say comes next."""

from odoo import api, models


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _read_next_steps(self, profiles):
        # EXTENDS the page: the first step of each account, in a fixed number of queries.
        nothing = self.env._("Nothing is planned: call, or remind")
        return {
            id_: profiles._say_step(steps[0]) if steps else nothing
            for id_, steps in profiles._read_next_steps().items()
        }
