"""Balances of all customers on a day, put to them in the background: the year-end round."""

import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW
from ...base.ar_progress_mixin import Progress

BATCH = 200
CRON = "ar_collections.ir_cron_balance_round"


class ArBalanceRound(models.Model):
    """All customers of a company are asked to confirm the balance of one day.

        draft ──start──► running ──all made──► done

    The statements are made in batches that commit, and leave by the queue of statements.
    Who is left out is named with the reason. It has the rights of who started it.
    """

    _name = "ar.balance.round"
    _inherit = [
        "ar.responsible.mixin",
        "ar.gate.mixin",
        "ar.job.mixin",
        "ar.progress.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Round of Balance Confirmations"
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    _transitions = {"running": ("draft",), "done": ("running",)}
    _writable = {
        NEW: ("company_id",),
        "draft": ("date", "also_nil", "channel", "excluded_partner_ids"),
    }

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="Balances of",
        required=True,
        default=lambda self: (
            self.env.company._ar_today().replace(month=1, day=1) - timedelta(days=1)
        ),
    )
    also_nil = fields.Boolean(
        string="Also without Balance",
        help="Ask customers with a balance of nil, too, if they bought or paid in the twelve "
        "months up to the day.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(),
        help="Empty: as the customer prefers, by letter where there is no e-mail address.",
    )
    excluded_partner_ids = fields.Many2many(
        "res.partner", string="Not These Customers", help="They are named in the summary."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "All Made")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    error = fields.Text(string="Last Problem", readonly=True, copy=False)
    statement_ids = fields.One2many("ar.statement", "round_id", string="Statements")
    left_ids = fields.One2many(
        "ar.balance.round.left", "round_id", string="Left Out", readonly=True
    )
    made_count = fields.Integer(string="Made", compute="_compute_counts")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    failed_count = fields.Integer(string="With Problems", compute="_compute_counts")
    answered_count = fields.Integer(string="Answered", compute="_compute_counts")
    left_count = fields.Integer(string="Left out", compute="_compute_counts")

    @api.depends("statement_ids.state", "statement_ids.queued", "statement_ids.error", "left_ids")
    def _compute_counts(self):
        def counts(model, *domain):
            groups = self.env[model]._read_group(
                [("round_id", "in", self.ids), *domain], ["round_id"], ["__count"]
            )
            return dict(groups)

        found = {
            "made_count": counts("ar.statement"),
            "sent_count": counts("ar.statement", ("state", "!=", "draft")),
            "waiting_count": counts("ar.statement", ("queued", "=", True)),
            "failed_count": counts("ar.statement", ("error", "!=", False)),
            "answered_count": counts("ar.statement", ("state", "in", ("confirmed", "differs"))),
            "left_count": counts("ar.balance.round.left"),
        }
        for one in self:
            for name, numbers in found.items():
                one[name] = numbers.get(one, 0)

    @api.model
    def _get_progress_fields(self):
        # EXTENDS the progress
        return ["state", "statement_ids.state", "statement_ids.queued", "statement_ids.error"]

    def _read_progress(self):
        # EXTENDS the progress: statements are made, and leave meanwhile.
        return {
            one: Progress(
                max(one.made_count - one.waiting_count, 0),
                one.made_count,
                one.state == "running" or one.waiting_count > 0,
            )
            for one in self
        }

    @api.depends("date", "company_id")
    def _compute_display_name(self):
        for one in self:
            day = format_date(self.env, one.date)
            one.display_name = self.env._("Balances of %(day)s", day=day)

    # -- what is fixed -----------------------------------------------------------------

    def _get_way_out(self):
        if self and self.state != "draft":
            return self._get_started_words()
        return self.env._("Use the button Start.")

    def _get_started_words(self):
        return self.env._("%s has been started and stays as it is.", self.display_name)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if fixed := self.filtered(lambda one: one.state != "draft")[:1]:
            raise UserError(fixed._get_started_words())

    # -- actions -----------------------------------------------------------------------

    def action_start(self):
        """Ask all customers, in the background. Who starts a round answers for it; one that
        has stopped goes on.

        :raise UserError: the day is to come
        """
        self.check_access("write")
        for one in self:
            if one.date > one.company_id._ar_today():
                raise UserError(
                    self.env._(
                        "%(day)s is a day to come. Choose today or a day before.",
                        day=format_date(self.env, one.date),
                    )
                )
        self._move_to("running")
        self.filtered(lambda one: one.state == "running")._take_over()
        self.env["ir.cron"]._ar_wake(CRON)
        return True

    def action_view_statements(self):
        """Open the statements of the round."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_statement_action")
        return {**action, "domain": [("round_id", "=", self.id)], "context": {}}

    def action_view_problems(self):
        """Open the statements that could not leave."""
        action = self.action_view_statements()
        return {**action, "domain": [("round_id", "=", self.id), ("error", "!=", False)]}

    def action_view_left(self):
        """Open the list of the customers that were left out."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Left Out"),
            "res_model": "ar.balance.round.left",
            "views": [(False, "list")],
            "domain": [("round_id", "=", self.id)],
        }

    def action_view_unconfirmed(self):
        """Open the balances of the day that are not confirmed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_balance_confirmation_action_unconfirmed"
        )
        domain = [("company_id", "=", self.company_id.id), ("date", "=", self.date)]
        return {**action, "domain": domain}

    # -- the scheduled action ----------------------------------------------------------

    @api.model
    def _cron_make(self):
        """Make what is missing of the rounds that run; safe to kill and to run twice."""
        rounds = self.search([("state", "=", "running")], order="id")
        self._work_through(
            rounds,
            lambda one: one._make_round(),
            failed=lambda one, error: one.sudo()._note_error(error),
            lock=True,
        )

    def _note_error(self, error):
        self.error = self.env._("The round failed: %s.", error)

    def _make_round(self):
        """Make the missing statements in batches that commit; the caller has the lock."""
        self.ensure_one()
        if self.state != "running":
            # Another process made it since it was looked up.
            return
        if problem := self._get_rights_problem():
            self.sudo().error = problem
            self._tell_manager(problem)
            return
        self._done_with_task()
        partners, left = self._find_missing()
        self.env["ar.balance.round.left"].sudo().create(left)
        for batch in self._in_batches(partners, BATCH):
            self._make_batch(batch)
        self._move_to("done", error=False)

    def _make_batch(self, partners):
        """Statements of these customers, queued; who fails is named and stops nobody."""
        self._attempt(
            self._prepare_statements(partners),
            lambda values: self.env["ar.statement"].sudo().create(values)._queue(),
            failed=lambda values, error: self._leave_out(values[0]["partner_id"], str(error)),
            level=logging.ERROR,
        )

    def _leave_out(self, partner_id, reason):
        self.env["ar.balance.round.left"].sudo().create(self._prepare_left(partner_id, reason))

    def _prepare_left(self, partner_id, reason, balance=0.0):
        return {
            "round_id": self.id,
            "partner_id": partner_id,
            "reason": reason,
            "balance": balance,
        }

    def _prepare_statements(self, partners):
        """Values of the statements; one that was sent without asking becomes a new version."""
        domain = self._get_said_domain() & Domain("partner_id", "in", partners.ids)
        said = {}
        for statement in self.env["ar.statement"].search(domain, order="version, id"):
            said[statement.partner_id.id] = statement
        result = []
        for partner in partners:
            values = {
                "kind": "open",
                "partner_id": partner.id,
                "company_id": self.company_id.id,
                "date_to": self.date,
                "ask_confirmation": True,
                "also_nil": self.also_nil,
                "round_id": self.id,
            }
            if self.channel:
                values["channel"] = self.channel
            if earlier := said.get(partner.id):
                values.update(version=earlier.version + 1, replaced_id=earlier.id)
            result.append(values)
        return result

    def _get_said_domain(self):
        """The statements of the day's open items that were sent or wait to be sent."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain("kind", "=", "open")
        domain &= Domain("date_to", "=", self.date) & Domain("part_key", "=", False)
        return domain & (Domain("queued", "=", True) | Domain("state", "!=", "draft"))

    # -- who is asked ------------------------------------------------------------------

    def _find_missing(self):
        """(customers still to be asked, values of those left out that are not named yet)."""
        sums = self._read_sums()
        known = set(self.statement_ids.partner_id.ids)
        named = set(self.left_ids.mapped("partner_id").ids)
        asked = self._map_asked()
        excluded = set(self.excluded_partner_ids.commercial_partner_id.ids)
        partner_ids, left = [], []
        for partner_id, (balance, has_balance) in sorted(sums.items(), key=lambda p: p[0] or 0):
            reason = None
            if partner_id is None:
                reason = self.env._("Entries without a customer")
            elif partner_id in excluded:
                reason = self.env._("Left out by choice")
            elif partner_id in asked:
                reason = self.env._("Asked already: %s", asked[partner_id])
            elif not has_balance and not self.also_nil:
                reason = self.env._("The balance is nil")
            if partner_id in known:
                continue
            if reason is None:
                if partner_id not in named:
                    partner_ids.append(partner_id)
            elif partner_id not in named and not (
                partner_id is None and self.left_ids.filtered(lambda one: not one.partner_id)
            ):
                left.append(self._prepare_left(partner_id, reason, balance))
        return self.env["res.partner"].browse(partner_ids), left

    def _read_sums(self):
        """{partner id or None: (balance in company currency, whether any currency has one)}."""
        rows = self.env["ar.open.item"].sudo()._read_balances(self.company_id.ids, self.date)
        amounts = {}
        for row in rows:
            own = amounts.setdefault(row["partner_id"], {})
            before = own.get(row["currency_id"], (0.0, 0.0))
            own[row["currency_id"]] = (
                before[0] + row["balance"],
                before[1] + row["balance_currency"],
            )
        currencies = self.env["res.currency"]
        sums = {
            partner_id: (
                self.company_currency_id.round(sum(pair[0] for pair in own.values())),
                any(not currencies.browse(id_).is_zero(pair[1]) for id_, pair in own.items()),
            )
            for partner_id, own in amounts.items()
        }
        if self.also_nil:
            start = self.date - relativedelta(years=1) + timedelta(days=1)
            moved = (
                self.env["ar.open.item"]
                .sudo()
                ._read_movements(self.company_id.ids, start, self.date)
            )
            for row in moved:
                if row["partner_id"]:
                    sums.setdefault(row["partner_id"], (0.0, False))
        return sums

    def _map_asked(self):
        """{partner id: number of the statement that asks for this day's balance already}."""
        domain = self._get_said_domain() & Domain("ask_confirmation", "=", True)
        domain &= Domain("round_id", "!=", self.id)
        return {
            statement.partner_id.id: statement.name
            for statement in self.env["ar.statement"].search(domain)
            if statement.confirmation_state != "withdrawn"
        }
