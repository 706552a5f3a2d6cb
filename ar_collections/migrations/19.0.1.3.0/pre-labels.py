"""Labels of ours that were translated are translated anew.

Odoo brings the English label of a field up to date, and keeps the translations of the one before:
what is called "Highest Level" now would still be the last level in Chinese.
"""

from odoo.tools import SQL

LABELS = (
    ("ir.model", "ir_model", "name"),
    ("ir.model.fields", "ir_model_fields", "field_description"),
    ("ir.model.fields", "ir_model_fields", "help"),
    ("ir.model.fields.selection", "ir_model_fields_selection", "name"),
)


def migrate(cr, version):
    if not version:
        return
    for model, table, column in LABELS:
        # A record of two modules is theirs, too.
        cr.execute(
            SQL(
                """
                UPDATE %(table)s
                   SET %(column)s = jsonb_build_object('en_US', %(column)s->>'en_US')
                 WHERE %(column)s->>'en_US' IS NOT NULL
                   AND id IN (SELECT res_id FROM ir_model_data WHERE model = %(model)s
                               GROUP BY res_id HAVING BOOL_AND(module LIKE 'ar\\_collections%%'))
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                model=model,
            )
        )
