"""The customer's contracts, and the terms that were agreed for a day."""

from odoo import api, fields, models
from odoo.tools import format_date


class ArProfile(models.Model):
    _inherit = "ar.profile"

    contract_ids = fields.One2many("ar.credit.contract", "profile_id", string="Contracts")
    contract_count = fields.Integer(compute="_compute_contract_count")
    agreed_term_id = fields.Many2one(
        "account.payment.term", string="Agreed Terms", compute="_compute_agreed_terms"
    )
    agreed_source = fields.Char(string="Agreed In", compute="_compute_agreed_terms")

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        groups = self.env["ar.credit.contract"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
        )
        counts = dict(groups)
        for profile in self:
            profile.contract_count = counts.get(profile, 0)

    @api.depends(
        "partner_id", "company_id", "payment_term_id", "contract_ids.state", "review_ids.state"
    )
    def _compute_agreed_terms(self):
        for company, profiles in self.grouped("company_id").items():
            agreed = profiles._read_agreed_terms(company._ar_today()) if company else {}
            for profile in profiles:
                found = agreed.get(profile, {})
                profile.agreed_term_id = found.get("payment_term")
                profile.agreed_source = found.get("source")

    def _get_agreed_terms(self, day):
        """Which terms of payment were agreed with the customer for invoices of a day.

        A contract in force comes first, then the last review that was approved by then (unless
        the terms are pinned by hand), then what stands on the contact today.

        :param day: a date
        :return: ``{'payment_term': account.payment.term (one or empty), 'source': sentence}``
        """
        self.ensure_one()
        return self._read_agreed_terms(day)[self]

    def _read_agreed_terms(self, day):
        """The agreed terms of many customers for one day, in a fixed number of queries.

        :return: {profile: as of ``_get_agreed_terms``}
        """
        versions = self._read_contract_terms(day)
        reviews = (
            self.env["ar.credit.review"]
            .sudo()
            .search(
                [
                    ("profile_id", "in", self.ids),
                    ("state", "=", "approved"),
                    ("decision_date", "<=", day),
                    ("payment_term_id", "!=", False),
                ],
                order="decision_date, id",
            )
        )
        last = {review.profile_id.id: review for review in reviews}
        agreed = {}
        for profile in self:
            version = versions.get(profile)
            review = last.get(profile.id) if not profile.sudo().term_pinned else None
            if version:
                term, source = version.payment_term_id, self._say_contract(version)
            elif review:
                term, source = review.payment_term_id, self._say_review(review)
            else:
                term = profile.sudo().payment_term_id
                source = self._say_contact(profile, term)
            agreed[profile] = {"payment_term": term.sudo(self.env.su), "source": source}
        return agreed

    def _read_contract_terms(self, day):
        """{profile: the contract or amendment in force on a day that says terms of payment}.

        A contract with a company counts for its branches; the customer's nearest company and
        the latest start come first.
        """
        chains = {company: company._ar_chain().ids for company in self.company_id}
        contracts = (
            self.env["ar.credit.contract"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", [id_ for chain in chains.values() for id_ in chain]),
                    ("state", "!=", "draft"),
                    ("date_from", "<=", day),
                ],
                order="date_from, id",
            )
        )
        by_partner = contracts.filtered(lambda one: one._is_in_force(day)).grouped("partner_id")
        found = {}
        for profile in self:
            chain = chains.get(profile.company_id, [])
            for contract in by_partner.get(profile.partner_id, contracts.browse()):
                terms = contract._get_version_on(day)
                if contract.company_id.id not in chain or not terms.payment_term_id:
                    continue
                rank = chain.index(contract.company_id.id)
                if profile not in found or rank >= found[profile][0]:
                    found[profile] = (rank, terms)
        return {profile: terms for profile, (_rank, terms) in found.items()}

    def _say_contract(self, version):
        return self.env._("Agreed in the contract %s.", version.display_name)

    def _say_review(self, review):
        return self.env._(
            "Approved with the credit review %(review)s on %(day)s.",
            review=review.name,
            day=format_date(self.env, review.decision_date),
        )

    def _say_contact(self, profile, term):
        if term:
            return self.env._(
                "No contract and no review says terms: those of the contact %s count.",
                profile.partner_id.display_name,
            )
        return self.env._(
            "No terms of payment are agreed with %s: invoices are due at once.",
            profile.partner_id.display_name,
        )

    def action_view_contracts(self):
        """Open the customer's contracts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_credit_contract_action"
        )
        action.update(
            domain=[("profile_id", "=", self.id)], context={"default_profile_id": self.id}
        )
        return action

    @api.model
    def _get_credit_history(self):
        # EXTENDS the room limit
        return [*super()._get_credit_history(), "contract_ids"]
