"""Reminders of balances that were not answered: counted, kept, once a day at most."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.base import leaving
from ....tools.channel.channel import Route
from ...base.guarded import COLLECTOR

REPORT = "ar_collections.report_ar_balance_reminder"


class ArBalanceReminder(models.Model):
    """A reminder that left, by the way that the statement took.

    The unique index on confirmation and day lets the second of two senders of the same
    reminder fail, and what it wrote into the mail queue with it.
    """

    _name = "ar.balance.reminder"
    _inherit = ["ar.guard.mixin", "ar.message.mixin"]
    _description = "Reminder to Confirm a Balance"
    _order = "date desc, id desc"
    _kept_files = True

    confirmation_id = fields.Many2one(
        "ar.balance.confirmation", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="confirmation_id.name")
    profile_id = fields.Many2one(related="confirmation_id.profile_id")
    collector_id = fields.Many2one(related="confirmation_id.collector_id")
    contact_id = fields.Many2one(related="confirmation_id.statement_id.contact_id")
    company_id = fields.Many2one(related="confirmation_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="confirmation_id.partner_id", store=True, string="Customer"
    )
    date = fields.Date(required=True, readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(), readonly=True
    )
    recipient = fields.Char(string="Sent to", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    printed = fields.Boolean(readonly=True, help="The letter was printed and posted.")
    lost = fields.Boolean(readonly=True, help="It did not reach the customer, and does not count.")

    _once_uniq = models.UniqueIndex(
        "(confirmation_id, date)", "The customer was reminded of this balance today already."
    )

    def action_print(self):
        """Download the letter; it then leaves the list of letters to print."""
        self.ensure_one()
        self.check_access("read")
        self.confirmation_id.check_access("write")
        letter = self.sudo().attachment_id._ar_of(self)
        if not letter:
            raise UserError(
                self.env._("This reminder of %s was no letter.", self.confirmation_id.name)
            )
        self._note_printed()
        self.sudo().dispatch_ids.action_mark_printed()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{letter.id}?download=true",
            "target": "download",
        }

    # -- what sender and channels ask --------------------------------------------------

    def _get_routes(self):
        # EXTENDS the message
        return (Route(self.channel, "always"),)

    def _note_dispatched(self, dispatches):
        # EXTENDS the message
        addresses = {dispatch.res_id: dispatch.recipient for dispatch in dispatches}
        for reminder in self.sudo():
            reminder.recipient = addresses[reminder.id]

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._note_lost(reason)

    def _note_lost(self, reason):
        """It did not reach the customer: it does not count, and the collector is told."""
        self.sudo().write({"lost": True})
        self._tell_collector(reason)

    def _tell_collector(self, reason):
        for one in self:
            one.sudo().confirmation_id.error = reason
            one.sudo().confirmation_id.statement_id._make_delivery_task(
                self.env._("A reminder did not reach %s", one.partner_id.name), reason
            )

    def _read_leaving(self):
        # EXTENDS the message
        last = dict(
            self.sudo()._read_group(
                [("confirmation_id", "in", self.confirmation_id.ids), ("lost", "=", False)],
                ["confirmation_id"],
                ["date:max"],
            )
        )
        return {
            one.id: leaving.Facts(
                stands=one.confirmation_id._is_open(),
                newer=last.get(one.confirmation_id, one.date) > one.date,
            )
            for one in self
        }

    def _on_left(self, dispatches):
        # EXTENDS the message
        self.sudo().filtered("lost").write({"lost": False})

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._note_lost(reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message: the next night reminds, if there is still something to remind of.
        self.sudo().write({"lost": True})
        self.sudo().confirmation_id.error = reason

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self._tell_collector(reason)

    def _get_amount(self):
        # EXTENDS the message
        return self.confirmation_id.statement_id._get_amount()

    def _get_sms_text(self):
        # EXTENDS the message
        statement = self.confirmation_id.statement_id
        words = self.env._(
            "%(company)s: a reminder to confirm the balance of your account on %(day)s, "
            "%(balance)s.",
            company=statement.text_company,
            day=statement.text_confirm_day,
            balance=statement.text_balance,
        )
        return " ".join(filter(None, (words, statement.text_confirm_url)))

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_balance_reminder")

    def _get_mail_subject(self):
        # EXTENDS the message
        return self.confirmation_id.statement_id

    def _get_purpose(self):
        # EXTENDS the message
        return "reminder"

    def _is_contact_chosen(self):
        # EXTENDS the message: it goes where the statement went.
        return self.confirmation_id.statement_id.contact_chosen

    def _get_subject(self):
        # EXTENDS the message
        return "confirmation"

    def _attaches_letter(self):
        # EXTENDS the message: the statement goes with it, as it was sent.
        return False

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message
        return {lead.id: lead._get_mail_subject()._get_sent_pdf() for lead, _all in messages}

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("A reminder to confirm %s was made as a letter.", self.name)

    def _note_printed(self):
        # EXTENDS the message
        self.sudo().printed = True

    def _ensure_letters(self):
        # EXTENDS the message: the request and a copy of the statement, to be printed.
        letters = self.env["ar.channel.letter"]
        for reminder in self.sudo().filtered(lambda one: not one.attachment_id):
            one = reminder.confirmation_id
            pages = [letters._make_pdfs(one, REPORT)[one.id]]
            if raw := one.statement_id._get_sent_pdf().raw:
                pages.append(raw)
            # Odoo gives HTML in place of PDFs while it runs tests.
            whole = letters._merge(pages) if all(p.startswith(b"%PDF") for p in pages) else pages[0]
            name = self.env._("Reminder to confirm %s", one.name).replace("/", "_") + ".pdf"
            reminder.attachment_id = one._attach(reminder, [(name, whole, "application/pdf")])
            reminder.attachment_id._ar_keep_private("attachment_id")
