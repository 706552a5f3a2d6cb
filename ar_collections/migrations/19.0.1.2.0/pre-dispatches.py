"""A dispatch belongs to a message of any kind; those that are there belong to notices."""

from odoo.tools import sql


def migrate(cr, version):
    if not version or sql.column_exists(cr, "ar_dispatch", "res_model"):
        return
    cr.execute(
        """
        ALTER TABLE ar_dispatch
            ADD COLUMN res_model VARCHAR, ADD COLUMN res_id INT4, ADD COLUMN repeat INT4;
        UPDATE ar_dispatch SET res_model = 'ar.dunning.notice', res_id = notice_id, repeat = 0
        """
    )
