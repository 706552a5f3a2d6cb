"""Groups that a matrix may have: a property of customers that shares their risk."""

from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

NOBODY = ""


class EclGroup(NamedTuple):
    """A way to group a matrix: ``_sql_group_<code>`` and ``_name_groups_<code>``."""

    label: str


class ArEcl(models.Model):
    _inherit = "ar.ecl"

    def _get_groups(self):
        """{code: EclGroup}. ``_sql_group_<code>(secured)`` is the key, a text, and a join in terms
        of ``item`` with partner_id and company_id; ``_name_groups_<code>(keys)`` names them."""
        return {
            "none": EclGroup(self.env._("All customers")),
            "country": EclGroup(self.env._("Country")),
            "grade": EclGroup(self.env._("Grade")),
            "type": EclGroup(self.env._("Customer type")),
            "insurance": EclGroup(self.env._("Security")),
        }

    def _sql_group(self, secured):
        return getattr(self, f"_sql_group_{self.group_by}")(secured)

    def _name_groups(self, keys):
        """{key: name} in the language of who computes: a matrix is a document."""
        return getattr(self, f"_name_groups_{self.group_by}")(keys)

    def _sql_group_none(self, secured):
        return SQL("''::text"), SQL()

    def _name_groups_none(self, keys):
        return {NOBODY: self.env._("All customers")}

    def _sql_group_country(self, secured):
        return SQL("COALESCE(customer.country_id::text, '')"), self._sql_customer()

    def _name_groups_country(self, keys):
        return self._name_records("res.country", keys, self.env._("Without country"))

    def _sql_group_grade(self, secured):
        join = SQL(
            """LEFT JOIN ar_profile profile ON profile.partner_id = item.partner_id
                                           AND profile.company_id = item.company_id""",
            to_flush=self.env["ar.profile"]._fields["rating_id"],
        )
        return SQL("COALESCE(profile.rating_id::text, '')"), join

    def _name_groups_grade(self, keys):
        return self._name_records("ar.credit.rating", keys, self.env._("Without grade"))

    def _sql_group_type(self, secured):
        key = SQL("CASE WHEN customer.is_company THEN 'company' ELSE 'person' END")
        return key, self._sql_customer()

    def _name_groups_type(self, keys):
        return {"company": self.env._("Companies"), "person": self.env._("Persons")}

    def _sql_group_insurance(self, secured):
        key = SQL("CASE WHEN item.partner_id = ANY(%s) THEN 'yes' ELSE 'no' END", secured)
        return key, SQL()

    def _name_groups_insurance(self, keys):
        return {"yes": self.env._("Secured"), "no": self.env._("Not secured")}

    def _sql_customer(self):
        fields = self.env["res.partner"]._fields
        return SQL(
            "LEFT JOIN res_partner customer ON customer.id = item.partner_id",
            to_flush=[fields["country_id"], fields["is_company"]],
        )

    def _name_records(self, model, keys, empty):
        records = self.env[model].sudo().browse([int(key) for key in keys if key]).exists()
        return {NOBODY: empty, **{str(one.id): one.display_name for one in records}}
