"""What is heard of a dispatch after it has left: reports of mail servers, returned letters."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.channel.answer import ADDRESS, OURS
from ...tools.channel.report import ARRIVED, LOST, WAITS


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    # -- reports of mail servers -------------------------------------------------------

    def _note_report(self, fates):
        """Take in what a report says of the e-mail of these dispatches.

        :param fates: list of ``Fate`` of ``tools/channel/report.py``
        """
        for fate in fates:
            own = self.filtered(lambda one, at=fate: one._find_believed() & set(at.addresses))
            if not own:
                # A copy, or an address that is known to have lost it.
                continue
            if fate.fate == ARRIVED:
                own._set_arrived()
            elif fate.fate == WAITS:
                own.filtered(lambda one: one.state in ("sent", "unknown")).write(
                    {"error": self.env._("The mail server tries on: %s", fate.words)}
                )
            elif fate.fate == LOST:
                own._note_lost(fate)

    def _find_believed(self):
        """The addresses that are believed to have it."""
        self.ensure_one()
        return set(self.taken.split(", ") if self.taken else self._split_addresses())

    def _set_arrived(self):
        """The mail server of the customer says that it is there."""
        # Of one that is unknown it was not known to have left.
        self.filtered(lambda one: one.state == "unknown")._set_left()
        return self._move_to("delivered", ("sent",), error=False)

    def _note_lost(self, fate):
        """It did not reach one of its addresses. Only one that takes no mail is marked; where the
        fault is ours, a manager is told, and another way speaks all the same."""
        words = self.env._(
            "The message to %(address)s came back. %(words)s",
            address=", ".join(fate.addresses[:1]),
            words=fate.words,
        ).strip()
        for one in self:
            addresses = one._find_believed() & set(fate.addresses)
            left = sorted(one._find_believed() - addresses)
            if fate.whose == ADDRESS:
                one._mark_addresses(words, addresses)
            if left:
                one.write({"taken": ", ".join(left), "error": words})
        lost = self.filtered(lambda one: not (one._find_believed() - set(fate.addresses)))
        moved = lost._set_undelivered("bounced", words, mark=False)
        moved._say_lost_in_chatter()
        if fate.whose == OURS:
            for company in moved.company_id:
                company._ar_tell_manager(self.env._("E-mails of ours are not taken"), words)

    def _say_lost_in_chatter(self):
        """The envelope in the chatter says so."""
        self.env["mail.notification"].sudo().search(
            [
                ("mail_message_id", "in", self.mail_message_id.ids),
                ("res_partner_id", "in", self.contact_id.union(self.also_ids).ids),
            ]
        ).write({"notification_status": "bounce", "failure_type": "mail_bounce"})

    # -- letters that come back --------------------------------------------------------

    def action_came_back(self):
        """The post has brought the letter back: the address is not used again until it is
        changed, and the next way speaks.

        :raise UserError: it was not printed
        """
        self.check_access("write")
        for letter in self:
            if letter.channel != "letter" or not (letter.printed_date or letter.posted_date):
                raise UserError(
                    self.env._(
                        "%s is no letter that was printed. Choose letters that the post has "
                        "brought back.",
                        letter.display_name,
                    )
                )
        for day, letters in self.sudo().grouped("posted_date").items():
            letters._set_undelivered("bounced", letters._get_returned_words(day))
        return True

    def _get_returned_words(self, day):
        today = self.company_id[:1]._ar_today()
        if not day:
            return self.env._("The letter came back on %s.", format_date(self.env, today))
        return self.env._(
            "The letter of %(day)s came back on %(today)s.",
            day=format_date(self.env, day),
            today=format_date(self.env, today),
        )
