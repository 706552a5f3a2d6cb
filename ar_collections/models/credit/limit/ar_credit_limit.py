"""Credit limits: how much a customer may owe, since when, until when, and why."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, plaintext2html

from ...base.ar_guard_mixin import NEW


class ArCreditLimit(models.Model):
    """One limit of a customer. What applies today is read live from dates and states.

    - permanent: until it is replaced
    - temporary: in place of the permanent one, until its last day
    - insured: what a credit insurer covers; caps the others
    - group: for a parent company and all companies below it together

    Above the company's amount, one that is entered by hand waits for a second person. It is
    ended and replaced, never changed.
    """

    _name = "ar.credit.limit"
    _inherit = ["ar.credit.waiting", "ar.credit.unlimited", "ar.job.mixin", "ar.period.mixin"]
    _description = "Credit Limit"
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _writable = {
        NEW: (
            "profile_id",
            "kind",
            "amount",
            "date_from",
            "date_to",
            "reason",
            "insurer_id",
            "policy_number",
            "cover_percent",
            "notification_days",
        ),
        "active": ("reason",),
    }
    _transitions = {
        "active": ("waiting",),
        "withdrawn": ("waiting",),
        "ended": ("active",),
    }
    _period_states = ("active",)

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("permanent", "Permanent"),
            ("temporary", "Temporary"),
            ("insured", "Insured"),
            ("group", "Group"),
        ],
        default="permanent",
        required=True,
        help="Temporary: stands in for the permanent limit until its last day. Insured: what "
        "the insurer covers, caps the others. Group: for this customer and all companies "
        "below it together.",
    )
    amount = fields.Monetary(help="0: no credit, everything is paid in advance.")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._ar_today(),
    )
    date_to = fields.Date(string="Until", help="Last day; empty: until it is replaced or ended.")
    state = fields.Selection(
        [
            ("waiting", "Waits for a Second Person"),
            ("active", "Valid"),
            ("ended", "Ended"),
            ("withdrawn", "Withdrawn"),
        ],
        default="active",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    reason = fields.Char(required=True)
    end_reason = fields.Char(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_on = fields.Date(readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "ar.credit.limit", readonly=True, copy=False, index="btree_not_null"
    )
    insurer_id = fields.Many2one("res.partner")
    policy_number = fields.Char()
    cover_percent = fields.Float(
        string="Cover (%)", default=100.0, help="Share of a loss that the insurer pays."
    )
    covered_amount = fields.Monetary(
        compute="_compute_covered_amount", help="Most that the insurer pays in a loss."
    )
    notification_days = fields.Integer(
        string="Notification Deadline (days)",
        help="An item that is this many days overdue must have been reported to the insurer. "
        "0: no deadline.",
    )
    warned_date = fields.Date(readonly=True, copy=False)
    warning = fields.Char(compute="_compute_warning")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A credit limit cannot be negative; 0 gives no credit."
    )
    _cover_range = models.Constraint(
        "CHECK (cover_percent >= 0 AND cover_percent <= 100 AND notification_days >= 0)",
        "The cover of an insured limit lies between 0 and 100 percent, its deadline is not "
        "negative.",
    )

    @api.depends("kind", "amount", "profile_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for limit in self:
            amount = limit.currency_id.format(limit.amount) if limit.currency_id else limit.amount
            limit.display_name = f"{kinds.get(limit.kind, '')} {amount}"

    @api.depends("amount", "cover_percent", "kind")
    def _compute_covered_amount(self):
        for limit in self:
            insured = limit.kind == "insured"
            limit.covered_amount = limit.amount * limit.cover_percent / 100 if insured else 0.0

    @api.depends("amount", "profile_id", "kind", "state")
    def _compute_warning(self):
        """A sentence when the limit is below what is used already."""
        self.warning = False
        asked = self.filtered(
            lambda limit: limit.state == "active" and limit.kind != "group" and limit.profile_id
        )
        exposures = asked.profile_id._read_exposures()
        for limit in asked:
            exposure = exposures[limit.profile_id._origin.id]
            if limit.currency_id.compare_amounts(limit.amount, exposure) < 0:
                limit.warning = self.env._(
                    "The limit of %(limit)s is below the exposure of %(exposure)s: nothing more "
                    "goes out on credit until %(customer)s has paid.",
                    limit=limit.currency_id.format(limit.amount),
                    exposure=limit.currency_id.format(exposure),
                    customer=limit.profile_id.partner_id.display_name,
                )

    @api.constrains("kind", "date_to")
    def _check_temporary(self):
        for limit in self:
            if limit.kind == "temporary" and not limit.date_to:
                raise ValidationError(
                    self.env._(
                        "The temporary limit of %(customer)s has no last day. Enter one, or "
                        "make it permanent.",
                        customer=limit.profile_id.display_name,
                    )
                )

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The limit of %(customer)s ends on %(until)s, before it starts on "
            "%(start)s. Set its last day to its first day or later.",
            customer=self.profile_id.display_name,
            until=until,
            start=start,
        )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "A credit limit is not changed but replaced: make a new one, which ends this one."
        )

    @api.model_create_multi
    def create(self, vals_list):
        """A new limit ends the ones of its kind that it takes the place of, unless it waits."""
        # EXTENDS the guard
        limits = super().create(vals_list)
        limits._get_proposals()._move_to("withdrawn", ("waiting",))._close_task()
        limits._hold_back()._take_effect()
        return limits

    def _take_effect(self, successors=None):
        # EXTENDS 'ar.credit.waiting'
        others = self.search(
            [("profile_id", "in", self.profile_id.ids), ("state", "=", "active")]
        ).grouped("profile_id")
        words = {}
        for limit in self:
            before = limit._get_predecessors(others[limit.profile_id])
            old = before[:1].amount if before else None
            before._end(limit.reason, limit)
            words.setdefault(limit.profile_id, []).append(limit._say_new(old))
        self._log(words)
        self.profile_id._mirror_credit_limit()

    def _get_given(self):
        """The limits that count, or did once: without what was only proposed."""
        return self.filtered(lambda limit: limit.state in ("active", "ended"))

    def _is_in_place_of(self, other):
        """Whether a limit is of the kind and customer that another one is of; two insurers may
        cover one customer side by side."""
        return (
            self.profile_id == other.profile_id
            and self.kind == other.kind
            and (
                self.kind != "insured"
                or (self.insurer_id, self.policy_number) == (other.insurer_id, other.policy_number)
            )
        )

    def _get_predecessors(self, others):
        """The valid limits of the same kind that this one takes the place of, newest first.

        A limit that starts later leaves the one before it in place until then.

        :param others: the customer's valid limits
        """
        self.ensure_one()
        return others.filtered(
            lambda other: (
                other != self
                and other.state == "active"
                and other.date_from <= self.date_from
                and self._is_in_place_of(other)
            )
        )

    def _end(self, reason, successor=None):
        """End these limits; ending one twice does nothing.

        A successor that starts later lets them run until the day before.
        """
        for limit in self.filtered(lambda limit: limit.state == "active"):
            today = limit.company_id._ar_today()
            values = {
                "end_reason": reason,
                "ended_by_id": self.env.uid,
                "ended_on": today,
                "replaced_by_id": successor.id if successor else False,
            }
            if successor and successor.date_from > today:
                last = fields.Date.subtract(successor.date_from, days=1)
                limit.sudo().write({"date_to": min(limit.date_to or last, last), **values})
            else:
                limit._move_to("ended", **values)
                limit._close_unlimited()

    @api.model
    def _set_permanent(self, profile, amount, date_from=None, reason=None, **values):
        """Give a customer a permanent limit; the one before it ends, and the log says so.

        :param profile: one ``ar.profile``
        :param amount: company currency; 0 gives no credit
        :param date_from: first day; today if empty
        :param reason: why, shown in the log
        :param values: what a later room keeps of where it comes from
        :return: the limit in force from then (the one that was there, if nothing changes)
        """
        profile.ensure_one()
        today = profile.company_id._ar_today()
        current = self.search(
            [("profile_id", "=", profile.id), ("kind", "=", "permanent"), ("state", "=", "active")],
            limit=1,
        )
        same = current and not profile.currency_id.compare_amounts(current.amount, amount)
        if same and current.date_from <= (date_from or today):
            return current
        proposed = self._get_proposed(profile, amount)
        if proposed and not values:
            return proposed
        return self.create(
            {
                "profile_id": profile.id,
                "kind": "permanent",
                "amount": amount,
                "date_from": date_from or today,
                "reason": reason or self.env._("Set by hand"),
                **values,
            }
        )

    def _say_new(self, old):
        """Old, new and why; who is the message's author."""
        self.ensure_one()
        until = format_date(self.env, self.date_to)
        until = self.env._(", until %s", until) if until else ""
        text = self.env._(
            "set from %(old)s to %(new)s%(until)s. %(reason)s",
            old=self.env._("none") if old is None else self.currency_id.format(old),
            new=self.currency_id.format(self.amount),
            until=until,
            reason=self.reason,
        )
        return self._say(" ".join(filter(None, [text, self.warning])))

    def _say(self, text):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._("Credit limit (%(kind)s) %(text)s", kind=kinds[self.kind], text=text)

    @api.model
    def _log(self, words):
        """Tell on the customers' pages; ``words``: {profile: list of sentences}."""
        profiles = self.env["ar.profile"].sudo().concat(*words)
        profiles._message_log_batch(
            bodies={
                profile.id: plaintext2html("\n".join(texts)) for profile, texts in words.items()
            },
            author_id=self.env.user.partner_id.id,
        )

    def write(self, vals):
        # EXTENDS the guard: another reason is told beside the one that was approved.
        before = {limit: limit.reason for limit in self} if "reason" in vals else {}
        result = super().write(vals)
        for limit, reason in before.items():
            if limit.reason != reason:
                words = self.env._(
                    "of %(amount)s has another reason: %(new)s It was: %(old)s",
                    amount=limit.currency_id.format(limit.amount),
                    new=limit.reason,
                    old=reason,
                )
                limit._log({limit.profile_id: [limit._say(words)]})
        return result
