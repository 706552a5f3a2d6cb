"""Who says on the phone that he is insolvent is treated so at once."""

from odoo import models


class ArDispatch(models.Model):
    # EXTENDS 'channel'
    _inherit = "ar.dispatch"

    def _get_outcomes_of_others(self):
        # EXTENDS 'channel'
        outcomes = super()._get_outcomes_of_others()
        outcomes["insolvent"] = outcomes["insolvent"]._replace(
            step=self.env._(
                "A case is opened with all that is open; no reminders, no more credit, and a task "
                "to file the claim."
            )
        )
        return outcomes

    def _follow_insolvent(self, together, said):
        # OVERRIDES 'channel': the case holds the customer, and has the task.
        self.env["ar.case"]._open_insolvency(self.profile_id)
        self._tell_manager(self.env._("Is insolvent: file the claim"))
