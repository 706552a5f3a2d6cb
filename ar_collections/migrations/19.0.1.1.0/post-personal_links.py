"""Personal links that messages and papers kept where others read them."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.ar_collections.tools.base import secrets


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _clean_messages(env)
    open_links = env["ar.balance.confirmation"].search([("state", "=", "asked")])
    open_links.statement_id.attachment_id._ar_keep_private("personal_attachment_id")
    open_links.reminder_ids.attachment_id._ar_keep_private("attachment_id")


def _clean_messages(env):
    """Take the links out of the customers' chatter. Mails that still wait keep theirs: what
    leaves stands in the mail itself."""
    rows = env.execute_query(
        SQL(
            """SELECT id, body FROM mail_message
                WHERE model = 'ar.profile' AND (body LIKE %s OR body LIKE %s)""",
            *(f"%{mark.replace('_', chr(92) + '_')}%" for mark in secrets.MARKS),
        )
    )
    for id_, body in rows:
        env.cr.execute(
            SQL(
                "UPDATE mail_message SET body = %s WHERE id = %s",
                secrets.hide(body, "personal link"),
                id_,
            )
        )
