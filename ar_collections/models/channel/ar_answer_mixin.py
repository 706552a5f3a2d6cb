"""What follows from what a customer answers: the same on the phone, on the spot, in a letter."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

#: Days that somebody has to look into what is disputed, or to call.
DAYS_TO_CLEAR = 14
#: Signs of a task's summary.
MOST_SIGNS = 200


class ArAnswerMixin(models.AbstractModel):
    """A record with ``profile_id`` and ``company_id`` that says what a customer answered.

    Holds are written by ``_hold_customer`` and tasks by ``_give_task`` alone. What is a record of
    its own (a promise) is made by the room that keeps it.
    """

    _name = "ar.answer.mixin"
    _description = "What a Customer Answers"

    follow_activity_id = fields.Many2one(
        "mail.activity",
        string="Task That Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # -- what each kind of answer says -------------------------------------------------

    def _prepare_hold_words(self):
        """Values of a hold that say why (``_prepare_spoken`` of ``ar.hold``)."""
        raise NotImplementedError

    def _get_answer_words(self):
        """What the customer said, as text; for the tasks."""
        return ""

    # -- what follows ------------------------------------------------------------------

    def _hold_customer(self, until, kind="manual", moves=None):
        """Hold reminders for what the customer answered.

        :param until: the last day; None: until somebody releases it
        :param moves: the invoices that it is about; none: the whole customer
        :return: the holds, as superuser
        """
        self.ensure_one()
        holds = self.env["ar.hold"].sudo()
        values = {
            **self._prepare_hold_words(),
            "profile_id": self.profile_id.id,
            "kind": kind,
            "date_from": self.company_id._ar_today(),
            "date_to": until,
            "origin_ref": f"{self._name},{self.id}",
        }
        named = [{"move_id": move.id} for move in moves or ()] or [{}]
        return holds.create([{**values, **own} for own in named])

    def _give_task(self, summary, day, user=None):
        """A task about it on a day, of the collector where nobody else is named."""
        self.ensure_one()
        task = self.profile_id.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=summary[:MOST_SIGNS],
            note=Markup("<blockquote>{}</blockquote>").format(self._get_answer_words()),
            user_id=(user or self.profile_id._get_collector()).id,
        )
        self.sudo().follow_activity_id = task
        return task

    def _wait_for_money(self, until, figures, moves=None):
        """It is paid, says the customer: nobody is reminded while the payment is looked for."""
        self._hold_customer(until, moves=moves)
        self._give_task(self.env._("Look for the payment: %s", figures), until)

    def _take_promise(self, day, amount=0.0, currency=None, moves=None):
        """The customer will pay on ``day``: nothing of it is asked before. The room that keeps
        promises makes one.

        :param amount: in ``currency`` (none: the company's); 0: all that is open
        :param moves: the invoices that it is about; none: the oldest
        :return: the promise
        :raise UserError: it cannot be meant, or is too far off for the acting person
        """
        raise NotImplementedError

    def _clear_dispute(self, moves=None):
        """What is disputed is looked into, and not asked for meanwhile."""
        until = self.company_id._ar_today() + timedelta(days=DAYS_TO_CLEAR)
        self._hold_customer(until, kind="dispute", moves=moves)
        self._give_task(self.env._("Clear up what is disputed"), until)

    def _send_copies(self, moves, person):
        """Send the present PDFs of invoices to a contact, by e-mail.

        :return: the numbers of the invoices, as text
        :raise UserError: there is none, or none can be made
        """
        moves = moves or self._get_open_invoices()
        if not moves:
            raise UserError(
                self.env._(
                    "%s has no open invoice to send a copy of.",
                    self.profile_id.partner_id.display_name,
                )
            )
        return self.profile_id._send_copies(moves, person)

    def _get_open_invoices(self):
        domain = [
            ("partner_id", "=", self.profile_id.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("move_type", "=", "out_invoice"),
        ]
        return self.env["ar.open.item"].search(domain).move_id
