"""What belongs into a case, and when it may be handed over."""

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .ar_case import ALIVE

# Who is taken there was offered a settlement before.
SETTLE_FIRST = ("legal", "arbitration")


class ArCase(models.Model):
    _inherit = "ar.case"

    # -- what it is about --------------------------------------------------------------

    def _find_problem(self, line):
        """Why an item does not belong into the case; nothing if it does."""
        customer = self.profile_id.partner_id
        values = {"item": line.move_id.display_name, "customer": customer.display_name}
        if line.company_id != self.profile_id.company_id:
            return self.env._(
                "%(item)s is of another company than the account of %(customer)s. Make a case in "
                "that company.",
                **values,
            )
        if line.partner_id.commercial_partner_id != customer:
            return self.env._(
                "%(item)s is not owed by %(customer)s. Choose the customer's own items.", **values
            )
        if line.account_id.account_type != "asset_receivable" or line.balance <= 0:
            return self.env._(
                "%(item)s is no debt of %(customer)s. Choose open invoices.", **values
            )
        return None

    def _check_not_elsewhere(self):
        """An item is in one case at a time; an insolvency stands above all."""
        if self.kind == "insolvency" or self.state not in ALIVE:
            return
        domain = Domain("move_line_ids", "in", self.move_line_ids.ids)
        domain &= Domain("state", "in", ALIVE) & Domain("id", "!=", self.id)
        if other := self.sudo().search(domain & Domain("kind", "!=", "insolvency"), limit=1):
            item = (other.move_line_ids & self.move_line_ids)[:1]
            raise ValidationError(
                self.env._(
                    "%(item)s is in the case %(case)s already. Close that one first, or leave "
                    "the item out here.",
                    item=item.move_id.display_name,
                    case=other.display_name,
                )
            )

    # -- whether it may go -------------------------------------------------------------

    def _check_ready(self):
        """Whether the case may be handed over.

        :raise UserError: what is missing, and what to do
        """
        self.ensure_one()
        self._check_items()
        if not self.stage_id:
            raise UserError(
                self.env._(
                    "There are no stages for the case %s. Choose another kind or forum, or set "
                    "up stages in the configuration.",
                    self.display_name,
                )
            )
        if self.kind == "insolvency":
            return
        if self.currency_id.compare_amounts(self.open_amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "Nothing is open in the case %s. Choose the items that are handed over.",
                    self.display_name,
                )
            )
        if self.kind in SETTLE_FIRST and not self.settlement_waiver:
            self._check_settlement()

    def _check_settlement(self):
        """Nobody is taken to court before a settlement was offered, and he had the time."""
        today = self.company_id._ar_today()
        # Offers that nobody has answered are over by themselves.
        waiting = self.offer_ids.filtered(
            lambda one: one.state == "open" and one.date_until >= today
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%(customer)s may still accept the settlement of %(case)s until %(day)s. "
                    "Wait until then, or note the answer.",
                    customer=self.partner_id.display_name,
                    case=self.display_name,
                    day=format_date(self.env, max(waiting.mapped("date_until"))),
                )
            )
        if self.offer_ids.filtered(lambda one: one.state == "accepted"):
            raise UserError(
                self.env._(
                    "%(customer)s has accepted a settlement of %(case)s. Wait for the money, or "
                    "note that it was not kept.",
                    customer=self.partner_id.display_name,
                    case=self.display_name,
                )
            )
        if self.offer_ids.filtered(lambda one: one.state == "kept"):
            raise UserError(
                self.env._(
                    "%(customer)s has paid the settlement of %(case)s. Write off what is left, and "
                    "cancel the case.",
                    customer=self.partner_id.display_name,
                    case=self.display_name,
                )
            )
        if not self.offer_ids:
            raise UserError(
                self.env._(
                    "%(customer)s was offered no settlement. Add an offer on the page Settlement "
                    "of %(case)s, or ask a collections manager to say there why not: %(who)s.",
                    customer=self.partner_id.display_name,
                    case=self.display_name,
                    who=self.company_id._ar_name_managers(),
                )
            )

    def _needs_approval(self):
        self.ensure_one()
        limit = self.company_id.sudo().ar_case_approval_amount
        return (
            self.kind != "insolvency"
            and self.currency_id.compare_amounts(self.open_amount, limit) > 0
        )

    def _say_approval_amount(self):
        company = self.company_id.sudo()
        return company.currency_id.format(company.ar_case_approval_amount)
