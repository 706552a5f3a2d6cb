"""Credit holds: nothing goes out on credit to a customer for a while."""

from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW
from .ar_credit_four_eyes import APPROVERS


class HoldCause(NamedTuple):
    """What puts a customer on credit hold.

    :param name: a few words, in the language of the context
    :param lasting: goes on when somebody releases the hold, so that it sets no other one before
        it was over
    :param nightly: the night's job asks ``_follow_<code>(company)`` whom it holds
    """

    name: str
    lasting: bool = True
    nightly: bool = False


class ArCreditHold(models.Model):
    """A customer is on hold from a day, until a day, until released, or until paid.

    An add-on adds a cause by an entry in ``_get_causes``, and a method ``_follow_<code>`` if it
    is looked after by night; see ``ar_credit_hold_nightly.py``.
    """

    _name = "ar.credit.hold"
    _inherit = ["ar.spoken.mixin", "ar.gate.mixin", "ar.period.mixin"]
    _description = "Credit Hold"
    _order = "date_from desc, id desc"
    _rec_name = "reason_text"
    _check_company_auto = True
    _writable = {
        NEW: ("profile_id", "date_from", "date_to", "until_paid", "reason", "reason_text"),
        # Rights to write holds are the credit approvers' alone.
        "active": ("date_to", "until_paid", "reason", "reason_text"),
    }
    _transitions = {"released": ("active",)}
    _period_states = ("active",)
    # What is held until it is paid is not said by dates.
    _period_says_all = False

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    cause = fields.Selection("_selection_cause", default="manual", required=True, readonly=True)
    rule_id = fields.Many2one("ar.credit.rule", readonly=True, ondelete="set null")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(string="Until", help="Last day of the hold; empty: until released.")
    until_paid = fields.Boolean(
        help="Ends by itself as soon as nothing of what the customer owes is overdue; credits "
        "count."
    )
    reason = fields.Char(required=True)
    state = fields.Selection(
        [("active", "In force"), ("released", "Released")],
        default="active",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Set By",
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_on = fields.Date(readonly=True, copy=False)
    release_reason = fields.Char(readonly=True, copy=False)
    cause_gone = fields.Boolean(
        readonly=True,
        copy=False,
        help="What put the customer on hold is over: the same rule may do so again.",
    )

    @api.model
    def _get_causes(self):
        """What puts customers on hold.

        :return: {code: ``HoldCause``}
        """
        return {
            "manual": HoldCause(self.env._("By hand"), lasting=False),
            "rule": HoldCause(self.env._("Credit rule"), nightly=True),
        }

    @api.model
    def _selection_cause(self):
        return [(code, cause.name) for code, cause in self._get_causes().items()]

    @api.depends("until_paid")
    def _compute_in_force(self):
        # OVERRIDES the period, whose ``_is_in_force`` tells dates and state: whether a customer
        # has paid is read for all at once.
        held = self.profile_id._get_holds_in_force()
        for hold in self:
            hold.in_force = hold in held.get(hold.profile_id, self.browse())

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The credit hold of %(customer)s ends before it starts. Set its last day "
            "to its first day or later.",
            customer=self.partner_id.display_name,
        )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("A credit hold is released with its button, by a credit approver.")

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: who sets it is who acts.
        return [{**vals, "user_id": self.env.uid} for vals in super()._complete(vals_list)]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        holds = super().create(vals_list)
        for hold in holds:
            hold._log(self.env._("On credit hold. %s", hold._get_words()))
        return holds

    def write(self, vals):
        # EXTENDS the guard
        told = {"date_to", "until_paid", "reason", "reason_text"} & vals.keys()
        before = {hold.id: hold._get_words() for hold in self} if told else {}
        result = super().write(vals)
        for hold in self:
            words = hold._get_words()
            if told and words != before[hold.id]:
                hold._log(
                    self.env._(
                        "The credit hold was changed from: %(old)s to: %(new)s",
                        old=before[hold.id],
                        new=words,
                    )
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for hold in self:
            raise UserError(
                self.env._(
                    "The credit hold of %(customer)s is part of its history. Release it instead.",
                    customer=hold.partner_id.display_name,
                )
            )

    def _get_words(self):
        """The reason and how the hold ends, without figures: salespeople read it, too."""
        self.ensure_one()
        ends = []
        if self.date_to:
            ends.append(self.env._("Until %s.", format_date(self.env, self.date_to)))
        if self.until_paid:
            ends.append(self.env._("Until what is overdue is paid."))
        reason = (self.reason_text or "").strip()
        if reason and reason[-1] not in ".!?。":
            reason += "."
        return " ".join([reason, *ends]).strip()

    def _speak_account(self):
        return self.env._("Set on the customer account")

    def _speak_rule(self, rule):
        kinds = self.env["ar.credit.rule"]._get_kinds()
        return self.env._("Credit rule: %s", kinds[rule].name if rule in kinds else rule)

    def action_release(self):
        """Ask why the hold is released."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Hold"),
            "res_model": "ar.credit.hold.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hold_ids": [Command.set(self.ids)]},
        }

    def _check_may_move(self, state):
        # EXTENDS the gate
        super()._check_may_move(state)
        if not self.env.su and not self.env.user.has_group(APPROVERS):
            raise AccessError(self.env._("Only a credit approver releases a credit hold."))

    def _release(self, reason, cause_gone=False):
        """The hold ends now; releasing it twice does nothing.

        :param cause_gone: what caused it is over, so that it may come again
        :return: the holds that were released
        """
        released, causes = self.browse(), self._get_causes()
        for hold in self:
            cause = causes.get(hold.cause)
            moved = hold._move_to(
                "released",
                release_reason=reason,
                released_by_id=self.env.uid,
                released_on=hold.company_id._ar_today(),
                cause_gone=cause_gone or bool(cause and not cause.lasting),
            )
            if moved:
                moved._log(self.env._("Credit hold released. %s", reason))
            released |= moved
        return released

    def _log(self, text):
        self.profile_id.sudo()._message_log(body=text, author_id=self.env.user.partner_id.id)
