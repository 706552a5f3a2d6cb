"""Odoo leaves the tables of models that an add-on does not have any more."""

from psycopg2 import sql

# Models of earlier versions.
GONE = ("ar_aging_report_print",)


def migrate(cr, version):
    """Drop them, with the tables of their many-to-many fields."""
    for name in GONE:
        cr.execute(
            """
            SELECT relname FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
               AND (relname = %(name)s
                    OR relname LIKE '%%\\_rel' AND position(%(name)s IN relname) > 0)
            """,
            {"name": name},
        )
        for (table,) in cr.fetchall():
            cr.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))
