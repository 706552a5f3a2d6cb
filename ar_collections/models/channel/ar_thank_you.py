"""Thank-yous: said once to who has paid all that a notice asked for."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.base import leaving
from ...tools.channel.channel import prefer

# By these ways somebody is thanked, as far as the level speaks by them.
WAYS = ("email", "sms")
# Nobody is thanked for what was asked longer ago.
THANK_DAYS = 60


class ArThankYou(models.Model):
    """One word of thanks, for one notice.

    It is said where the level of the notice wants it, and only to a customer of whom nothing else
    is overdue and nothing is held, a dispute for example. What cannot be said is not said: no
    task, nobody misses it.
    """

    _name = "ar.thank.you"
    _description = "Thank-You for a Payment"
    _inherit = ["ar.short.message.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _send_cron = "ar_collections.ir_cron_thank_you_send"

    notice_id = fields.Many2one(
        "ar.dunning.notice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The notice that was paid.",
    )
    name = fields.Char(related="notice_id.name")
    level_id = fields.Many2one(related="notice_id.level_id")
    collector_id = fields.Many2one(related="profile_id.collector_id")
    contact_id = fields.Many2one(related="notice_id.contact_id")
    text_total = fields.Char(compute="_compute_texts")

    _once_uniq = models.UniqueIndex("(notice_id)", "The customer was thanked for this already.")

    @api.depends_context("lang")
    @api.depends("notice_id", "profile_id")
    def _compute_texts(self):
        super()._compute_texts()
        for thanks in self:
            notice = thanks.notice_id
            thanks.text_total = thanks._format_money(notice.amount_total, notice.currency_id)

    # -- by night ----------------------------------------------------------------------

    @api.model
    def _cron_thank(self):
        """Find who is to be thanked, company by company; the sender does the rest."""
        self.env["ar.job.mixin"]._work_through(self.env["res.company"].search([]), self._thank_in)

    @api.model
    def _thank_in(self, company):
        """Queue the thank-yous of a company; who gets several notices paid is thanked once."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=THANK_DAYS)
        domain = Domain("company_id", "=", company.id) & Domain("state", "=", "sent")
        domain &= Domain("level_id.thanks", "=", True) & Domain("sent_date", ">=", since)
        domain &= Domain("thank_ids", "=", False)
        asked = self.env["ar.dunning.notice"].sudo().search(domain, order="id desc")
        paid = asked.filtered(lambda notice: notice._is_paid())
        free = self._find_free(paid.profile_id)
        for profile, notices in paid.grouped("profile_id").items():
            if profile in free:
                thanks = self.sudo().create(
                    [{"notice_id": one.id, "profile_id": profile.id} for one in notices]
                )
                thanks[1:]._move_to(
                    "cancelled", error=self.env._("Thanked for with %s.", notices[0].name)
                )
        if free:
            self._wake_sender()

    @api.model
    def _find_free(self, profiles):
        """Those of whom nothing is overdue, nothing is held, and no answer waits; set-based."""
        held = self.env["ar.hold"].sudo()._in_force(profiles).profile_id
        return profiles.filtered(
            lambda one: (
                one not in held and one.currency_id.compare_amounts(one.overdue_amount, 0) <= 0
            )
        )

    # -- what the sender asks ----------------------------------------------------------

    def _find_founded(self):
        # EXTENDS the short message
        free = self._find_free(self.profile_id)
        return self.filtered(lambda one: one.profile_id in free)

    def _get_unfounded_words(self):
        # EXTENDS the short message: something fell due, or was disputed, since.
        return self.env._("Something else was overdue or on hold meanwhile.")

    def _leaves_by_itself(self):
        # EXTENDS the message
        return True

    def _get_routes(self):
        # EXTENDS the message: the first way of the level that carries thanks, then the others.
        routes = prefer(self.level_id._get_routes(), self.profile_id.preferred_channel)
        ways = [route for route in routes if route.channel in WAYS]
        return tuple(
            route._replace(usage="fallback" if number else "always")
            for number, route in enumerate(ways)
        )

    def _read_leaving(self):
        # EXTENDS the message
        return {one.id: leaving.Facts(stands=one.state == "sent") for one in self}

    def _is_contact_chosen(self):
        # EXTENDS the message: it goes where the notice went.
        return self.notice_id.contact_chosen

    def _get_purpose(self):
        # EXTENDS the message: who wants no reminders wants no thanks for them.
        return "reminder"

    def _get_sms_text(self):
        # EXTENDS the message: there is nothing to answer.
        return self.env._(
            "%(company)s: thank you for your payment of %(amount)s.",
            company=self.text_company,
            amount=self.text_total,
        )

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_thank_you")

    def _get_amount(self):
        # EXTENDS the message
        return self.notice_id._get_amount()

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "The level %(level)s speaks neither by e-mail nor by SMS, and so nobody is thanked.",
            level=self.level_id.display_name,
        )
