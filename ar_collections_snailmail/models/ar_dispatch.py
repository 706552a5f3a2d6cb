"""Letters at the post office: waiting, posted, or back in the list to print."""

from odoo import fields, models
from odoo.tools import html2plaintext

# What is our own fault, and is tried again by Snailmail itself once it is put right.
OWN_FAULTS = ("CREDIT_ERROR", "TRIAL_ERROR")
WAITING = ("pending", "error")


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    snailmail_letter_id = fields.Many2one(
        "snailmail.letter",
        string="Letter at the Post Office",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _hand_to_post(self):
        """Make the letters of Snailmail; one for all that stands on the same paper. Those without
        a complete address are left to people."""
        letters = self.env["snailmail.letter"].sudo()
        for paper, together in self.sudo().grouped("attachment_id").items():
            lead = together[0]
            place = lead.contact_id or lead.partner_id
            if paper and letters._is_valid_address(place):
                together.snailmail_letter_id = letters.with_company(lead.company_id).create(
                    {
                        "model": "ar.profile",
                        "res_id": lead.profile_id.id,
                        "partner_id": place.id,
                        "company_id": lead.company_id.id,
                        "user_id": self.env.uid,
                    }
                )
                # It is out of the list to print, and waits to be posted.
                together.printed_date = lead.company_id._ar_today()

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the dispatches: what is not to leave any more is not posted by others either.
        moved = super()._move_to(state, allowed, **values)
        if state == "cancelled":
            moved._take_from_post()
        return moved

    def action_print_letters(self):
        # EXTENDS the dispatches: who prints a letter takes it from the post office.
        self.check_access("write")
        self._take_from_post()
        return super().action_print_letters()

    def _take_from_post(self):
        """Cancel the letters that the post office has not printed yet."""
        letters = self.sudo().snailmail_letter_id.filtered(lambda one: one.state in WAITING)
        if letters:
            letters.cancel()

    # -- what the post office says -----------------------------------------------------

    def _follow_post(self, letter):
        """The state of a letter has changed; ``self`` (superuser) is what stands on it."""
        waiting = self.filtered(lambda one: one.state == "sent")
        if letter.state == "sent":
            waiting.write({"error": False})
            waiting._mark_posted()
        elif letter.state == "error" and letter.error_code in OWN_FAULTS:
            words = letter._get_ar_words()
            waiting.write({"error": words})
            letter.company_id._ar_tell_manager(self.env._("Snailmail takes no letters"), words)
        elif letter.state == "error":
            waiting.write({"error": letter._get_ar_words()})
            # Else it might be tried again while somebody prints it.
            letter.cancel()
        elif letter.state == "canceled":
            waiting.write({"printed_date": False})


def plain(html):
    """A message of Snailmail without its tags, as a sentence."""
    return " ".join(html2plaintext(html or "", include_references=False).split())
