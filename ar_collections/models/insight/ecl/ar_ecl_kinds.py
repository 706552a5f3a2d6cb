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
        of ``item`` with partner_id, company_id, move_id and date (of the debt);
        ``_name_groups_<code>(keys)`` names them."""
        return {
            "none": EclGroup(self.env._("All customers")),
            "country": EclGroup(self.env._("Country")),
            "grade": EclGroup(self.env._("Grade")),
            "type": EclGroup(self.env._("Customer type")),
            "product": EclGroup(self.env._("Product category")),
            "insurance": EclGroup(self.env._("Security or insurance")),
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
        """The grade in force when it was invoiced: who does not pay is graded down, and by the
        grade of today good customers would never have lost anything."""
        self.env["ar.credit.review"].flush_model()
        join = SQL(
            """LEFT JOIN (
                   SELECT partner_id, company_id, rating_id, decision_date AS since,
                          LEAD(decision_date) OVER (PARTITION BY partner_id, company_id
                                                    ORDER BY decision_date, id) AS until
                     FROM ar_credit_review
                    WHERE state = 'approved' AND decision_date IS NOT NULL) AS graded
                 ON graded.partner_id = item.partner_id AND graded.company_id = item.company_id
                AND graded.since <= item.date
                AND (graded.until IS NULL OR graded.until > item.date)"""
        )
        return SQL("COALESCE(graded.rating_id::text, '')"), join

    def _name_groups_grade(self, keys):
        return self._name_records(
            "ar.credit.rating", keys, self.env._("Without grade when invoiced")
        )

    def _sql_group_type(self, secured):
        key = SQL("CASE WHEN customer.is_company THEN 'company' ELSE 'person' END")
        return key, self._sql_customer()

    def _name_groups_type(self, keys):
        return {"company": self.env._("Companies"), "person": self.env._("Persons")}

    def _sql_group_product(self, secured):
        """The category of the largest line of the invoice."""
        fields = self.env["account.move.line"]._fields
        join = SQL(
            """LEFT JOIN (
                   SELECT DISTINCT ON (line.move_id) line.move_id, template.categ_id
                     FROM account_move_line line
                     JOIN product_product product ON product.id = line.product_id
                     JOIN product_template template ON template.id = product.product_tmpl_id
                    WHERE line.company_id = %s AND line.display_type = 'product'
                    ORDER BY line.move_id, ABS(line.price_subtotal) DESC, line.id) AS sold
                 ON sold.move_id = item.move_id""",
            self.company_id.id,
            to_flush=[
                fields["product_id"],
                fields["display_type"],
                fields["price_subtotal"],
                self.env["product.product"]._fields["product_tmpl_id"],
                self.env["product.template"]._fields["categ_id"],
            ],
        )
        return SQL("COALESCE(sold.categ_id::text, '')"), join

    def _name_groups_product(self, keys):
        return self._name_records("product.category", keys, self.env._("Without product"))

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
