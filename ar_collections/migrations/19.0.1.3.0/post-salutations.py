"""Chinese salutations are written without a space; what was loaded once is not loaded again."""

from odoo.tools import SQL

WRITTEN = (
    ("mail.template", "mail_template", "body_html"),
    ("ar.dunning.level", "ar_dunning_level", "letter_body"),
)


def migrate(cr, version):
    if not version:
        return
    for model, table, column in WRITTEN:
        text = SQL("%s->>'zh_CN'", SQL.identifier(column))
        told = SQL("replace(replace(%s, '尊敬的 <t', '尊敬的<t'), '尊敬的 {{', '尊敬的{{')", text)
        cr.execute(
            SQL(
                """
                UPDATE %(table)s
                   SET %(column)s = jsonb_set(%(column)s, '{zh_CN}', to_jsonb(%(told)s))
                 WHERE %(text)s != %(told)s
                   AND (%(copied)s OR id IN (
                        SELECT res_id FROM ir_model_data
                         WHERE module = 'ar_collections' AND model = %(model)s))
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                told=told,
                text=text,
                model=model,
                # Levels of a policy that was copied say it in our words, too.
                copied=model == "ar.dunning.level",
            )
        )
