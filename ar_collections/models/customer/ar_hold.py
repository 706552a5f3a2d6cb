"""Holds: why a customer or an item is left alone for a while."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..base.ar_guard_mixin import ANY, NEW


class HoldKind(NamedTuple):
    """Why dunning stops, in the language of the context.

    :param name: a few words
    :param told: what the customer reads at an item that is held; empty: that there are no
        reminders at present
    :param asked: the customer is still asked to pay it, where he is not reminded of it
    :param elsewhere: he is asked for it in another way: by the instalments of a plan
    """

    name: str
    told: str = ""
    asked: bool = True
    elsewhere: bool = False


class ArHold(models.Model):
    """Stops dunning of a customer, an invoice or one instalment for some days.

    Later rooms (promises, disputes, plans) stop dunning by writing holds; dunning
    reads holds and knows nothing of their origin. A kind of its own is an entry in
    ``_get_kinds``.
    """

    _name = "ar.hold"
    _inherit = ["ar.spoken.mixin", "ar.guard.mixin", "ar.period.mixin"]
    _description = "Hold"
    _order = "date_from desc, id desc"
    _rec_name = "reason_text"
    _check_company_auto = True

    _writable = {
        NEW: ("profile_id", "move_id", "move_line_id"),
        ANY: ("date_from", "date_to", "amount", "reason", "reason_text"),
    }

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_profile_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    scope = fields.Selection(
        [("customer", "Whole customer"), ("item", "Invoice or item")],
        compute="_compute_scope",
        store=True,
        precompute=True,
        help="Kept when the item vanishes: a hold on an item never grows to the customer.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        index="btree_not_null",
        compute="_compute_move_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: the whole customer.",
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Instalment",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: all instalments of the invoice.",
    )
    kind = fields.Selection("_selection_kind", default="manual", required=True)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(string="Until", help="Last day of the hold; empty: until released.")
    amount = fields.Monetary(
        help="The part that is held; 0 holds all. For a whole customer it covers the "
        "oldest items first, in company currency; for an item in the item's currency.",
    )
    reason = fields.Char()
    origin_ref = fields.Reference(
        selection="_selection_origin",
        string="Origin",
        readonly=True,
        help="The record that asked for this hold.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a hold cannot be negative; 0 holds all."
    )

    @api.model
    def _get_kinds(self):
        """The kinds of holds; of two on one item the customer is told the later one.

        :return: {code: ``HoldKind``}
        """
        return {
            "manual": HoldKind(self.env._("By hand")),
            "promise": HoldKind(self.env._("Promised"), self.env._("Payment agreed")),
            "dispute": HoldKind(self.env._("Disputed"), self.env._("Being clarified"), asked=False),
        }

    @api.model
    def _selection_kind(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.model
    def _selection_origin(self):
        """Models that may ask for a hold; later rooms add theirs."""
        return []

    @api.depends("move_line_id")
    def _compute_move_id(self):
        for hold in self:
            hold.move_id = hold.move_line_id.move_id or hold.move_id

    @api.depends("move_id", "move_line_id")
    def _compute_profile_id(self):
        for hold in self:
            move = hold.move_line_id.move_id or hold.move_id
            if not hold.profile_id and move:
                # An opening balance has a customer on each line, not on the entry.
                partner = hold.move_line_id.partner_id or move.partner_id
                hold.profile_id = self.env["ar.profile"].get_or_create(partner, move.company_id)

    @api.depends("move_id", "move_line_id")
    def _compute_scope(self):
        for hold in self:
            item = hold.move_id or hold.move_line_id or hold._origin.scope == "item"
            hold.scope = "item" if item else "customer"

    @api.depends("move_id", "profile_id")
    def _compute_currency_id(self):
        for hold in self:
            hold.currency_id = hold.move_id.currency_id or hold.profile_id.currency_id

    @api.constrains("reason", "profile_id", "date_from")
    def _check_reason(self):
        for hold in self:
            if not (hold.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "The hold on %s has no reason. Say in a few words why there are no "
                        "reminders: others read it.",
                        hold.profile_id.display_name,
                    )
                )

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The hold on %(customer)s ends on %(until)s, before it starts on "
            "%(start)s. Set the last day to the first day or later.",
            customer=self.profile_id.display_name,
            until=until,
            start=start,
        )

    @api.constrains("profile_id", "move_id", "move_line_id")
    def _check_customer(self):
        for hold in self:
            profile = hold.profile_id
            move = hold.move_line_id.move_id or hold.move_id
            if move and (
                (hold.move_line_id.partner_id or move.partner_id).commercial_partner_id
                != profile.partner_id
                or move.company_id != profile.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(invoice)s does not belong to %(customer)s. Choose one of the "
                        "customer's own invoices, or none to hold the whole customer.",
                        invoice=move.display_name,
                        customer=profile.display_name,
                    )
                )

    def _check_written(self, vals):
        # EXTENDS the guard: what has begun has begun, and is not deleted as if it had not.
        super()._check_written(vals)
        first = fields.Date.to_date(vals.get("date_from") or None)
        for hold in self:
            today = hold.company_id._ar_today()
            if first and hold.date_from < today <= first:
                raise UserError(
                    self.env._(
                        "The hold on %(customer)s has begun on %(start)s. Release it, and set "
                        "another one for later.",
                        customer=hold.profile_id.display_name,
                        start=format_date(self.env, hold.date_from),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        """Why a customer was left alone stays readable; one that has not begun may go."""
        for hold in self:
            if not self.env.su and hold.date_from < hold.company_id._ar_today():
                raise UserError(
                    self.env._(
                        "The hold on %(customer)s since %(start)s is part of the history. "
                        "Release it instead.",
                        customer=hold.profile_id.display_name,
                        start=format_date(self.env, hold.date_from),
                    )
                )

    def _is_whole_customer(self):
        """True if the hold stops all reminders to the customer."""
        self.ensure_one()
        return self.scope == "customer" and not self.amount

    @api.model
    def _in_force(self, profiles, date=None):
        """The holds in force on ``date`` of ``profiles``, in one query."""
        if not profiles._has_any(self._name):
            return self.browse()
        domain = self._domain_in_force(date) & Domain("profile_id", "in", profiles.ids)
        return self.search(domain)

    def action_release(self):
        """End the hold: reminders start again with the next run."""
        self.check_access("write")
        for hold in self:
            today = hold.company_id._ar_today()
            if hold.date_from >= today:
                hold.unlink()
            else:
                hold.date_to = fields.Date.subtract(today, days=1)
