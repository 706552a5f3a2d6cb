"""The longest terms of payment that laws allow, by country."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools.credit.term import Part, find_excess
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

# What a check was about: whoever changes one of these has to look again.
DECIDING = frozenset({"country_id", "days", "debtor", "month_end_days", "strict"})


class ArCreditTermCap(models.Model):
    """A law that limits terms of payment, with how sure we are of it.

    What ships is for all companies and is general knowledge: nobody has checked it. A company
    confirms its own row; one that ships is copied for it, with the day and who did it.
    """

    _name = "ar.credit.term.cap"
    _inherit = ["ar.guard.mixin"]
    _description = "Longest Term of Payment"
    _order = "country_id, days, id"
    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    name = fields.Char(string="Law", required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="A company's own rows count alone. Empty: all companies."
    )
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
    confidence = fields.Selection(
        [("source", "A public source"), ("knowledge", "General knowledge")],
        string="Known From",
        required=True,
        default="knowledge",
        help="General knowledge is unchecked until you confirm it.",
    )
    source = fields.Char(translate=True, help="Where it can be read.")
    note = fields.Text(string="Explanation", translate=True)
    checked_on = fields.Date(
        readonly=True, copy=False, help="The day on which somebody compared it with the law."
    )
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    unchecked = fields.Boolean(compute="_compute_unchecked", search="_search_unchecked")

    _days_positive = models.Constraint(
        "CHECK (days > 0 AND month_end_days >= 0)",
        "A law allows one day at least; enter 0 where no end of month is allowed instead.",
    )
    _place_uniq = models.UniqueIndex(
        "(country_id, debtor, strict, COALESCE(company_id, 0)) WHERE active",
        "There is a row for this country and these customers already; change that one.",
    )

    @api.depends("confidence", "checked_on")
    def _compute_unchecked(self):
        for cap in self:
            cap.unchecked = cap.confidence != "source" and not cap.checked_on

    def _search_unchecked(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsure = Domain("confidence", "!=", "source") & Domain("checked_on", "=", False)
        return unsure if True in value else ~unsure

    def write(self, vals):
        # EXTENDS the guard: what was confirmed was confirmed as it stood.
        if DECIDING & vals.keys() and not {"checked_on", "checked_by_id"} & vals.keys():
            self.check_access("write")
            checked = self.filtered("checked_on")
            checked.sudo().write({"checked_on": False, "checked_by_id": False})
        return super().write(vals)

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Confirm it with its button.")

    # -- steps -------------------------------------------------------------------------

    def action_confirm(self):
        """Say that the row was compared with the law, for the current company: one for all
        companies is copied for it.

        :return: the company's own row, opened where it is another one
        """
        self.ensure_one()
        self.check_access("write")
        company = self.env.company
        if self.company_id and self.company_id not in company._ar_chain():
            raise UserError(
                self.env._(
                    "“%(law)s” is a row of %(company)s. Switch to that company to confirm it.",
                    law=self.name,
                    company=self.company_id.name,
                )
            )
        own = self
        if not self.company_id:
            own = self.search(
                [
                    ("company_id", "=", company.id),
                    ("country_id", "=", self.country_id.id),
                    ("debtor", "=", self.debtor),
                    ("strict", "=", self.strict),
                ]
            ) or self.copy({"company_id": company.id, "name": self.name})
        own.sudo().write({"checked_on": company._ar_today(), "checked_by_id": self.env.uid})
        return True if own == self else own._get_records_action()

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
