"""Where the customer's books differ from a balance that he was asked to confirm."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, plaintext2html

from ....tools.statement.confirmation import difference_of, doubt_of

CAUSES = [
    ("not_received", "Not received"),
    ("paid", "Paid already"),
    ("wrong_amount", "Wrong amount"),
    ("wrong_price", "Wrong price"),
    ("returned", "Goods returned"),
    ("other", "Other"),
    ("missing", "Missing in the statement"),
]


class ArBalanceDifference(models.Model):
    """A line of a statement that the customer does not confirm, or that he misses.

    It has an owner and a deadline, and keeps reminders of its item back by a hold of its own
    until it is settled. Lines that were paid meanwhile are not held.
    """

    _name = "ar.balance.difference"
    _description = "Difference of a Confirmed Balance"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "confirmation_id desc, id"

    _transitions = {"settled": ("open",)}
    # What a user decides about it; all else is what the customer said.
    _writable = {"open": ("user_id", "date_deadline", "outcome", "outcome_note")}

    # What of it is in the log of collections.
    _logged = (
        "partner_id",
        "confirmation_id",
        "move_id",
        "name",
        "currency_id",
        "amount",
        "cause",
        "claimed_amount",
        "claimed_date",
        "note",
        "outcome",
        "outcome_note",
        "settled_date",
        "settled_by_id",
    )

    confirmation_id = fields.Many2one(
        "ar.balance.confirmation", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="confirmation_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="confirmation_id.company_id", store=True, index=True)
    profile_id = fields.Many2one(
        related="confirmation_id.profile_id", store=True, string="Customer Account"
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(related="confirmation_id.date", store=True, string="Balance of")
    line_id = fields.Many2one(
        "ar.statement.line",
        string="Statement Line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: something that the statement does not show.",
    )
    name = fields.Char(
        string="Document", compute="_compute_name", store=True, precompute=True, readonly=False
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Journal Entry")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        string="Stated", readonly=True, help="What the statement says is open."
    )
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    has_claim = fields.Boolean(string="Customer Gives an Amount", readonly=True)
    claimed_amount = fields.Monetary(
        string="Customer's Amount",
        readonly=True,
        help="What was paid or sent back; for other causes what the customer thinks is right, "
        "or what is missing in the statement.",
    )
    doubt = fields.Char(
        compute="_compute_doubt",
        help="Why the customer's amount can hardly be what he means. He was asked again, and a "
        "person has to ask him.",
    )
    claimed_date = fields.Date(string="Customer's Date", readonly=True)
    note = fields.Text(string="Customer's Comment", readonly=True)
    paid_since = fields.Monetary(
        readonly=True,
        help="What was paid or credited between the day of the balance and the answer.",
    )
    difference = fields.Monetary(compute="_compute_difference", store=True)
    difference_company = fields.Monetary(
        string="Difference in Company Currency",
        compute="_compute_difference",
        store=True,
        currency_field="company_currency_id",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ar_balance_difference_file_rel",
        "difference_id",
        "attachment_id",
        string="Files",
        readonly=True,
        copy=False,
        help="What the customer sent with it; what we add later stands in the chatter.",
    )
    user_id = fields.Many2one("res.users", string="Owner", tracking=True)
    date_deadline = fields.Date(string="Deadline")
    is_late = fields.Boolean(compute="_compute_is_late")
    hold_id = fields.Many2one("ar.hold", readonly=True, index="btree_not_null", ondelete="set null")
    dispute_id = fields.Many2one(
        "ar.dispute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The dispute that was opened for it, and holds the item in its place.",
    )
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    outcome = fields.Selection(
        [
            ("found", "Payment found"),
            ("credit_note", "Credit note made"),
            ("our_error", "Our error, corrected"),
            ("sent_again", "Document sent again"),
            ("accepted", "Customer accepts our figure"),
            ("agreed", "Agreed otherwise"),
        ],
        tracking=True,
    )
    outcome_note = fields.Char(string="What Was Done")
    settled_date = fields.Date(string="Settled on", readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True)

    @api.depends("line_id", "cause")
    def _compute_name(self):
        for one in self:
            one.name = one.name or one.line_id.name or one.line_id.ref

    @api.depends("name", "confirmation_id.name")
    def _compute_display_name(self):
        for one in self:
            parts = (one.confirmation_id.name, one.name)
            one.display_name = ": ".join(filter(None, parts))

    @api.depends_context("lang")
    @api.depends("line_id", "amount", "has_claim", "claimed_amount")
    def _compute_doubt(self):
        for one in self:
            claimed = one.claimed_amount if one.has_claim and one.line_id else None
            one.doubt = self._get_doubt_words(one.amount, claimed, one.currency_id)

    @api.model
    def _get_doubt_words(self, stated, claimed, currency):
        """A sentence if ``claimed`` can hardly be meant for a line of ``stated``, else ''."""
        if not currency or not doubt_of(stated, claimed, currency.rounding):
            return ""
        return self.env._(
            "%(claimed)s was given for an item of %(stated)s.",
            claimed=format_amount(self.env, claimed, currency),
            stated=format_amount(self.env, stated, currency),
        )

    @api.depends("cause", "amount", "has_claim", "claimed_amount", "date")
    def _compute_difference(self):
        for one in self:
            claimed = one.claimed_amount if one.has_claim else None
            amount = difference_of(one.cause, one.amount, claimed)
            one.difference = one.currency_id.round(amount)
            one.difference_company = one.currency_id._convert(
                one.difference, one.company_currency_id, one.company_id, one.date
            )

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        for one in self:
            today = (one.company_id or self.env.company)._ar_today()
            late = one.state == "open" and one.date_deadline and one.date_deadline < today
            one.is_late = bool(late)

    # -- CRUD --------------------------------------------------------------------------

    def write(self, vals):
        # EXTENDS the guard
        if "user_id" in vals and not vals["user_id"]:
            raise UserError(
                self.env._("%s needs an owner. Choose somebody.", self[:1].display_name)
            )
        result = super().write(vals)
        if vals.keys() & {"user_id", "date_deadline"}:
            self.filtered("activity_ids")._schedule()
        return result

    def _get_way_out(self):
        if self and self.state == "settled":
            return self.env._("%s is settled and stays as it is.", self.display_name)
        return self.env._(
            "What the customer said is not changed. Give the difference an owner, a deadline and "
            "an outcome, and settle it."
        )

    def _keeps(self, attachments):
        # EXTENDS the guard: what the customer sent, beside what our people put into the chatter.
        return attachments & self.sudo().attachment_ids

    # -- from the answer to the end ----------------------------------------------------

    def _start(self):
        """Hold the items that are still open, give tasks; what was paid since is settled."""
        found = self.filtered(lambda one: one._is_found())
        (self - found)._hold()
        (self - found)._schedule()
        for one in found:
            one.write({"outcome": "found", "outcome_note": self.env._("Paid meanwhile")})
        found._settle()

    def _is_found(self):
        """Whether the customer says that he paid, and we have the money by now. An amount that
        he can hardly mean is a person's to clear up."""
        open_now = self.currency_id.round(self.amount - self.paid_since)
        return self.cause == "paid" and self.amount > 0 >= open_now and not self.doubt

    def _hold(self):
        """Keep reminders of these items back, each by a hold of its own."""
        holds = self.env["ar.hold"]
        for one in self.filtered(lambda one: one.line_id.move_line_id):
            if one.currency_id.compare_amounts(one.amount, one.paid_since) <= 0:
                continue
            confirmation = one.confirmation_id
            one.hold_id = holds.create(
                {
                    "move_line_id": one.line_id.move_line_id.id,
                    "kind": "dispute",
                    "date_from": one.company_id._ar_today(),
                    **holds._prepare_spoken(
                        "confirmation", statement=confirmation.name, cause=one.cause
                    ),
                    "origin_ref": f"{confirmation._name},{confirmation.id}",
                }
            )

    def _schedule(self):
        """A task for each owner of an open difference; the one before is replaced."""
        differences = self.sudo().with_context(mail_activity_quick_update=True)
        differences.activity_unlink(["mail.mail_activity_data_todo"])
        causes = dict(self._fields["cause"]._description_selection(self.env))
        for one in differences.filtered(lambda one: one.state == "open"):
            one.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=one.date_deadline or one.company_id._ar_today(),
                summary=f"{causes[one.cause]}: {one.name or one.display_name}",
                note=one._get_doubt_note(),
                user_id=one.user_id.id,
            )

    def _get_doubt_note(self):
        if not self.doubt:
            return ""
        return plaintext2html(self.env._("%s Ask the customer before you rely on it.", self.doubt))

    def action_settle(self):
        """The difference is cleared up: its hold ends, its task is done.

        :raise UserError: for one without an outcome
        """
        self.check_access("write")
        for one in self:
            if one.state == "open" and not one.outcome:
                raise UserError(
                    self.env._("Say first what became of %s: choose an outcome.", one.display_name)
                )
        self._settle()
        return True

    def _settle(self):
        """The one place where a difference ends."""
        user = self.env.user
        for one in self.sudo():
            moved = one._move_to(
                "settled",
                settled_date=one.company_id._ar_today(),
                settled_by_id=False if user._is_superuser() else user.id,
            )
            if moved:
                one.hold_id.action_release()
                one.activity_feedback(["mail.mail_activity_data_todo"], feedback=one.outcome_note)
        for confirmation in self.sudo().confirmation_id:
            if all(one.state == "settled" for one in confirmation.difference_ids):
                confirmation._move_to("settled")

    def action_open_document(self):
        """Open the document in dispute."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def _get_facts(self):
        """What the customer said of one line, not what became of it."""
        self.ensure_one()
        write = self.confirmation_id._write_amount
        return {
            "id": self.id,
            "line_id": self.line_id.id or 0,
            "document": self.name or "",
            "currency": self.currency_id.name,
            "stated": write(self.amount, self.currency_id),
            "cause": self.cause,
            "has_claim": self.has_claim,
            "claimed": write(self.claimed_amount, self.currency_id),
            "claimed_date": str(self.claimed_date or ""),
            "note": self.note or "",
            "paid_since": write(self.paid_since, self.currency_id),
            "difference": write(self.difference, self.currency_id),
            "files": self.confirmation_id._name_files(self.attachment_ids),
        }
