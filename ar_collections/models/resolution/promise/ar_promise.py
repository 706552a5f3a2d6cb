"""Promises to pay: a day, an amount, what it is for, and what became of it."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ....tools.resolution import promise as rules
from ...base.ar_guard_mixin import ANY, NEW


class ArPromise(models.Model):
    """A customer's word that money comes until a day.

    What was promised stands; another day or amount is another promise. Its debts are held until
    ``date_end`` (``ar_promise_steps.py``), money is matched with it by itself, the oldest promise
    first (``ar_promise_figures.py``), and what became of it follows from the ledger, at each
    reconciliation and every hour. People only take it back.
    """

    _name = "ar.promise"
    _inherit = ["ar.gate.mixin"]
    _description = "Promise to Pay"
    _order = "date desc, id desc"
    _check_company_auto = True

    # A payment may come late into the books, be undone, and come again: but for what a person
    # took back, each state may follow each other one.
    _transitions = {
        "open": ("kept", "partly_kept", "broken", "withdrawn"),
        "kept": ("open", "partly_kept", "broken", "withdrawn"),
        "partly_kept": ("open", "kept", "broken", "withdrawn"),
        "broken": ("open", "kept", "partly_kept", "withdrawn"),
        "withdrawn": ("open", "kept", "partly_kept", "broken"),
    }
    _writable = {
        NEW: ("profile_id", "date", "amount", "currency_id", "move_line_ids", "source"),
        ANY: ("note",),
    }
    _logged = ("date", "amount", "currency_id", "level", "state", "source", "end_reason")

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(
        related="profile_id.collector_id", string="Collector", store=True, index="btree_not_null"
    )
    date = fields.Date(string="Will Pay by", required=True, index=True)
    amount = fields.Monetary(
        string="Promised", help="Empty: all that is open of the items, after credits."
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: the currency of the items; without any, the company's.",
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_promise_move_line_rel",
        "promise_id",
        "move_line_id",
        string="Items",
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id), "
        "('account_id.account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'), "
        "('amount_residual', '>', 0)]",
        help="The open items that it is for. Empty: all of the customer's in the currency, the "
        "oldest first.",
    )
    names_items = fields.Boolean(
        readonly=True,
        help="Kept when the items vanish: a promise for an item never grows to all of them.",
    )
    source = fields.Selection("_selection_source", default="manual", required=True)
    origin_ref = fields.Reference(
        selection="_selection_origin",
        string="Said in",
        readonly=True,
        help="The call, visit or answer in which it was given.",
    )
    note = fields.Char()
    user_id = fields.Many2one("res.users", string="Taken by", readonly=True)
    taken_on = fields.Date(readonly=True, required=True)
    level = fields.Integer(
        readonly=True,
        default=1,
        help="1 for the first promise about a debt, 2 for the second, and so on.",
    )
    tolerance = fields.Integer(
        string="Tolerance (days)", readonly=True, help="As the policy was when it was taken."
    )
    date_end = fields.Date(
        string="Last Day",
        readonly=True,
        required=True,
        help="Until then the money may come. A promise for a day off counts from the next working "
        "day on; then the tolerance follows. Nothing of it is reminded of meanwhile.",
    )
    known = fields.Json(
        readonly=True, help="What the customer's receipts had brought already: by journal item."
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("kept", "Kept"),
            ("partly_kept", "Partly Kept"),
            ("broken", "Broken"),
            ("withdrawn", "Withdrawn"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    ended_on = fields.Date(readonly=True)
    end_reason = fields.Char(string="Why It Ended", readonly=True)
    withdrawn_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who took it back. Empty: nothing of it was left to pay.",
    )
    replaced_by_id = fields.Many2one(
        "ar.promise", readonly=True, index="btree_not_null", ondelete="set null"
    )
    follow_activity_id = fields.Many2one(
        "mail.activity",
        string="Task That Follows",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    amount_paid = fields.Monetary(
        string="Paid",
        compute="_compute_progress",
        help="What has come in for it by its last day, with what nobody has allocated yet. Money "
        "counts for the oldest promise first, and once.",
    )
    amount_left = fields.Monetary(
        string="Still to Come",
        compute="_compute_progress",
        help="What was credited or written off meanwhile is not asked any more.",
    )

    @api.model
    def _selection_source(self):
        """How a promise reached us; later rooms may add theirs."""
        return [
            ("call", self.env._("Call")),
            ("visit", self.env._("Visit")),
            ("reply", self.env._("Reply")),
            ("page", self.env._("Page to Pay or Answer")),
            ("manual", self.env._("By hand")),
        ]

    @api.model
    def _selection_origin(self):
        models_named = ("ar.dispatch", "ar.reply")
        names = {name: self.env["ir.model"].sudo()._get(name).name for name in models_named}
        return list(names.items())

    @api.depends("move_line_ids", "profile_id")
    def _compute_currency_id(self):
        for promise in self:
            promise.currency_id = (
                promise.currency_id
                or promise.move_line_ids[:1].currency_id
                or promise.profile_id.currency_id
            )

    @api.depends("partner_id", "amount", "currency_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(customer)s: %(amount)s by %(day)s",
                customer=promise.partner_id.name or "",
                amount=promise.currency_id.format(promise.amount) if promise.currency_id else "",
                day=format_date(self.env, promise.date) or "",
            )

    # Live: the ledger changes without notice, so nothing is cached by what it depends on.
    @api.depends("amount", "date_end", "state", "known")
    def _compute_progress(self):
        found = self._read_progress() if self.ids else {}
        for promise in self:
            progress = found.get(promise.id)
            promise.amount_paid = progress.paid if progress else 0.0
            coming = progress and promise.state == "open"
            promise.amount_left = max(progress.asked - progress.paid, 0.0) if coming else 0.0

    # -- checks ------------------------------------------------------------------------

    @api.constrains("date", "profile_id")
    def _check_date(self):
        for promise in self:
            if promise.date < promise.taken_on:
                raise ValidationError(
                    self.env._(
                        "%(customer)s cannot promise to pay on %(day)s, which is over. Enter today "
                        "or a later day.",
                        customer=promise.partner_id.display_name,
                        day=format_date(self.env, promise.date),
                    )
                )
            promise._check_days_ahead()

    @api.constrains("amount", "profile_id", "currency_id", "move_line_ids")
    def _check_amount(self):
        found = self._read_open()
        for promise in self:
            debt = found[promise]
            for item in promise.sudo().move_line_ids:
                if words := promise._say_unfit(item):
                    raise ValidationError(words)
                if item.id not in debt.items:
                    raise ValidationError(
                        self.env._(
                            "Nothing is open of %(item)s any more. Take it out of the promise of "
                            "%(customer)s.",
                            item=item.move_id.name,
                            customer=promise.partner_id.display_name,
                        )
                    )
            promise._check_against(debt.open)

    # -- birth -------------------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: what the machine knows of a new promise.
        names = ("profile_id", "date", "amount", "currency_id", "move_line_ids")
        vals_list = [
            {**self.default_get([name for name in names if name not in vals]), **vals}
            for vals in super()._complete(vals_list)
        ]
        return self.sudo()._complete_promises(vals_list)

    @api.model
    def _complete_promises(self, vals_list):
        drafts = self.browse()
        for vals in vals_list:
            drafts |= self.new(
                {
                    **vals,
                    "move_line_ids": [Command.set(self._get_line_ids(vals))],
                }
            )
        known, debts = drafts._read_known(), drafts._read_open()
        for draft, vals in zip(drafts, vals_list, strict=True):
            if draft.profile_id and draft.date:
                vals.update(draft._prepare_birth(vals, debts[draft], known[draft]))
        return vals_list

    @api.model
    def _get_line_ids(self, vals):
        """The items that the values of a new promise name."""
        return self.new(
            {"move_line_ids": vals.get("move_line_ids") or []}
        ).move_line_ids._origin.ids

    def _prepare_birth(self, vals, debt, known):
        """Values of a new promise (``self`` in memory) beside those that were given.

        :param debt: see ``_read_open``
        """
        today = fields.Date.to_date(vals.get("taken_on")) or self.company_id._ar_today()
        level = vals.get("level") or self._get_next_level(debt)
        terms = self.profile_id._get_promise_terms()
        tolerance = terms.tolerance if level == 1 else 0
        return {
            "currency_id": self.currency_id.id,
            "amount": vals.get("amount") or max(debt.left, 0.0),
            "user_id": vals.get("user_id") or self.env.uid,
            "taken_on": today,
            "level": level,
            "tolerance": tolerance,
            "date_end": self._get_last_day(max(self.date, today), tolerance),
            "known": known,
            "names_items": bool(self.move_line_ids),
        }

    def _get_last_day(self, day, tolerance):
        """The last day on which money counts; nobody pays into a bank on a day off."""
        working = self.company_id._ar_add_working_days(fields.Date.subtract(day, days=1), 1)
        return fields.Date.add(working, days=tolerance)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        promises = super().create(vals_list)
        promises.sudo()._begin()
        return promises

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for promise in self:
            raise UserError(
                self.env._(
                    "The promise of %(customer)s for %(day)s is part of the history. Withdraw it "
                    "instead.",
                    customer=promise.partner_id.display_name,
                    day=format_date(self.env, promise.date),
                )
            )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Withdraw it, and take another one.")

    # -- actions -----------------------------------------------------------------------

    def action_withdraw(self):
        """Ask why the promises are taken back."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw"),
            "res_model": "ar.promise.withdraw",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_promise_ids": [Command.set(self.ids)]},
        }

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    @api.model
    def _get_ends(self):
        """The states in which a promise has fallen due."""
        return (rules.KEPT, rules.PARTLY, rules.BROKEN)
