"""What a customer answers on the page without a login: certain, and taken once."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..channel.reply.ar_reply import MOST_SIGNS, ReplyKind


class ArReply(models.Model):
    # EXTENDS the replies: nothing has to be read where the customer chose what he says.
    _inherit = "ar.reply"

    source = fields.Selection(
        [("message", "Message"), ("page", "Page to Pay or Answer")],
        default="message",
        required=True,
        readonly=True,
    )
    answered = fields.Char(string="Message Answered", readonly=True, help="Its number.")
    answered_ref = fields.Char(readonly=True, help="Model and id of the message answered.")
    answer_key = fields.Char(readonly=True, copy=False, help="The same answer is taken once a day.")
    stars = fields.Integer(
        string="Rating",
        readonly=True,
        aggregator="avg",
        help="5: very good, 1: very poor. 0: nothing was rated.",
    )
    phone = fields.Char(readonly=True, help="Where the customer wants to be called.")
    task_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _answer_uniq = models.UniqueIndex(
        "(answer_key) WHERE answer_key IS NOT NULL", "This was answered already."
    )
    _answered_idx = models.Index("(answered_ref) WHERE answered_ref IS NOT NULL")

    @api.model
    def _get_kinds(self):
        # EXTENDS the replies
        return {
            **super()._get_kinds(),
            "call": ReplyKind(self.env._("Asks for a call"), self.env._("Plan a call")),
        }

    # -- taken -------------------------------------------------------------------------

    @api.model
    def _take_answer(self, message, kind, said):
        """Take what a customer answered on the page of a message: the one place of all answers.

        The same said twice on a day is one answer. A later one of the same kind, on the same
        invoices, takes the place of one that nobody has read. Copies of invoices leave at once, to
        the addressee of the message; all else holds reminders until somebody has read it, and is a
        task of the collector.

        :param message: of ``ar.message.mixin``, as superuser
        :param kind: code of ``_get_kinds``
        :param said: values of the reply: ``text``, ``words``, ``date``, ``amount``,
            ``currency_id``, ``reference``, ``phone``, ``moves``
        :return: the reply, as superuser
        :raise UserError: too many answers within an hour
        """
        replies, profile = self.sudo(), message.profile_id
        profile._portal_lock()
        values = replies._prepare_answer(message, kind, dict(said))
        if known := replies.search([("answer_key", "=", values["answer_key"])]):
            return known
        if replies._is_flood(profile):
            raise UserError(
                self.env._("We have got your answers. Please wait a while, or call us.")
            )
        replies._replace_unread(values)
        reply = replies.create(values)
        if (kind == "copy" and reply._answer_with_copies()) or reply._answer_alone():
            return reply
        reply._hold_until_read()
        reply._tell_collector()
        return reply

    @api.model
    def _prepare_answer(self, message, kind, said):
        profile, person = message.profile_id, message._get_person()
        moves = said.pop("moves", self.env["account.move"])
        text = (said.pop("text", "") or "")[:MOST_SIGNS]
        today = profile.company_id._ar_today()
        ref = f"{message._name},{message.id}"
        facts = (ref, kind, str(today), text, sorted(moves.ids), sorted(map(str, said.items())))
        return {
            "currency_id": profile.company_id.currency_id.id,
            **said,
            "profile_id": profile.id,
            "author_id": person.id,
            "email_from": person.email or False,
            "is_known": True,
            "date_received": fields.Datetime.now(),
            "text": text,
            "kind": kind,
            "confidence": 1.0,
            "source": "page",
            "answered": message.display_name,
            "answered_ref": ref,
            "answer_key": hashlib.sha256(repr(facts).encode()).hexdigest(),
            "move_ids": [fields.Command.set(moves.ids)],
        }

    @api.model
    def _replace_unread(self, values):
        """Close what the customer said before of the same, and nobody has read yet. What was only
        written stays: a second letter does not take back the first."""
        if values["kind"] == "other":
            return
        older = self.search(
            [
                ("profile_id", "=", values["profile_id"]),
                ("answered_ref", "=", values["answered_ref"]),
                ("kind", "=", values["kind"]),
                ("state", "=", "new"),
            ]
        )
        moves = set(values["move_ids"][0][2])
        older = older.filtered(lambda one: set(one.move_ids.ids) == moves)
        if older:
            older._close("ignored", self.env._("The customer has answered anew."))

    def _answer_with_copies(self):
        """Send the copies that were asked for, to the addressee; False where there are none to
        send, or nowhere to send them to: then a person sees to it."""
        speaker = self.profile_id._get_collector()
        if not self.author_id.email:
            return False
        try:
            self.with_user(speaker).sudo().action_answer()
        except UserError:
            return False
        # Nobody did it: the customer asked, and it left.
        self.handled_by_id = False
        return self.state == "handled"

    def _tell_collector(self):
        """Tell the collector, in the own language: a task that ends when the answer is closed."""
        collector = self.profile_id._get_collector()
        speaking = self.with_context(lang=self.company_id._ar_pick_lang(collector))
        name = speaking._get_kinds()[self.kind].name
        words = f"{name}: {self.words}" if self.words else name
        self.task_id = self.profile_id.with_context(
            mail_activity_quick_update=True
        ).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.company_id._ar_today(),
            summary=words[:200],
            note=plaintext2html(self.text or ""),
            user_id=collector.id,
        )

    # -- ends --------------------------------------------------------------------------

    def _close(self, state, done):
        # EXTENDS the replies: the task is done with.
        moved = super()._close(state, done)
        moved.sudo().task_id.unlink()
        return moved

    def _answer_call(self):
        """Plan the call that the customer asked for."""
        summary = self.env._("Call back: %s", self.phone or self.partner_id.display_name)
        self._give_task(summary, self.company_id._ar_today())
        return self._close("handled", self.env._("A call is planned."))
