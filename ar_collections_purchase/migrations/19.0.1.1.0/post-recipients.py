"""The e-mails go to the contacts of all orders that they are about."""

from odoo import SUPERUSER_ID, api

TEMPLATES = ("mail_template_invoice_asked", "mail_template_invoice_reminded")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in TEMPLATES:
        template = env.ref(f"ar_collections_purchase.{name}", raise_if_not_found=False)
        # Whoever has chosen other recipients keeps them.
        if template and template.partner_to == "{{ object.partner_id.id }}":
            template.partner_to = "{{ object.text_recipients }}"
