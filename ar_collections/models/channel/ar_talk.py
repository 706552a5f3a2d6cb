"""A call that nobody planned: the customer rang, or somebody of ours just called."""

from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.channel.channel import Route


class ArTalk(models.Model):
    """What a call is about that no reminder asked for: all that the customer owes.

    It is a message like others, with one dispatch by phone, so that outcome, reason, promise and
    further tries are those of every call.
    """

    _name = "ar.talk"
    _description = "Unplanned Call"
    _inherit = ["ar.guard.mixin", "ar.message.mixin"]
    _order = "id desc"
    _check_company_auto = True

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, string="Customer", index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="profile_id.collector_id")
    contact_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Whom was spoken to.",
    )
    user_id = fields.Many2one(
        "res.users", string="Who Called", readonly=True, default=lambda self: self.env.user
    )
    date = fields.Date(required=True, readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        help="What is promised is in this one: that of the oldest debt.",
    )
    amount = fields.Monetary(
        string="Overdue Then", readonly=True, help="After credits, in the currency of the call."
    )
    name = fields.Char(compute="_compute_name")

    @api.depends_context("lang")
    @api.depends("date")
    def _compute_name(self):
        for talk in self:
            talk.name = self.env._("Call of %s", format_date(self.env, talk.date))

    @api.model
    def _begin(self, profile):
        """The dispatch of a call to a customer whom nobody planned to call, as superuser; the
        caller has checked the access."""
        today = profile.company_id._ar_today()
        currency, amount = self._find_debt(profile)
        talk = self.sudo().create(
            {
                "profile_id": profile.id,
                "contact_id": self._find_called(profile).id,
                "currency_id": currency.id,
                "amount": amount,
                "user_id": self.env.uid,
                "date": today,
            }
        )
        recipient = self.env["ar.channel.call"]._get_recipient(talk)
        return (
            self.env["ar.dispatch"]
            .sudo()
            .create(
                {
                    "res_model": self._name,
                    "res_id": talk.id,
                    "profile_id": profile.id,
                    "channel": "call",
                    "contact_id": talk.contact_id.id,
                    "recipient": recipient,
                    "call_date": today,
                }
            )
        )

    @api.model
    def _find_called(self, profile):
        """Whose number is called: the dunning contact's, else the customer's."""
        contact = profile._get_contact()
        return contact if contact.phone else profile.partner_id

    @api.model
    def _find_debt(self, profile):
        """(currency of the oldest debt, what is overdue in it after credits); the company's and 0
        where nothing is owed."""
        rows = (
            self.env["ar.open.item"]
            .sudo()
            ._read_covered(profile.company_id.ids, profile.partner_id.ids)
        )
        first = next((row["currency_id"] for row in rows if row["residual_currency"] > 0), None)
        currency = self.env["res.currency"].browse(first) or profile.currency_id
        overdue = sum(
            row["residual_currency"] - row["covered"]
            for row in rows
            if row["currency_id"] == first and row["days_overdue"] > 0
        )
        return currency, currency.round(overdue)

    # -- what the call asks ------------------------------------------------------------

    def _get_routes(self):
        # EXTENDS the message
        return (Route("call", "always"),)

    def _get_amount(self):
        # EXTENDS the message: as it was when somebody called.
        return self.currency_id, self.amount

    def _map_left(self):
        # EXTENDS the message: 0 promises all that is open of the customer.
        return dict.fromkeys(self.ids, 0.0)

    def _get_script(self, name):
        # EXTENDS the message: what the last reminder would say on the phone.
        self.ensure_one()
        notice = self.profile_id.last_notice_id
        return notice._get_script(name) if notice else super()._get_script(name)
