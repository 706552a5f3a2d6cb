"""What is said next to customers of whom nothing is to be asked today, and what may be done."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.dunning import dunning

# What is listed of a long choice.
MOST_CUSTOMERS, MOST_ITEMS = 20, 20


class ArDunningRemindNow(models.TransientModel):
    """No reminder is due: tells what is next and when, and offers to send all the same."""

    _name = "ar.dunning.remind_now"
    _description = "Remind Now"

    profile_ids = fields.Many2many("ar.profile", string="Customers", required=True, readonly=True)
    move_line_ids = fields.Many2many(
        "account.move.line", string="Chosen Items", readonly=True, help="Empty: all."
    )
    what_next = fields.Html(string="What Is Next", compute="_compute_what_next", sanitize=False)
    may_send = fields.Boolean(compute="_compute_what_next")

    @api.depends("profile_ids", "move_line_ids")
    def _compute_what_next(self):
        for wizard in self:
            company = wizard.profile_ids.company_id[:1]
            profiles = wizard.profile_ids[:MOST_CUSTOMERS]
            parts = [
                Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(
                    name, Markup().join(Markup("<li>{}</li>").format(one) for one in sentences)
                )
                for name, sentences in profiles._say_what_is_next(
                    company, MOST_ITEMS, wizard.move_line_ids.ids
                )
            ]
            wizard.what_next = Markup().join(parts)
            plans = wizard.profile_ids._plan_today(
                company, now=True, only=wizard.move_line_ids.ids or None
            )
            wizard.may_send = any(
                decision.action == dunning.REMIND for plan in plans for decision in plan.decisions
            )

    def action_send_next(self):
        """Propose the next level now, for review."""
        self.ensure_one()
        self.profile_ids.check_access("write")
        self.env["ar.dunning.run"].check_access("create")
        if not self.may_send:
            raise UserError(
                self.env._("Nothing can be asked of these customers now; the list says why.")
            )
        return self.profile_ids._propose_now(next_now=True, lines=self.move_line_ids)

    def action_make_statements(self):
        """Send them a statement instead."""
        self.ensure_one()
        return self.profile_ids._ask_statements(self.move_line_ids)
