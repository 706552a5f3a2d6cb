"""Snapshots kept their ages as words in the language of whoever took them; ages are records now."""

from odoo.tools import sql


def migrate(cr, version):
    """Give the lines that were kept their ages, before the words go."""
    if not sql.column_exists(cr, "ar_snapshot_line", "bucket"):
        return
    cr.execute(
        """
        CREATE TABLE IF NOT EXISTS ar_snapshot_bucket (
            id SERIAL PRIMARY KEY, day_from INT4 NOT NULL, day_to INT4);
        ALTER TABLE ar_snapshot_line ADD COLUMN IF NOT EXISTS bucket_id INT4;
        SELECT DISTINCT limits FROM ar_snapshot
        """
    )
    for (limits,) in cr.fetchall():
        last_days = [int(limit) for limit in limits.split(",")]
        first_days = [1, *(day + 1 for day in last_days)]
        ages = [(0, 0), *zip(first_days, [*last_days, 0], strict=True)]
        for index, age in enumerate(ages):
            cr.execute("SELECT id FROM ar_snapshot_bucket WHERE (day_from, day_to) = %s", (age,))
            if not (found := cr.fetchone()):
                cr.execute(
                    "INSERT INTO ar_snapshot_bucket (day_from, day_to) VALUES %s RETURNING id",
                    (age,),
                )
                found = cr.fetchone()
            cr.execute(
                """
                UPDATE ar_snapshot_line line SET bucket_id = %s
                  FROM ar_snapshot snapshot
                 WHERE snapshot.id = line.snapshot_id AND snapshot.limits = %s
                   AND line.bucket = %s
                """,
                (found[0], limits, f"{index:02d}"),
            )
