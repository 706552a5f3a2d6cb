"""Shipped rates and rules of late interest that nobody has changed are put right."""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL, file_path
from odoo.tools.convert import xml_import

SHIPPED = "ar_collections/data/ar_interest_data.xml"
# {model: its texts that are translated}
MODELS = {
    "ar.interest.reference": ("name", "note"),
    "ar.interest.rate": ("note",),
    "ar.interest.rule": ("name", "note"),
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    names = {name for model in MODELS for name in find_unchanged(env, model)}
    drop_rates(env, names)
    correct(env, names)
    if "ar_interest_rule_in" in names:
        tell_size(env)


def find_unchanged(env, model):
    """The names of shipped records that nobody has written since they were made."""
    rows = env.execute_query(
        SQL(
            """
            SELECT data.name
              FROM ir_model_data data
              JOIN %s record ON record.id = data.res_id
             WHERE data.module = 'ar_collections' AND data.model = %s
               AND record.write_date = record.create_date
            """,
            SQL.identifier(env[model]._table),
            model,
        )
    )
    return [name for (name,) in rows]


def drop_rates(env, names):
    """The rate of 2026 that began too late is told by the row of December 2025."""
    if "ar_interest_rate_rbi_2026" in names:
        env.ref("ar_collections.ar_interest_rate_rbi_2026").unlink()


def correct(env, names):
    """Load the unchanged records again, from the file as it is now."""
    root = etree.parse(file_path(SHIPPED)).getroot()
    for record in root.findall("record"):
        if record.get("id") not in names:
            root.remove(record)
            continue
        # Translations of the words that were; those of today come with the language.
        model = env[record.get("model")]
        shipped = env.ref(f"ar_collections.{record.get('id')}")
        for field in MODELS[model._name]:
            env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s SET %(field)s = jsonb_build_object('en_US', %(field)s->'en_US')
                     WHERE id = %(id)s AND %(field)s IS NOT NULL
                    """,
                    table=SQL.identifier(model._table),
                    field=SQL.identifier(field),
                    id=shipped.id,
                )
            )
    env.invalidate_all()
    xml_import(env, "ar_collections", {}, "init", noupdate=True, xml_filename=SHIPPED).parse(root)


def tell_size(env):
    """Who charges interest under the Indian rule has said to be a micro or small supplier."""
    rule = env.ref("ar_collections.ar_interest_rule_in")
    levels = env["ar.dunning.level"].search([("interest_rule_id", "=", rule.id)])
    everywhere = env["res.company"].search([])
    for level in levels:
        companies = level.company_id or everywhere
        companies.filtered(lambda company: not company.ar_size_class).ar_size_class = "small"
