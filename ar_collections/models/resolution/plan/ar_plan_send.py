"""The proposal of a plan leaves, by any way that reaches the customer."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools.base import leaving
from ....tools.channel.channel import Route

QUEUED = Domain("queued", "=", True) & Domain("state", "=", "proposed")


class ArPlan(models.Model):
    # EXTENDS the message: what the sender of the channel room asks and does.
    _inherit = "ar.plan"

    _send_cron = "ar_collections.ir_cron_plan_send"
    # Each has a PDF.
    _batch_size = 20

    @api.depends("profile_id")
    def _compute_contact_id(self):
        for plan in self:
            plan.contact_id = plan.profile_id and plan.profile_id._get_contact(
                subject=plan._get_subject()
            )

    @api.depends("contact_id")
    def _compute_channel(self):
        channels = self.env["ar.channel"]
        for plan in self:
            plan.channel = channels._get_usual(plan.profile_id, plan.contact_id)

    def _note_chosen(self, vals):
        """A form gives its addressee, too, where nobody has chosen another one."""
        if vals.get("contact_id") and not self.env.su:
            usual = self.profile_id._get_contact(subject=self._get_subject())
            self.sudo().contact_chosen = self.contact_id != usual

    def action_send_again(self):
        """Send the proposal once more, by the channel chosen now."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("proposed", "active")
        self._lock()
        if self.queued or not self.sent_date:
            self.sudo().write({"queued": self.state == "proposed", "next_try": False})
            self._send()
        else:
            self._send_again()
        return True

    def _withdraw(self):
        """Take back what has not left yet.

        :raise UserError: it is leaving at this moment
        """
        dispatches = self.sudo().dispatch_ids.filtered(
            lambda one: one.state in ("queued", "leaving")
        )
        for code, own in dispatches.grouped("channel").items():
            if not self.env["ar.channel"]._get(code)._withdraw(own):
                raise UserError(
                    self.env._(
                        "The e-mail with %s is being sent at this moment. Wait a minute and "
                        "reload.",
                        self[:1].name,
                    )
                )

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _get_routes(self):
        # EXTENDS the message: the chosen way, else another one that carries papers.
        ways = dict.fromkeys([self.channel, *dict(self.env["ar.channel"]._selection_papers())])
        return tuple(
            Route(way, "fallback" if number else "always")
            for number, way in enumerate(filter(None, ways))
        )

    def _before_leaving(self):
        # EXTENDS the message: the paper is kept as it leaves, whatever takes it.
        self._ensure_letters()

    def _note_dispatched(self, dispatches):
        # EXTENDS the message
        last = {dispatch.res_id: dispatch.recipient for dispatch in dispatches}
        for plan in self.sudo():
            plan.recipient = last.get(plan.id)

    def _set_sent(self):
        # EXTENDS the message
        self.sudo().write({"queued": False, "error": False, "sent_date": fields.Datetime.now()})
        return self

    def _fail_to_reach(self, problems):
        # EXTENDS the message: it stays proposed; the paper can be handed over.
        self._fail_to_send(self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        words = self.env._(
            "The proposal was not sent. %s Send it again when that is put right, or print it and "
            "hand it over.",
            reason,
        )
        self.sudo().write({"queued": False, "error": words})

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._note_undelivered(reason)

    def _note_undelivered(self, reason):
        """It did not arrive: the collector is told, unless the customer has accepted it anyway."""
        for plan in self.filtered(lambda one: one.state == "proposed"):
            words = self.env._(
                "The payment plan %(plan)s did not reach %(customer)s. %(reason)s Correct the "
                "address and send it again.",
                plan=plan.name,
                customer=plan.partner_id.display_name,
                reason=reason or "",
            )
            plan.sudo().error = words
            plan._give_task(self.env._("A payment plan did not arrive: %s", plan.name), words)

    def _read_leaving(self):
        # EXTENDS the message
        return {one.id: leaving.Facts(stands=one.state in ("proposed", "active")) for one in self}

    def _on_left(self, dispatches):
        # EXTENDS the message
        self.sudo().filtered("error").write({"error": False})

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._note_undelivered(reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message
        self._note_undelivered(reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})

    # -- what the channels ask ---------------------------------------------------------

    def _get_amount(self):
        # EXTENDS the message
        return self.currency_id, self.amount_total

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_plan")

    def _get_sms_text(self):
        # EXTENDS the message
        return self._join_sms(
            self.env._(
                "%(company)s: we propose to pay %(total)s in %(count)s instalments. Please read "
                "and accept the plan %(number)s.",
                company=self.text_company,
                total=self.text_total,
                count=self.text_count,
                number=self.name,
            )
        )

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "The payment plan of %s has no channel. Choose one.", self.partner_id.display_name
        )
