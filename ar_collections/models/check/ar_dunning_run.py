"""Before customers are reminded: is there money on the bank that nobody has booked off yet?"""

from odoo import api, fields, models
from odoo.fields import Domain

from .ar_check_kinds import BANK_LINES


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    unreconciled_count = fields.Integer(
        string="Receipts to Reconcile",
        compute="_compute_unreconciled",
        help="Money in on bank statements up to the day of the run that is not reconciled: a "
        "customer may have paid what the run reminds of.",
    )
    unreconciled_amount = fields.Monetary(
        string="Amount to Reconcile",
        compute="_compute_unreconciled",
        currency_field="company_currency_id",
    )

    @api.depends("company_id", "date", "state")
    def _compute_unreconciled(self):
        lines = self.env["account.bank.statement.line"].sudo()
        # Once confirmed it is too late for the question.
        asking = self.filtered(lambda run: run.state in ("draft", "proposed"))
        asking = asking.filtered(lambda run: run.company_id and run.date)
        (self - asking).update({"unreconciled_count": 0, "unreconciled_amount": 0.0})
        for (company, _day), runs in asking.grouped(lambda r: (r.company_id, r.date)).items():
            count, amount = lines._ar_sum_up(runs[0]._get_unreconciled_domain(), company)
            runs.update({"unreconciled_count": count, "unreconciled_amount": amount})

    @api.model
    def _cron_dunning_run(self):
        # EXTENDS 'dunning': the checklist looks after scheduled actions, this one after it.
        super()._cron_dunning_run()
        self._work_through([self.env["ar.check"]], lambda checks: checks._watch_over())

    def _get_unreconciled_domain(self):
        """Receipts up to the run's day that are not reconciled."""
        lines = self.env["account.bank.statement.line"]
        domain = lines._ar_get_unreconciled_domain(self.company_id, self.date)
        return domain & Domain("amount", ">", 0)

    def action_view_unreconciled(self):
        """Open the receipts that are not reconciled."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipts to Reconcile"),
            "res_model": "account.bank.statement.line",
            "view_mode": "list,form",
            "views": [(self.env.ref(BANK_LINES).id, "list"), (False, "form")],
            "domain": list(self._get_unreconciled_domain()),
            "context": {"create": False},
        }
