"""The longest terms of payment that laws allow, by country."""

from odoo import api, fields, models

from ....tools.credit.term import Part, find_excess


class ArCreditTermCap(models.Model):
    """A law that limits terms of payment."""

    _name = "ar.credit.term.cap"
    _inherit = ["ar.law.mixin"]
    _description = "Longest Term of Payment"
    _order = "country_id, days, id"
    _law_says = frozenset({"country_id", "days", "debtor", "month_end_days", "strict"})

    name = fields.Char(string="Law")
    company_id = fields.Many2one(help="A company's own rows count alone. Empty: all companies.")
    country_id = fields.Many2one(
        "res.country", required=True, index=True, help="Where that law governs the contract."
    )
    debtor = fields.Selection(
        [("all", "All companies"), ("public", "State bodies and public institutions")],
        string="Customers",
        required=True,
        default="all",
    )
    days = fields.Integer(
        string="At Most (Days)",
        required=True,
        default=60,
        aggregator=None,
        help="From the invoice.",
    )
    month_end_days = fields.Integer(
        string="Or Days, End of Month",
        aggregator=None,
        help="Allowed instead: so many days and the end of the month. 0: no such thing.",
    )
    strict = fields.Boolean(
        string="Not Even by Agreement",
        help="A longer term is void, or fined, whatever was agreed. Else it needs an express "
        "agreement that is fair.",
    )

    _days_positive = models.Constraint(
        "CHECK (days > 0 AND month_end_days >= 0)",
        "A law allows one day at least; enter 0 where no end of month is allowed instead.",
    )
    _place_uniq = models.UniqueIndex(
        "(country_id, debtor, strict, COALESCE(company_id, 0)) WHERE active",
        "There is a row for this country and these customers already; change that one.",
    )

    def _get_law_place(self):
        # OVERRIDES the row of law
        return (self.country_id, self.debtor, self.strict)

    # -- what is asked -----------------------------------------------------------------

    @api.model
    def _find_caps(self, company, countries):
        """{country: the rows that count for a company}, its own before those for all."""
        domain = [("country_id", "in", countries.ids)]
        domain += [("company_id", "in", [False, *company._ar_chain().ids])]
        rows = self.sudo().search(domain)
        return {
            country: company._ar_pick_nearest(own)
            for country, own in rows.grouped("country_id").items()
        }

    def _concerns(self, profile):
        """Whether a row is about this customer; later rooms know who is a public body."""
        self.ensure_one()
        return self.debtor == "all" and profile.sudo().partner_id.is_company

    @api.model
    def _say_excess(self, term, profile, country):
        """A sentence if a payment term goes beyond what the law of a country allows, else False.

        :param profile: whose term it is
        """
        company = profile.company_id
        caps = self._find_caps(company, country).get(country, self.browse())
        parts = [
            Part(line.delay_type, line.nb_days, _to_day(line.days_next_month))
            for line in term.sudo().line_ids
        ]
        sentences = []
        for cap in caps.filtered(lambda one: one._concerns(profile)):
            days = find_excess(parts, cap.days, cap.month_end_days)
            if days:
                sentences.append((cap.days, cap._say_beyond(term, days)))
        return min(sentences)[1] if sentences else False

    def _say_beyond(self, term, days):
        words = {
            "term": term.display_name,
            "days": days,
            "law": self.with_env(self.env).name,
            "most": self.days,
        }
        if self.strict:
            text = self.env._(
                "%(term)s gives up to %(days)s days. %(law)s allows %(most)s at most, whatever is "
                "agreed.",
                **words,
            )
        else:
            text = self.env._(
                "%(term)s gives up to %(days)s days. Beyond %(most)s, %(law)s wants an express "
                "agreement that is fair to the creditor.",
                **words,
            )
        return f"{text} {self.env._('This law is unchecked.')}" if self.unchecked else text


def _to_day(text):
    """The day of the month as Odoo keeps it, a text; 1 for what is none, as Odoo reads it."""
    try:
        return int(text or 0)
    except ValueError:
        return 1
