"""A customer's promises and deferrals: what is open, and on which terms they are taken."""

from typing import NamedTuple

from odoo import api, fields, models


class Terms(NamedTuple):
    """How a customer's promises are taken, by the dunning policy; without one as here.

    :param days: ahead that a collector takes
    :param tolerance: days after the promised one, for a first promise
    :param alone_days: ahead that are taken on the page at once
    :param alone_share: least part of what is overdue, in per cent, that is taken at once
    :param firmer: a broken one leads to the next level at once
    :param confirmation: it is confirmed to the customer
    :param thanks: the customer is thanked for keeping it
    """

    days: int = 90
    tolerance: int = 2
    alone_days: int = 14
    alone_share: float = 50.0
    firmer: bool = False
    confirmation: bool = False
    thanks: bool = False


class ArProfile(models.Model):
    # EXTENDS the room customer
    _inherit = "ar.profile"

    promise_ids = fields.One2many("ar.promise", "profile_id", string="Promises")
    promise_count = fields.Integer(string="Number of Promises", compute="_compute_promise_id")
    promise_id = fields.Many2one(
        "ar.promise",
        string="Open Promise",
        compute="_compute_promise_id",
        help="The open promise whose day comes first.",
    )
    promise_date = fields.Date(
        string="Promised for", compute="_compute_promise_id", search="_search_promise_date"
    )
    promise_currency_id = fields.Many2one(
        "res.currency", string="Currency of the Promise", compute="_compute_promise_figures"
    )
    promise_amount = fields.Monetary(
        string="Promised",
        compute="_compute_promise_figures",
        currency_field="promise_currency_id",
    )
    promise_paid = fields.Monetary(
        string="Paid of the Promise",
        compute="_compute_promise_figures",
        currency_field="promise_currency_id",
    )
    deferral_ids = fields.One2many("ar.deferral", "profile_id", string="Deferrals")

    def _compute_promise_id(self):
        promises = self.env["ar.promise"]
        counts = dict(self._group_own("ar.promise"))
        waiting = {}
        if counts:
            domain = [("profile_id", "in", self.ids), ("state", "=", "open")]
            waiting = promises.search(domain, order="date, id").grouped("profile_id")
        for profile in self:
            profile.promise_count = counts.get(profile, 0)
            profile.promise_id = waiting.get(profile, promises)[:1]
            profile.promise_date = profile.promise_id.date

    def _compute_promise_figures(self):
        for profile in self:
            promise = profile.promise_id
            profile.promise_currency_id = promise.currency_id
            profile.promise_amount = promise.amount
            profile.promise_paid = promise.amount_paid

    @api.model
    def _search_promise_date(self, operator, value):
        if operator not in ("=", "in", "<", "<=", ">", ">="):
            return NotImplemented
        return [("promise_ids", "any", [("state", "=", "open"), ("date", operator, value)])]

    def _get_promise_terms(self):
        """On which terms promises of the customer are taken."""
        self.ensure_one()
        policy = self.sudo().policy_id
        if not policy:
            return Terms()
        return Terms(*(policy[f"promise_{name}"] for name in Terms._fields))

    def action_promise(self):
        """Take a promise of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise"),
            "res_model": "ar.promise",
            "view_mode": "form",
            "views": [(self.env.ref("ar_collections.ar_promise_view_form_new").id, "form")],
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    def action_view_promises(self):
        """Open what the customer has promised."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_promise_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {"default_profile_id": self.id}
        return action

    def _merge_into(self, target):
        # EXTENDS the room customer: money is shared out anew, among the promises of both.
        super()._merge_into(target)
        promises = target.sudo().promise_ids
        for field in ("partner_id", "collector_id"):
            self.env.add_to_compute(promises._fields[field], promises)
        promises.flush_recordset()
        promises._look_again(target.partner_id.ids, target.company_id.ids)
