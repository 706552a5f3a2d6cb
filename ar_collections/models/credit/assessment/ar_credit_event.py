"""Risk events: what happened to a customer, or to a market, that makes credit doubtful."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...base.ar_guard_mixin import ANY, NEW


class ArCreditEvent(models.Model):
    """An event that somebody entered, or that an add-on received from outside.

    It concerns one customer, or all graded customers of a country or with a tag. What is
    more than information opens a review of each of them.
    """

    _name = "ar.credit.event"
    _inherit = ["ar.guard.mixin"]
    _description = "Risk Event"
    _order = "date desc, id desc"
    _writable = {
        NEW: ("company_id", "partner_id", "country_id", "category_id", "severity"),
        ANY: ("name", "date", "kind", "origin", "description"),
    }

    name = fields.Char(string="What Happened", required=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._ar_today())
    kind = fields.Selection(
        [
            ("insolvency", "Insolvency or restructuring"),
            ("default", "Did not pay others"),
            ("legal", "Legal proceedings"),
            ("ownership", "Change of ownership or management"),
            ("market", "Market or country"),
            ("news", "News"),
        ],
        default="news",
        required=True,
    )
    severity = fields.Selection(
        [("info", "For information"), ("review", "Calls for a review")],
        default="review",
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null")
    country_id = fields.Many2one("res.country", help="All graded customers in this country.")
    category_id = fields.Many2one(
        "res.partner.category", string="Customer Tag", help="All graded customers with this tag."
    )
    origin = fields.Char(string="Source", help="Who says so: a newspaper, a register, a colleague.")
    description = fields.Text()
    review_ids = fields.Many2many(
        "ar.credit.review", string="Reviews", readonly=True, help="The reviews that it opened."
    )

    @api.constrains("name", "partner_id", "country_id", "category_id")
    def _check_concerns(self):
        for event in self:
            if not (event.partner_id or event.country_id or event.category_id):
                raise ValidationError(
                    self.env._(
                        "Whom does “%s” concern? Choose a customer, a country or a tag.",
                        event.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        events = super().create(vals_list)
        for event in events.filtered(lambda event: event.severity == "review"):
            opened = event._get_profiles()._open_review("event", event.name)
            event.sudo().review_ids = opened
        return events

    def _get_profiles(self):
        """The accounts that the event concerns."""
        self.ensure_one()
        profiles = self.env["ar.profile"]
        here = Domain("company_id", "=", self.company_id.id)
        if self.partner_id:
            return profiles.get_or_create(self.partner_id, self.company_id)
        here &= Domain("rating_id", "!=", False)
        if self.country_id:
            here &= Domain("partner_id.country_id", "=", self.country_id.id)
        if self.category_id:
            here &= Domain("partner_id.category_id", "in", self.category_id.ids)
        return profiles.search(here)
