"""Which customers go overdue."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....tools.insight import effect as tools
from ...base import arguments
from ..kpi.ar_kpi_request import KpiDimension

# The list of items with what of each is late.
LATE = "ar_collections.account_move_line_view_list_aging_late"
# Customers told apart as key figures do, who may pay late.
LATE_BY = ("grade", "country", "salesperson", "collector")
TAG = "tag"


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    def _get_late_dimensions(self):
        """{name: KpiDimension} of what customers and their invoices are told apart by."""
        known = self.env["ar.kpi"]._get_dimensions()
        return {
            **{name: known[name] for name in LATE_BY},
            **self._get_kind_dimensions(known["country"].join),
            "terms": KpiDimension(
                self.env._("Payment Terms"),
                self.env._("Without payment terms"),
                SQL(
                    "move.invoice_payment_term_id",
                    to_flush=self.env["account.move"]._fields["invoice_payment_term_id"],
                ),
                "account.payment.term",
                "invoice_payment_term_id",
                "move",
            ),
        }

    def _get_kind_dimensions(self, customer):
        """What kind of customer it is.

        :param customer: SQL of the join with the table ``customer``
        """
        fields = self.env["res.partner"]._fields
        tags = fields["category_id"]
        return {
            # Its keys are no ids: 1 is a company.
            "kind": KpiDimension(
                self.env._("Company or Person"),
                self.env._("Private Person"),
                SQL("customer.is_company::int", to_flush=fields["is_company"]),
                "",
                "is_company",
                "partner",
                customer,
            ),
            "industry": KpiDimension(
                self.env._("Industry"),
                self.env._("Without industry"),
                SQL("customer.industry_id", to_flush=fields["industry_id"]),
                "res.partner.industry",
                "industry_id",
                "partner",
                customer,
            ),
            # A customer with two tags counts in both rows.
            TAG: KpiDimension(
                self.env._("Customer Tag"),
                self.env._("Without tag"),
                SQL("tag.%s", SQL.identifier(tags.column2)),
                "res.partner.category",
                "category_id",
                "partner",
                SQL(
                    "LEFT JOIN %s tag ON tag.%s = item.partner_id",
                    SQL.identifier(tags.relation),
                    SQL.identifier(tags.column1),
                ),
            ),
        }

    def _name_late(self, dimension, keys):
        """{key: name}, False for customers without."""
        if dimension.model:
            return self.env["ar.kpi"]._get_names(dimension, keys)
        return {False: dimension.empty, 1: self.env._("Company")}

    @api.model
    @api.readonly
    def get_late(self, date_from, date_to, company_ids=None, by="grade"):
        """Which customers pay late: of the invoices that fell due in a period.

        :param date_from, date_to: due dates; what is due later than today is not late
        :param by: grade, country, salesperson, collector, kind (company or person), industry, tag,
            terms
        :return: {'by', 'label', 'dimensions': {name: label}, 'rows': [{'key', 'name', 'invoices',
            'late', 'share', 'low', 'high', 'gap', 'gap_low', 'gap_high', 'differs', 'billed',
            'late_amount', 'amount_share', 'days' (of what was late, weighted by amount)}]}, the
            largest late amount first
        """
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        dimensions = self._get_late_dimensions()
        if not isinstance(by, str) or by not in dimensions:
            raise UserError(
                self.env._(
                    "Who pays late is not told by “%(by)s”. Choose one of %(choices)s.",
                    by=arguments.quote(by),
                    choices=", ".join(dimensions),
                )
            )
        return {
            "by": by,
            "label": dimensions[by].label,
            "dimensions": {name: one.label for name, one in dimensions.items()},
            "rows": self._get_late_rows(base, dimensions[by], several=by == TAG),
        }

    def _get_late_rows(self, base, dimension, several=False):
        """
        :param several: whether an invoice may be in several rows
        """
        [period] = base.periods
        found = self.env["ar.open.item"]._read_late(
            base.company_ids, *period, dimension.key, dimension.join
        )
        names = self._name_late(dimension, {row[0] or False for row in found})
        totals = found
        if several and found:
            totals = self.env["ar.open.item"]._read_late(
                base.company_ids, *period, SQL("NULL::int"), SQL()
            )
        every, late = sum(row[1] for row in totals), sum(row[2] for row in totals)
        rows = []
        for key, invoices, own_late, billed, late_amount, product in found:
            share = tools.Share(own_late, invoices)
            low, high = share.interval
            others = tools.Share(late - own_late, every - invoices)
            rows.append(
                {
                    "key": key or False,
                    "name": names.get(key or False) or str(key),
                    "invoices": invoices,
                    "late": own_late,
                    "share": share.value,
                    "low": low,
                    "high": high,
                    "billed": billed,
                    "late_amount": late_amount,
                    "amount_share": late_amount / billed if billed > 0 else None,
                    "days": product / late_amount if late_amount > 0 else None,
                    **self._prepare_gap(tools.compare(share, others)),
                }
            )
        return sorted(rows, key=lambda row: (-row["late_amount"], row["name"].casefold()))

    @api.model
    @api.readonly
    def get_late_action(self, date_from, date_to, company_ids=None, by="grade", key=None):
        """The action that shows the items behind a row of ``get_late``: all that fell due.

        :param key: of the row
        """
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        dimensions = self._get_late_dimensions()
        if not isinstance(by, str) or by not in dimensions or type(key) not in (int, bool):
            raise UserError(
                self.env._("There is nothing behind this figure any more. Open the page anew.")
            )
        return self._get_late_action(base, dimensions[by], key)

    def _get_late_action(self, base, dimension, key):
        kpis, [period] = self.env["ar.kpi"], base.periods
        if dimension.of == "move":
            group = [(f"move_id.{dimension.field}", "=", key)]
        else:
            request = base._replace(dimension=dimension)
            group = list(kpis._get_group_domain(request, "account.move.line", key))
        domain = [
            ("parent_state", "=", "posted"),
            ("account_type", "=", "asset_receivable"),
            ("move_id.move_type", "in", ("out_invoice", "out_receipt")),
            ("company_id", "in", list(base.company_ids)),
            ("date_maturity", ">=", period.first),
            ("date_maturity", "<=", period.last),
            *group,
        ]
        # Nobody learns the name of a key behind which there is nothing to see.
        seen = self.env["account.move.line"].search_count(domain, limit=1)
        names = self._name_late(dimension, {key}) if seen else {}
        name = names.get(key) or dimension.label
        figure = {"res_model": "account.move.line", "domain": domain}
        title = self.env._("Fell due: %s", name)
        return kpis._get_figure_action(figure, title, view=LATE)
