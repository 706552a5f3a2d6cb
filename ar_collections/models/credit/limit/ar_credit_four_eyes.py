"""Two people: who wrote what gives much credit does not decide on it alone."""

from odoo import Command, api, fields, models

APPROVERS = "ar_collections.ar_collections_group_credit_approver"
TASK = "mail.mail_activity_data_todo"


class ArCreditFourEyes(models.AbstractModel):
    """A decision about credit that remembers everybody who wrote what it decides.

    Above the company's amount, none of them approves it.
    """

    _name = "ar.credit.four_eyes"
    _inherit = ["ar.gate.mixin"]
    _description = "Decision of Two People"

    # Names of the fields that decide; who writes one is an author.
    _deciding = frozenset()

    editor_ids = fields.Many2many(
        "res.users",
        string="Written By",
        readonly=True,
        copy=False,
        help="Everybody who wrote what is decided here. Above the company's amount, somebody else "
        "has to approve it.",
    )

    def _get_credit_given(self):
        """The credit that the decision gives, in the company's currency."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the gate
        records = super().create(vals_list)
        records._note_editor()
        return records

    def write(self, vals):
        # EXTENDS the guard
        result = super().write(vals)
        # What our own methods write for people (facts, say) is nobody's decision.
        if not self.env.su and self._deciding & vals.keys():
            self._note_editor()
        return result

    def _note_editor(self):
        """Remember that the acting person has written what is decided."""
        if not self.env.user._is_superuser():
            new = self.sudo().filtered(lambda one: self.env.user not in one.editor_ids)
            if new:
                new.write({"editor_ids": [Command.link(self.env.uid)]})

    def _get_authors(self):
        """Everybody who wrote the decision: people, not the machine."""
        self.ensure_one()
        record = self.sudo()
        people = record.editor_ids | record.create_uid
        return people.filtered(lambda user: not user._is_superuser())

    def _get_four_eyes_amount(self):
        """From what amount on the company wants two people, in its currency."""
        self.ensure_one()
        return self.company_id.sudo().ar_credit_four_eyes_amount

    def _is_above(self, amount):
        """Whether an amount of the company's currency needs two people."""
        self.ensure_one()
        currency = self.company_id.sudo().currency_id
        return currency.compare_amounts(amount, self._get_four_eyes_amount()) > 0

    def _is_own_and_high(self):
        """Whether the acting person wrote it, and it is above the company's amount."""
        self.ensure_one()
        return self._is_above(self._get_credit_given()) and self.env.user in self._get_authors()

    def _say_four_eyes_amount(self):
        return self.company_id.sudo().currency_id.format(self._get_four_eyes_amount())
