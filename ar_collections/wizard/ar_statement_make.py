"""Make statements of one, some or all customers."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.statement import period


class ArStatementMake(models.TransientModel):
    _name = "ar.statement.make"
    _description = "Make Statements"

    company_id = fields.Many2one("res.company", required=True, default=lambda s: s.env.company)
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", help="Empty: all customers with open items on the day."
    )
    kind = fields.Selection(
        [("open", "Open Items"), ("activity", "Account Activity")],
        required=True,
        default="activity",
    )
    period = fields.Selection(
        [
            ("last_month", "Last Month"),
            ("last_quarter", "Last Quarter"),
            ("last_year", "Last Year"),
            ("this_month", "This Month until Today"),
            ("this_year", "This Year until Today"),
            ("custom", "Other"),
        ],
        required=True,
        default="last_month",
    )
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_to = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    by_contact = fields.Boolean("Contacts Apart")
    channel = fields.Selection(
        [("email", "E-mail"), ("letter", "Letter")],
        help="Empty: as the customer prefers, by letter where there is no e-mail address.",
    )

    @api.depends("period", "company_id")
    def _compute_dates(self):
        for wizard in self:
            if wizard.period and wizard.period != "custom":
                today = wizard.company_id._ar_today()
                wizard.date_from, wizard.date_to = period(wizard.period, today)

    def action_make(self):
        """Make drafts and show them; customers with nothing to state are named."""
        self.ensure_one()
        statements, missing = self._make()
        if not statements:
            raise UserError(missing[0])
        if len(statements) == 1:
            return statements._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_statement_action")
        action["domain"] = [("id", "in", statements.ids)]
        action["context"] = {}
        return action

    def action_send(self):
        """Make and send them: one at once, several in the background."""
        self.ensure_one()
        statements, missing = self._make()
        if not statements:
            raise UserError(missing[0])
        result = statements.action_send()
        return statements._get_records_action() if len(statements) == 1 else result

    def _make(self):
        """(statements, sentences about the customers that have nothing to state)."""
        if not self.date_to or (self.kind == "activity" and not self.date_from):
            raise UserError(self.env._("Enter the period of the statements."))
        partners = self.partner_ids.commercial_partner_id or self._find_customers()
        values = [self._prepare_values(partner) for partner in partners]
        statements = self.env["ar.statement"]
        try:
            with self.env.cr.savepoint():
                return statements.create(values), []
        except UserError:
            if len(values) == 1:
                raise
        missing = []
        for one in values:
            try:
                with self.env.cr.savepoint():
                    statements |= statements.create([one])
            except UserError as error:
                missing.append(str(error))
        return statements, missing

    def _find_customers(self):
        """All that owe, or are owed, something at the end of the last day."""
        rows = self.env["ar.open.item"].sudo()._read_balances(self.company_id.ids, self.date_to)
        ids = {row["partner_id"] for row in rows if row["balance_currency"]} - {None}
        if not ids:
            raise UserError(
                self.env._(
                    "No customer has open items with %(company)s on %(day)s.",
                    company=self.company_id.name,
                    day=format_date(self.env, self.date_to),
                )
            )
        return self.env["res.partner"].browse(sorted(ids))

    def _prepare_values(self, partner):
        values = {
            "kind": self.kind,
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "date_from": self.date_from if self.kind == "activity" else False,
            "date_to": self.date_to,
            "by_contact": self.by_contact,
        }
        return {**values, **({"channel": self.channel} if self.channel else {})}
