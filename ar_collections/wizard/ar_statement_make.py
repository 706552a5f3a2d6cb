"""Make statements of one, some or all customers."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date, split_every

from ..tools.statement.statement import period

BATCH = 200


class ArStatementMake(models.TransientModel):
    _name = "ar.statement.make"
    _inherit = ["ar.job.mixin"]
    _description = "Make Statements"

    company_id = fields.Many2one("res.company", required=True, default=lambda s: s.env.company)
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", help="Empty: all customers with open items on the day."
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        string="Chosen Items",
        help="The open items that are stated. Empty: all that the customer owes.",
    )
    kind = fields.Selection(
        [("open", "Open Items"), ("activity", "Account Activity")],
        required=True,
        default="activity",
    )
    period = fields.Selection(
        [
            ("today", "Today"),
            ("last_month", "Last Month"),
            ("last_quarter", "Last Quarter"),
            ("last_year", "Last Year"),
            ("this_month", "This Month until Today"),
            ("this_year", "This Year until Today"),
            ("custom", "Other"),
        ],
        compute="_compute_period",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_dates",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    by_contact = fields.Boolean(string="Contacts Apart")
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(),
        help="Empty: as the customer prefers, by letter where there is no e-mail address.",
    )

    # What came of it
    statement_ids = fields.Many2many("ar.statement", string="Statements", readonly=True)
    made_count = fields.Integer(string="Made", readonly=True)
    skipped_ids = fields.One2many(
        "ar.statement.make.skipped", "wizard_id", string="Left Out", readonly=True
    )
    ask_confirmation = fields.Boolean(
        string="Ask to Confirm",
        help="Ask each customer to confirm the balance, by link or by a signed slip.",
    )

    @api.depends("kind")
    def _compute_period(self):
        """What is open is asked for today, what happened of the last month."""
        for wizard in self:
            wizard.period = "today" if wizard.kind == "open" else "last_month"

    @api.depends("period", "company_id")
    def _compute_dates(self):
        for wizard in self:
            if wizard.period and wizard.period != "custom":
                today = wizard.company_id._ar_today()
                wizard.date_from, wizard.date_to = period(wizard.period, today)

    def action_make(self):
        """Make drafts and show them; who is left out is named."""
        self.ensure_one()
        return self._show(self._make())

    def action_send(self):
        """Make and send them: one at once, several in the background; who is left out, and what
        cannot be sent and stays a draft, is named."""
        self.ensure_one()
        statements = self._keep_sendable(self._make())
        if statements:
            statements.action_send()
        return self._show(statements)

    def _make(self):
        """The statements that can be made; the other customers are noted as left out.

        :raise UserError: there is nothing to make at all
        """
        # The reader of open items knows no record rules.
        self.env["ar.open.item"]._check_companies(self.company_id.ids)
        self.partner_ids.check_access("read")
        if not self.date_to or (self.kind == "activity" and not self.date_from):
            raise UserError(self.env._("Enter the period of the statements."))
        self.skipped_ids.unlink()
        partners = self.partner_ids.commercial_partner_id or self._find_customers()
        statements = self.env["ar.statement"]
        for ids in split_every(BATCH, partners.ids):
            values = [self._prepare_values(partner) for partner in partners.browse(ids)]
            statements |= self._make_batch(values)
        if not statements and len(self.skipped_ids) == 1:
            raise UserError(self.skipped_ids.reason)
        return statements

    def _make_batch(self, values):
        """Statements of these values: all together, on an error one by one."""
        statements = self.env["ar.statement"]
        made = self._attempt(values, statements.create, failed=self._skip_one, level=logging.ERROR)
        return statements.union(*made)

    def _skip_one(self, values, error):
        self._skip([(values[0]["partner_id"], str(error))])
        return self.env["ar.statement"]

    def _keep_sendable(self, statements):
        """Those that can leave. Of a period that was stated already no second one is kept;
        what no channel can deliver stays a draft that says why."""
        twins = self._map_twins(statements)
        twice = statements.filtered(lambda one: one.partner_id.id in twins)
        self._skip(
            [(one.partner_id.id, one._get_twice_words(twins[one.partner_id.id])) for one in twice]
        )
        twice.unlink()
        statements -= twice
        problems = statements._get_problems()
        stuck = statements.browse(problems)
        for one in stuck.sudo():
            one.error = problems[one.id]
        self._skip([(one.partner_id.id, problems[one.id]) for one in stuck])
        return statements - stuck

    def _map_twins(self, statements):
        """{partner id: a statement of the same thing that was sent or waits}, in one query."""
        if not statements:
            return {}
        domain = Domain(statements[0]._get_same_domain()).map_conditions(
            lambda condition: (
                Domain("partner_id", "in", statements.partner_id.ids)
                if condition.field_expr == "partner_id"
                else condition
            )
        )
        domain &= Domain("queued", "=", True) | Domain("state", "!=", "draft")
        found = statements.sudo().search(domain & Domain("version", "=", 1))
        return {twin.partner_id.id: twin.sudo(False) for twin in found}

    def _skip(self, reasons):
        """Note who is left out: [(partner id, whole sentence)]."""
        self.env["ar.statement.make.skipped"].create(
            [
                {"wizard_id": self.id, "partner_id": partner_id, "reason": reason}
                for partner_id, reason in reasons
            ]
        )

    # -- what came of it ---------------------------------------------------------------

    def _show(self, statements):
        """The statements; or, when somebody was left out, first who and why."""
        self.statement_ids = statements
        self.made_count = len(statements)
        if self.skipped_ids:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Customers Left Out"),
                "res_model": self._name,
                "res_id": self.id,
                "view_mode": "form",
                "views": [
                    (self.env.ref("ar_collections.ar_statement_make_view_form_result").id, "form")
                ],
                "target": "new",
            }
        return self.action_view_statements()

    def action_view_statements(self):
        """Open what was made."""
        self.ensure_one()
        if len(self.statement_ids) == 1:
            return self.statement_ids._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_statement_action")
        action["domain"] = [("id", "in", self.statement_ids.ids)]
        action["context"] = {}
        return action

    def action_view_skipped(self):
        """Open the customers left out as a list, which can be exported."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.statement.make.skipped",
            "view_mode": "list",
            "domain": [("wizard_id", "=", self.id)],
            "name": self.env._("Customers Left Out"),
        }

    def _find_customers(self):
        """All that owe, or are owed, something at the end of the last day."""
        rows = self.env["ar.open.item"].sudo()._read_balances(self.company_id.ids, self.date_to)
        nobodys = sum(row["balance"] for row in rows if not row["partner_id"])
        if not self.company_id.currency_id.is_zero(nobodys):
            words = self.env._(
                "Open items of %s belong to no customer, so nobody gets them stated. Enter the "
                "customer on their entries; Internal Checks list them.",
                self.company_id.currency_id.format(nobodys),
            )
            self._skip([(False, words)])
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
        if self.ask_confirmation and self.kind != "open":
            raise UserError(self.env._("Only a statement of open items asks to confirm a balance."))
        if self.move_line_ids and self.kind != "open":
            raise UserError(
                self.env._(
                    "Chosen items are stated as open items. Choose that kind, or take the items "
                    "out to state all that happened."
                )
            )
        values = {
            "kind": self.kind,
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "date_from": self.date_from if self.kind == "activity" else False,
            "date_to": self.date_to,
            "by_contact": self.by_contact,
            "ask_confirmation": self.ask_confirmation,
            **(
                {"move_line_ids": [Command.set(self.move_line_ids.ids)]}
                if self.move_line_ids
                else {}
            ),
        }
        return {**values, **({"channel": self.channel} if self.channel else {})}
