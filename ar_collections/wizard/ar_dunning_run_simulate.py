"""What a run would do on any day."""

from collections import Counter

from odoo import Command, api, fields, models


class ArDunningRunSimulate(models.TransientModel):
    """Asks for a day and shows what a run on it would do; the ledger and the history stay
    as they are."""

    _name = "ar.dunning.run.simulate"
    _description = "Simulate a Dunning Run"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date = fields.Date(required=True, default=lambda self: self.env.company._ar_today())
    profile_ids = fields.Many2many(
        "ar.profile",
        "ar_dunning_run_simulate_profile_rel",
        string="Customers",
        domain="[('company_id', '=', company_id)]",
    )
    done = fields.Boolean(readonly=True)
    notice_ids = fields.One2many(
        "ar.dunning.run.simulate.notice", "wizard_id", string="Notices", readonly=True
    )
    reason_ids = fields.One2many(
        "ar.dunning.run.simulate.reason", "wizard_id", string="Left Alone", readonly=True
    )

    @api.onchange("company_id", "date", "profile_ids")
    def _onchange_question(self):
        """An answer belongs to its question."""
        self.done = False

    def action_simulate(self):
        """Ask, and show the answer."""
        self.ensure_one()
        result = self.env["ar.dunning.run"].simulate(
            self.company_id.id, self.date, self.profile_ids.ids
        )
        skipped = Counter(
            line["reason"] for line in result["lines"] if line["decision"] != "notice"
        )
        keys = ("partner_id", "level_id", "currency_id", "days_overdue", "amount_total")
        self.write(
            {
                "done": True,
                "notice_ids": [
                    Command.clear(),
                    *(
                        Command.create({key: notice[key] for key in keys})
                        for notice in result["notices"]
                    ),
                ],
                "reason_ids": [
                    Command.clear(),
                    *(
                        Command.create({"reason": reason, "count": count})
                        for reason, count in skipped.most_common()
                    ),
                ],
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_run_simulate_action"
        )
        action["res_id"] = self.id
        return action
