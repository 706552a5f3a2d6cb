"""Write-offs: what of an item nobody will pay, who said so, and what becomes of its tax."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY, NEW

# States in which a write-off waits for somebody.
PENDING = ("draft", "requested", "approved")
# States in which it stands in the books.
BOOKED = ("booked", "recovered")
REASONS = [
    ("insolvent", "Insolvent"),
    ("uncollectible", "Enforcement without success"),
    ("limitation", "Barred by limitation"),
    ("untraceable", "Customer cannot be found"),
    ("settlement", "Settled for less"),
    ("small", "Not worth the trouble"),
    ("other", "Other"),
]


class ArWriteoff(models.Model):
    """The write-off of one item, whole or in part.

    Booking it takes the amount off what is owed; the tax in it is claimed by a second entry, when
    the country's rule allows it. Money that comes in later is income, and the tax is owed again.
    """

    _name = "ar.writeoff"
    _description = "Write-Off"
    _inherit = [
        "ar.credit.four_eyes",
        "ar.job.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "requested": ("draft",),
        "draft": ("requested",),
        "approved": ("requested",),
        "booked": ("approved",),
        "recovered": ("booked",),
        "reversed": ("booked",),
        "cancelled": PENDING,
    }
    _writable = {
        NEW: ("move_line_id",),
        "draft": ("amount", "reason", "case_id", "date"),
        "requested": ("attachment_ids",),
        "approved": ("date",),
        "booked": ("claim_reference",),
        ANY: ("note", "attachment_ids"),
    }
    _deciding = frozenset({"move_line_id", "amount", "reason"})
    _logged = (
        "name",
        "move_line_id",
        "amount",
        "net",
        "tax",
        "reason",
        "tax_relief",
        "approver_id",
        "entry_id",
        "claim_entry_id",
    )

    name = fields.Char(string="Number", readonly=True, copy=False)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    move_id = fields.Many2one(related="move_line_id.move_id", store=True, string="Invoice")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="move_line_id.currency_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    case_id = fields.Many2one("ar.case", index="btree_not_null", ondelete="restrict")
    amount = fields.Monetary(required=True, help="With its tax, in the currency of the item.")
    net = fields.Monetary(compute="_compute_net", store=True, help="Without the tax in it.")
    tax = fields.Monetary(compute="_compute_net", store=True)
    reason = fields.Selection(REASONS, required=True, tracking=True)
    note = fields.Text(help="Why nobody will pay, and what was tried.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ar_writeoff_file_rel",
        "writeoff_id",
        "attachment_id",
        string="Evidence",
        bypass_search_access=True,
        copy=False,
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count", string="Documents")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Waits for Approval"),
            ("approved", "Approved"),
            ("booked", "Booked"),
            ("recovered", "Recovered"),
            ("reversed", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date = fields.Date(
        string="Accounting Date", copy=False, help="Empty: the day on which it is booked."
    )

    rule_id = fields.Many2one("ar.writeoff.rule", readonly=True, ondelete="restrict")
    verification = fields.Selection(related="rule_id.verification", string="Rule Is")
    tax_relief = fields.Selection(
        [
            ("none", "None"),
            ("eligible", "May be claimed"),
            ("claimed", "Claimed"),
            ("reversed", "Owed again"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        help="None: there is no tax in it, no rule gives relief, or it was never due.",
    )
    eligible_from = fields.Date(string="Tax May Be Claimed From", readonly=True, copy=False)
    claim_until = fields.Date(
        string="Claim Tax Until", readonly=True, copy=False, help="Empty: no end is known."
    )
    relief_words = fields.Char(string="Tax Relief in Words", compute="_compute_relief_words")
    told_open = fields.Boolean(readonly=True, copy=False)
    told_ending = fields.Boolean(readonly=True, copy=False)
    claim_reference = fields.Char(copy=False, help="The return in which the tax was claimed.")
    claimed_on = fields.Date(readonly=True, copy=False)
    tax_ids = fields.One2many("ar.writeoff.tax", "writeoff_id", string="Taxes", readonly=True)

    amount_company = fields.Monetary(
        string="In Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="As it was booked.",
    )
    tax_company = fields.Monetary(
        string="Tax in Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
    )
    entry_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, copy=False, ondelete="restrict"
    )
    claim_entry_id = fields.Many2one(
        "account.move", string="Claim of the Tax", readonly=True, copy=False, ondelete="restrict"
    )
    tax_account_id = fields.Many2one(
        "account.account",
        string="Tax Waits On",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The account on which the tax stands until it is claimed.",
    )
    recovery_ids = fields.One2many(
        "ar.writeoff.recovery", "writeoff_id", string="Recoveries", readonly=True
    )
    recovered_amount = fields.Monetary(
        string="Recovered", compute="_compute_recovered_amount", store=True
    )
    booked_on = fields.Date(readonly=True, copy=False, index="btree_not_null")
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approver_id = fields.Many2one(
        "res.users", string="Approved By", readonly=True, copy=False, tracking=True
    )
    approved_on = fields.Date(readonly=True, copy=False)
    reversed_on = fields.Date(readonly=True, copy=False)

    _one_at_a_time = models.UniqueIndex(
        "(move_line_id) WHERE state IN ('draft', 'requested', 'approved')",
        "A write-off of this item is on its way already. Go on with that one, or cancel it.",
    )
    _entry_uniq = models.UniqueIndex(
        "(entry_id) WHERE entry_id IS NOT NULL", "A journal entry belongs to one write-off."
    )

    @api.depends("name", "move_id")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for one in self:
            parts = (one.name, one.move_id.name)
            one.display_name = " ".join(filter(None, parts)) or self.env._("New")

    @api.depends("attachment_ids")
    def _compute_evidence_count(self):
        for one in self:
            one.evidence_count = len(one.attachment_ids)

    @api.depends("amount", "move_line_id")
    def _compute_net(self):
        for one in self:
            one.tax = sum(one._read_tax_parts().values())
            one.net = one.currency_id.round(one.amount - one.tax) if one.currency_id else 0.0

    @api.depends("recovery_ids.amount")
    def _compute_recovered_amount(self):
        for one in self:
            one.recovered_amount = sum(one.recovery_ids.mapped("amount"))

    @api.depends("tax_relief", "eligible_from", "claim_until", "rule_id", "state")
    @api.depends_context("lang")
    def _compute_relief_words(self):
        for one in self:
            one.relief_words = one._say_relief()

    # -- checks ------------------------------------------------------------------------

    @api.constrains("move_line_id", "profile_id")
    def _check_item(self):
        for one in self:
            line = one.move_line_id.sudo()
            values = {"item": line.move_id.display_name}
            if line.account_id.account_type != "asset_receivable" or line.balance <= 0:
                raise ValidationError(
                    self.env._(
                        "%(item)s is no debt of a customer. Choose an open invoice.", **values
                    )
                )
            if not line.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s has no customer. Give it one before it is written off.", **values
                    )
                )
            if line.company_id != one.company_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s is of another company. Switch to it and write it off there.",
                        **values,
                    )
                )

    @api.constrains("amount", "move_line_id")
    def _check_amount(self):
        """More than is open is written off of nothing."""
        for one in self.filtered(lambda one: one.state in PENDING):
            if one.currency_id.compare_amounts(one.amount, 0) <= 0:
                raise ValidationError(
                    self.env._(
                        "The write-off of %s has no amount. Enter what nobody will pay.",
                        one.move_id.display_name,
                    )
                )
            if one.move_line_id.sudo().balance > 0:
                one._check_still_open()

    @api.constrains("date", "company_id")
    def _check_date(self):
        for one in self.filtered("date"):
            if one.date < one.move_line_id.date:
                raise ValidationError(
                    self.env._(
                        "%(item)s would be written off before it was booked on %(day)s. Choose a "
                        "later accounting date.",
                        item=one.move_id.display_name,
                        day=format_date(self.env, one.move_line_id.date),
                    )
                )

    @api.constrains("case_id", "profile_id")
    def _check_case(self):
        for one in self.filtered("case_id"):
            if one.case_id.profile_id != one.profile_id:
                raise ValidationError(
                    self.env._(
                        "The case %(case)s is not of %(customer)s. Choose one of the customer's "
                        "own.",
                        case=one.case_id.name,
                        customer=one.partner_id.display_name,
                    )
                )

    # -- birth and writing -------------------------------------------------------------

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "A write-off is asked for, approved, booked and reversed with its buttons; another "
            "amount is another write-off."
        )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: the account, the number and the rule follow from the item.
        done = []
        for vals in super()._complete(vals_list):
            line = self.env["account.move.line"].browse(vals.get("move_line_id")).sudo()
            if not line.partner_id:
                raise UserError(
                    self.env._("Choose the item of a customer that is to be written off.")
                )
            self._check_one_at_a_time(line)
            # As who acts: an account that is missing is made for who may make it.
            profile = self.env["ar.profile"].get_or_create(line.partner_id, line.company_id)
            done.append(
                {
                    **vals,
                    "profile_id": profile.id,
                    "rule_id": self.env["ar.writeoff.rule"]._find_rule(line.company_id).id,
                    "name": line.company_id._ar_number("ar.writeoff"),
                }
            )
        return done

    @api.model
    def _check_one_at_a_time(self, line):
        """The index says the same, for two who come at the same moment."""
        pending = [("move_line_id", "=", line.id), ("state", "in", PENDING)]
        if other := self.sudo().search(pending, limit=1):
            raise ValidationError(
                self.env._(
                    "%(item)s is being written off in %(writeoff)s already. Go on with that one, "
                    "or cancel it.",
                    item=line.move_id.display_name,
                    writeoff=other.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'ar.credit.four_eyes'
        records = super().create(vals_list)
        records._note_relief()
        records._check_files(self.browse().attachment_ids)
        return records

    def write(self, vals):
        # EXTENDS 'ar.credit.four_eyes'
        before = self.attachment_ids
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._check_files(before)
        if "amount" in vals or "date" in vals:
            self.filtered(lambda one: one.state in PENDING)._note_relief()
        return result

    def _check_files(self, before):
        """Refuse files that the acting person may not read; an upload belongs here from now on."""
        (self.attachment_ids - before).check_access("read")
        for one in self:
            loose = one.attachment_ids.sudo().filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": one.id})

    def _keeps(self, attachments):
        # EXTENDS the guard: what somebody decided by is kept.
        if self.state == "draft":
            return super()._keeps(attachments)
        return attachments & self.sudo().attachment_ids

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        for one in self:
            if one.state != "draft":
                raise UserError(
                    self.env._(
                        "The write-off %s is part of the history. Cancel or reverse it instead.",
                        one.display_name,
                    )
                )
