"""Rounds: statements for all customers, on the calendar."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ....tools.statement.statement import next_round, period_of_round
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS
from ...base.notify import notify

BATCH = 200


class ArStatementRule(models.Model):
    """Which customers of a company get which statement, when.

    A round makes the statements of the period just ended and, where the rule says so, queues
    them, with the rights of who set the rule up. It may be killed and goes on with the customers
    that are missing.
    """

    _name = "ar.statement.rule"
    _inherit = ["ar.responsible.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Statement Rule"
    _order = "company_id, sequence, id"

    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("open", "Open Items"), ("activity", "Account Activity")],
        required=True,
        default="activity",
    )
    frequency = fields.Selection(
        [
            ("monthly", "Every month"),
            ("quarterly", "Every quarter"),
            ("first_working_day", "First working day of the month"),
        ],
        required=True,
        default="first_working_day",
        help="A round states the month, or the quarter, that ended before it. Saturdays and "
        "Sundays are no working days.",
    )
    day = fields.Integer(
        string="Day of the Month",
        default=1,
        help="Of the month, or of the first month of a quarter. 29 to 31 mean the last day in "
        "shorter months.",
    )
    tag_ids = fields.Many2many(
        "res.partner.category",
        "ar_statement_rule_tag_rel",
        string="Customer Tags",
        help="Only customers with one of these tags. Empty: all.",
    )
    excluded_tag_ids = fields.Many2many(
        "res.partner.category",
        "ar_statement_rule_excluded_tag_rel",
        string="Not With Tags",
        help="No customers with one of these tags.",
    )
    policy_ids = fields.Many2many(
        "ar.dunning.policy",
        string="Dunning Policies",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
        help="Only customers whom one of these policies applies to. Empty: all.",
    )
    only_with_balance = fields.Boolean(
        default=True, help="Only customers whose balance at the end of the period is not nil."
    )
    only_changed = fields.Boolean(
        string="Only if Changed",
        help="Only customers with documents or payments in the period, or another balance than "
        "the last statement of this kind said.",
    )
    by_contact = fields.Boolean(string="Contacts Apart")
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(),
        help="Empty: as the customer prefers, by letter where there is no e-mail address.",
    )
    automatic = fields.Boolean(
        string="Send Automatically",
        help="Otherwise the round leaves drafts, to be looked through and sent from the list.",
    )
    date_next = fields.Date(string="Next Round", compute="_compute_date_next", store=True)
    date_last = fields.Date(string="Last Round", readonly=True, copy=False)
    date_tried = fields.Date(string="Last Tried", readonly=True, copy=False)
    requested = fields.Boolean(string="Asked For", readonly=True, copy=False)
    last_error = fields.Text(string="Last Problem", readonly=True, copy=False)
    statement_ids = fields.One2many("ar.statement", "rule_id", string="Statements", readonly=True)
    made_count = fields.Integer(string="Made", compute="_compute_counts")
    queued_count = fields.Integer(string="Waiting", compute="_compute_counts")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    failed_count = fields.Integer(string="With Problems", compute="_compute_counts")

    @api.depends("active", "company_id", "date_last", "day", "frequency")
    def _compute_date_next(self):
        """The first fitting day from today on, later than the last round."""
        for rule in self:
            company = rule.company_id or self.env.company
            after = company._ar_today() - timedelta(days=1)
            day = min(max(rule.day, 1), 31)
            rule.date_next = next_round(rule.frequency, day, max(after, rule.date_last or after))

    @api.depends("statement_ids.state", "statement_ids.queued", "statement_ids.error")
    def _compute_counts(self):
        def counts(*domain):
            groups = self.env["ar.statement"]._read_group(
                [("rule_id", "in", self.ids), *domain], ["rule_id"], ["__count"]
            )
            return dict(groups)

        made, queued = counts(), counts(("queued", "=", True))
        sent = counts(("state", "!=", "draft"))
        failed = counts(("error", "!=", False))
        for rule in self:
            rule.made_count = made.get(rule, 0)
            rule.queued_count = queued.get(rule, 0)
            rule.sent_count = sent.get(rule, 0)
            rule.failed_count = failed.get(rule, 0)

    @api.constrains("day", "frequency")
    def _check_day(self):
        for rule in self:
            if rule.frequency != "first_working_day" and not 1 <= rule.day <= 31:
                raise ValidationError(
                    self.env._(
                        "%(rule)s cannot run on day %(day)s of a month. Enter 1 to 31.",
                        rule=rule.name,
                        day=rule.day,
                    )
                )

    # -- actions -----------------------------------------------------------------------

    def action_run(self):
        """Make the round of the period just ended now, in the background. Who asks for it
        answers for it."""
        self.check_access("write")
        self._take_over()
        self.sudo().requested = True
        self.env["ir.cron"]._ar_wake("ar_collections.ir_cron_statement_round")
        words = self.env._(
            "The statements are made in the background. Customers who have theirs already are left "
            "out."
        )
        return notify(words, "success", reload=False)

    def action_view_statements(self):
        """Open the statements that the rule made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_statement_action")
        action["domain"] = [("rule_id", "=", self.id)]
        action["context"] = {}
        return action

    # -- the scheduled action ----------------------------------------------------------

    @api.model
    def _cron_make(self):
        """Make the rounds that are due on each company's own day, or were asked for."""
        self._work_through(
            self.search(["|", ("date_next", "!=", False), ("requested", "=", True)]),
            lambda rule: rule._make_round(),
            failed=lambda rule, error: rule._finish(
                self.env._("The round failed: %s.", error), done=False
            ),
            lock=True,
        )

    def _is_due(self):
        if self.requested:
            return True
        today = self.company_id._ar_today()
        tried = self.date_tried and self.date_tried >= today
        return bool(self.date_next) and self.date_next <= today and not tried

    def _make_round(self):
        """Make the missing statements in batches that commit; the caller has the lock."""
        self.ensure_one()
        if not self._is_due():
            # Another process made it since it was looked up.
            return
        if problem := self._get_rights_problem():
            self._finish(problem, done=False)
            self._tell_manager(problem)
            return
        today = self.company_id._ar_today()
        day = today if self.requested else self.date_next
        period = period_of_round(self.frequency, day)
        partners = self._find_missing(*period)
        problems = []
        for batch in self._in_batches(partners, BATCH):
            problems += self._make_batch(batch, *period)
        self._finish(" ".join(problems) or False)

    def _finish(self, words, done=True):
        today = self.company_id._ar_today()
        if done:
            self._done_with_task()
        self.sudo().write(
            {
                "last_error": words,
                "requested": False,
                "date_tried": today,
                **({"date_last": today} if done else {}),
            }
        )

    def _make_batch(self, partners, date_from, date_to):
        """Statements of these customers; one that fails does not stop the others.

        :return: sentences about those that could not be made
        """
        problems = []
        self._attempt(
            [self._prepare_statement(p, date_from, date_to) for p in partners],
            self._create_statements,
            failed=lambda values, error: problems.append(self._say_problem(values[0], error)),
            level=logging.ERROR,
        )
        return problems

    def _say_problem(self, values, error):
        """Sentences name the customer; what else goes wrong does not."""
        if isinstance(error, UserError):
            return str(error)
        return f"{self.env['res.partner'].browse(values['partner_id']).display_name}: {error}."

    def _create_statements(self, values):
        statements = self.env["ar.statement"].sudo().create(values)
        if self.automatic:
            statements._queue()

    def _prepare_statement(self, partner, date_from, date_to):
        values = {
            "kind": self.kind,
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "date_from": date_from if self.kind == "activity" else False,
            "date_to": date_to,
            "by_contact": self.by_contact,
            "rule_id": self.id,
        }
        return {**values, **({"channel": self.channel} if self.channel else {})}

    # -- who gets one ------------------------------------------------------------------

    def _find_missing(self, date_from, date_to):
        """The customers that get a statement of this period and do not have theirs yet."""
        owed = self._read_balances(date_to)
        moved = self._read_moved(date_from, date_to)
        wanted = {partner_id for partner_id, sums in owed.items() if any(sums.values())}
        if self.kind == "activity" and not self.only_with_balance:
            wanted |= moved
            before = self._read_balances(date_from - timedelta(days=1))
            wanted |= {partner_id for partner_id, sums in before.items() if any(sums.values())}
        if self.only_changed:
            said = self._read_said(wanted - moved)
            wanted = {id_ for id_ in wanted if id_ in moved or said.get(id_) != owed.get(id_, {})}
        partners = self.env["res.partner"].browse(sorted(id_ for id_ in wanted if id_))
        partners -= self._find_done(date_from, date_to)
        return self._filter_policies(partners.filtered(self._fits))

    def _fits(self, partner):
        tags = partner.sudo().category_id
        return (not self.tag_ids or tags & self.tag_ids) and not tags & self.excluded_tag_ids

    def _filter_policies(self, partners):
        """Those of the customers whom one of the rule's dunning policies applies to."""
        if not self.policy_ids:
            return partners
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("partner_id", "in", partners.ids)
        profiles = self.env["ar.profile"].search(domain)
        policies = self.env["ar.dunning.policy"]._for_company(self.company_id)
        matched = profiles._match_policies(policies)
        fitting = profiles.filtered(lambda profile: matched[profile.id] in self.policy_ids)
        return partners & fitting.partner_id

    def _read_balances(self, day):
        """{partner id: {currency id: balance}} of a day, without nil."""
        rows = self.env["ar.open.item"].sudo()._read_balances(self.company_id.ids, day)
        sums = {}
        for row in rows:
            own = sums.setdefault(row["partner_id"], {})
            currency_id = row["currency_id"]
            own[currency_id] = own.get(currency_id, 0.0) + row["balance_currency"]
        currencies = self.env["res.currency"]
        return {
            partner_id: {
                id_: currencies.browse(id_).round(amount)
                for id_, amount in own.items()
                if not currencies.browse(id_).is_zero(amount)
            }
            for partner_id, own in sums.items()
        }

    def _read_moved(self, date_from, date_to):
        """Ids of the customers with documents or payments in the period."""
        if not self.only_changed and (self.kind == "open" or self.only_with_balance):
            return set()
        rows = (
            self.env["ar.open.item"].sudo()._read_movements(self.company_id.ids, date_from, date_to)
        )
        return {row["partner_id"] for row in rows if row["amount_currency"]}

    def _read_said(self, partner_ids):
        """{partner id: {currency id: balance}} of the last statement that was sent."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain("kind", "=", self.kind)
        domain &= Domain("partner_id", "in", list(partner_ids)) & Domain("state", "!=", "draft")
        said = {}
        for statement in self.env["ar.statement"].search(domain, order="date_to, id"):
            said[statement.partner_id.id] = {
                currency.id: amount for currency, amount in statement._sum_by_currency() if amount
            }
        return said

    def _find_done(self, date_from, date_to):
        """The customers whose statement of this period is there already."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain("kind", "=", self.kind)
        domain &= Domain("date_to", "=", date_to)
        if self.kind == "activity":
            domain &= Domain("date_from", "=", date_from)
        domain &= (
            Domain("rule_id", "in", self.ids)
            | Domain("queued", "=", True)
            | Domain("state", "!=", "draft")
        )
        groups = self.env["ar.statement"]._read_group(domain, ["partner_id"])
        return self.env["res.partner"].union(*(partner for (partner,) in groups))
