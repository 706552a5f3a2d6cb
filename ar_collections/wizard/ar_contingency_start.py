"""About whom a contingency plan is started, or drilled."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArContingencyStart(models.TransientModel):
    """Asks what the scenario of a plan needs to know; the drill shows first what would happen."""

    _name = "ar.contingency.start"
    _description = "Start a Contingency Plan"

    plan_id = fields.Many2one(
        "ar.contingency.plan", string="Contingency Plan", required=True, ondelete="cascade"
    )
    subject = fields.Selection(related="plan_id.subject", related_sudo=False)
    step_ids = fields.One2many(related="plan_id.step_ids", related_sudo=False)
    note = fields.Text(related="plan_id.note", related_sudo=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.user._get_company_ids())],
    )
    profile_ids = fields.Many2many(
        "ar.profile", string="Customers", domain="[('company_id', '=', company_id)]"
    )
    collector_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    deputy_id = fields.Many2one(
        "res.users",
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', collector_id)]",
        help="Has the customers meanwhile.",
    )
    reason = fields.Char(string="Why", help="What has happened, in a few words.")

    @api.model
    def default_get(self, fields):
        # EXTENDS 'base': from a customer's account, or from ticked ones.
        values = super().default_get(fields)
        context = self.env.context
        if "profile_ids" in fields and context.get("active_model") == "ar.profile":
            profiles = self.env["ar.profile"].browse(context.get("active_ids") or []).exists()
            profiles.check_access("read")
            values["profile_ids"] = [(6, 0, profiles.ids)]
            if len(profiles.company_id) == 1:
                values["company_id"] = profiles.company_id.id
        return values

    def action_drill(self):
        """Do all steps and take them back; the protocol tells what would have happened."""
        return self._run("_drill")

    def action_start(self):
        """Start the plan for real.

        :raise UserError: nothing says why
        """
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in a few words what has happened: others read it."))
        return self._run("_start")

    def _run(self, how):
        self.ensure_one()
        self.plan_id.check_access("read")
        runs = self.env["ar.contingency.run"]
        about = {
            "profile_ids": self.profile_ids.ids if self.subject == "customer" else [],
            "collector_id": self.subject == "collector" and self.collector_id.id,
            "deputy_id": self.subject == "collector" and self.deputy_id.id,
            "reason": (self.reason or "").strip(),
        }
        run = getattr(runs, how)(self.plan_id, self.company_id, about)
        return run._get_records_action()
