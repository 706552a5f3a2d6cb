"""Reference rates that people entered because none shipped are the shipped ones from now on, and
explanations of interest are kept in no language."""

from lxml import etree

from odoo.tools import file_path, sql

SHIPPED = "ar_collections/data/ar_interest_data.xml"


def migrate(cr, version):
    if not version:
        return
    # Rates that are there were compared with no source that we know of.
    if not sql.column_exists(cr, "ar_interest_rate", "checked_on"):
        cr.execute("ALTER TABLE ar_interest_rate ADD COLUMN checked_on DATE")
    adopt_rates(cr)
    keep_explanations(cr)


def adopt_rates(cr):
    """A series has one rate for a day: a row of somebody's own stays, in the place of ours."""
    for record in etree.parse(file_path(SHIPPED)).iter("record"):
        if record.get("model") != "ar.interest.rate":
            continue
        cr.execute(
            """
            INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
            SELECT 'ar_collections', %(name)s, 'ar.interest.rate', rate.id, true
              FROM ar_interest_rate rate
              JOIN ir_model_data series
                ON series.module = 'ar_collections' AND series.model = 'ar.interest.reference'
               AND series.name = %(series)s AND series.res_id = rate.reference_id
             WHERE rate.date_from = %(day)s
               AND NOT EXISTS (
                   SELECT FROM ir_model_data known
                    WHERE known.module = 'ar_collections'
                      AND (known.name = %(name)s
                           OR known.model = 'ar.interest.rate' AND known.res_id = rate.id))
         RETURNING res_id
            """,
            {
                "name": record.get("id"),
                "series": record.find("field[@name='reference_id']").get("ref"),
                "day": record.findtext("field[@name='date_from']"),
            },
        )
        for (rate_id,) in cr.fetchall():
            # What was never written since it was made passes for shipped, and would be corrected.
            cr.execute(
                """
                UPDATE ar_interest_rate SET write_date = create_date + interval '1 second'
                 WHERE id = %s AND write_date = create_date
                """,
                (rate_id,),
            )


def keep_explanations(cr):
    """What was sent stays as it was said."""
    table = "ar_dunning_notice_line"
    if not sql.column_exists(cr, table, "interest_note"):
        return
    if not sql.column_exists(cr, table, "interest_lines"):
        cr.execute("ALTER TABLE ar_dunning_notice_line ADD COLUMN interest_lines JSONB")
    cr.execute(
        """
        UPDATE ar_dunning_notice_line SET interest_lines = jsonb_build_array(interest_note)
         WHERE interest_note <> '';
        ALTER TABLE ar_dunning_notice_line DROP COLUMN interest_note
        """
    )
