"""The customer is told once that a milestone is reached, and that the invoice follows."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize

# What was reached longer ago is told to nobody: neither when this is switched on, nor when a
# company goes live.
TELL_DAYS = 7


class ArMilestoneBilling(models.Model):
    _inherit = "ar.milestone.billing"

    @api.model
    def _tell_customers(self, company):
        """Tell of what was reached in the last days; nothing leaves for the customers of a company
        that is being set up."""
        if company._ar_say_setup():
            return
        own = self.sudo().with_company(company)
        since = fields.Date.subtract(company._ar_today(), days=TELL_DAYS)
        reached = own.search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "reached"),
                ("ready_on", ">=", since),
                ("customer_told_on", "=", False),
                ("amount", ">", 0),
            ]
        )
        for row in reached:
            own._attempt_one(
                row, lambda row: row._tell_customer(), type(self)._tell_customer_failed
            )

    def _tell_customer(self):
        """One e-mail, which stands on the order; it and the day are one transaction."""
        people = self._find_told()
        template = self.env.ref(
            "ar_collections_project.mail_template_milestone_reached", raise_if_not_found=False
        )
        if not people or not template:
            return
        milestone = self.env["project.milestone"].sudo().browse(self.id)
        milestone.ar_customer_told_on = self.company_id._ar_today()
        words = template._generate_template(self.ids, ("subject", "body_html"))[self.id]
        # Odoo sends nothing for an author without an address.
        authors = (self.user_id.filtered("active").partner_id, self.company_id.partner_id)
        author = next((one for one in authors if one.email), self.env.user.partner_id)
        # A note: it goes to these people, and not to all who follow the order.
        self.order_id.message_post(
            author_id=author.id,
            body=Markup(words["body_html"]),
            email_layout_xmlid="mail.mail_notification_light",
            force_email_lang=self.text_lang,
            message_type="auto_comment",
            partner_ids=people.ids,
            subject=words["subject"],
            subtype_xmlid="mail.mt_note",
        )

    def _find_told(self):
        """Whom the account names for invoices, or else the order, without those who have no
        address that takes our e-mails, or want none."""
        accounts = self.env["ar.profile"].sudo()
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        account = accounts.search(domain, limit=1)
        lines = self.env["ar.profile.contact"]
        told = account and lines._find_told(account, "invoice", "email")
        people = (told or self.order_id.partner_invoice_id).filtered("active")
        addresses = {who: email_normalize(who.email or "") for who in people}
        marked = set().union(*self.env["ar.channel.email"]._read_marked(set(addresses.values())))
        wishes = self.env["ar.optout"].sudo()
        wishes = wishes.search([("partner_id", "in", people.ids), ("channel", "=", "email")])
        return (people - wishes.partner_id).filtered(
            lambda who: addresses[who] and addresses[who] not in marked
        )

    def _tell_customer_failed(self, error):
        summary = self.env._(
            "%(customer)s could not be told that a milestone of %(order)s is reached",
            customer=self.partner_id.display_name,
            order=self.order_id.name,
        )
        self.company_id._ar_tell_manager(summary, str(error))
