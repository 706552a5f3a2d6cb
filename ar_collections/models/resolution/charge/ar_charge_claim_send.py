"""How claims of charges leave: what the sender and the channels ask."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ....tools.base import leaving
from ....tools.channel.channel import Route, prefer
from .ar_charge_claim import DEADLINE_DAYS

REPORT = "ar_collections.report_ar_charge_claim"
QUEUED = Domain("state", "=", "queued")
# By e-mail; who has none gets a letter.
WAYS = (Route("email", "always"), Route("letter", "fallback"))


class ArChargeClaim(models.Model):
    _inherit = "ar.charge.claim"

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _get_routes(self):
        # EXTENDS the message
        return prefer(WAYS, self.profile_id.preferred_channel)

    def _fail_unfounded(self):
        # EXTENDS the message: what was waived, booked or given up is not asked for.
        self._update_amount()
        return self.filtered(lambda one: one.state != "queued")

    def _refresh_before_sending(self):
        # EXTENDS the message: the charges are locked, so that nobody books them meanwhile.
        self.sudo().charge_ids.lock_for_update(allow_referencing=True)
        self._update_amount()
        for company, claims in self.grouped("company_id").items():
            today = company._ar_today()
            last = fields.Date.add(today, days=DEADLINE_DAYS)
            claims.sudo().write({"date": today, "deadline": last})
        return self.filtered(lambda one: one.state == "queued")

    def _set_sent(self):
        # EXTENDS the message: the customer was asked.
        sent = self._move_to("sent", sent_date=fields.Datetime.now(), error=False)
        for claim in sent:
            claim.charge_ids._set_claimed(claim.date)
        return sent

    def _fail_to_reach(self, problems):
        # EXTENDS the message
        self._fail_to_send(self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        self._move_to("failed", error=reason)
        self._make_delivery_task(reason)

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message: what did not arrive asks for nothing.
        self._move_to("failed", error=reason)
        self._make_delivery_task(reason)

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("failed", error=reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message: what is left is claimed anew.
        self._set_cancelled(reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})
        self._make_delivery_task(reason)

    def _make_delivery_task(self, reason):
        """Give the collector the task to find out where the claim can go."""
        for claim in self:
            claim.profile_id.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "ar_collections.mail_activity_type_ar_undelivered",
                date_deadline=claim.company_id._ar_today(),
                summary=self.env._("A claim of charges did not reach %s", claim.partner_id.name),
                note=plaintext2html(reason or ""),
                user_id=claim._get_collector().id,
            )

    def _read_leaving(self):
        # EXTENDS the message: what was waived or booked while it waited.
        return {
            one.id: leaving.Facts(
                stands=one.state == "sent",
                change="changed"
                if one.currency_id.compare_amounts(
                    one.amount, sum(one.charge_ids.mapped("amount_left"))
                )
                else "",
            )
            for one in self
        }

    def _is_settled(self):
        # EXTENDS the message
        return not any(charge.amount_left > 0 for charge in self.sudo().charge_ids)

    def _get_purpose(self):
        # EXTENDS the message
        return "reminder"

    def _get_amount(self):
        # EXTENDS the message
        return self.currency_id, self.amount

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_charge_claim")

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("The claim %s was made as a letter and waits to be printed.", self.name)

    def _ensure_letters(self):
        # EXTENDS the message
        missing = self.filtered(lambda one: not one.sudo().attachment_id)
        files = missing._store_pdfs(REPORT, lambda one: one.name.replace("/", "_") + ".pdf")
        for claim, file in zip(missing, files, strict=True):
            claim.sudo().attachment_id = file

    def _get_sms_text(self):
        # EXTENDS the message
        return self.env._(
            "%(company)s: interest and fees for late payment of %(amount)s are to be paid, "
            "%(number)s.",
            company=self.text_company,
            amount=self.text_total,
            number=self.name,
        )

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "The claim to %s reaches nobody by e-mail or letter. Enter an address.",
            self.partner_id.display_name,
        )
