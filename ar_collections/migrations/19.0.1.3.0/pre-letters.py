"""Letters that were made before count as they did: from the day on which they were made."""

from odoo.tools import sql


def migrate(cr, version):
    if version and not sql.column_exists(cr, "ar_dunning_notice", "waits_for_post"):
        cr.execute("ALTER TABLE ar_dunning_notice ADD COLUMN waits_for_post BOOLEAN DEFAULT FALSE")
        cr.execute("ALTER TABLE ar_dunning_notice ALTER COLUMN waits_for_post DROP DEFAULT")
