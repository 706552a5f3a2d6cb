"""Answers of customers get their seal, files of differences are named, rules and rounds have
somebody who answers for them."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.ar_collections.tools.base.evidence import fingerprint

BATCH = 200


def migrate(cr, version):
    if not version:
        return
    name_files(cr)
    name_responsible(cr)
    seal_answers(api.Environment(cr, SUPERUSER_ID, {}))


def name_files(cr):
    """What customers sent with a difference was every file of it but those of the chatter."""
    cr.execute(
        """
        INSERT INTO ar_balance_difference_file_rel (difference_id, attachment_id)
        SELECT difference.id, file.id
          FROM ir_attachment file
          JOIN ar_balance_difference difference ON difference.id = file.res_id
         WHERE file.res_model = 'ar.balance.difference'
           AND file.res_field IS NULL
           AND NOT EXISTS (
                SELECT FROM message_attachment_rel said WHERE said.attachment_id = file.id)
            ON CONFLICT DO NOTHING
        """
    )


def name_responsible(cr):
    """Who changed it last, unless that was the scheduled action; then who set it up."""
    for table in ("ar_statement_rule", "ar_balance_round"):
        cr.execute(
            SQL(
                """
                UPDATE %s
                   SET user_id = COALESCE(NULLIF(write_uid, %s), create_uid)
                 WHERE user_id IS NULL
                """,
                SQL.identifier(table),
                SUPERUSER_ID,
            )
        )


def seal_answers(env):
    """Seal what was answered before, where figures and PDF are still what they were."""
    # The files were named by SQL.
    env.invalidate_all()
    answered = env["ar.balance.confirmation"].search(
        [("date_answer", "!=", False), ("seal", "=", False)]
    )
    for start in range(0, len(answered), BATCH):
        batch = answered[start : start + BATCH]
        for one in batch:
            kept = (one.figures_hash or "", one.pdf_hash or "")
            if kept == (fingerprint(one.figures), one._hash_pdf()):
                one._seal()
        env.flush_all()
        env.invalidate_all()
