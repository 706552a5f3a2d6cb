"""What the demo company has decided: who collects, who is left alone, which policy is whose."""

from odoo import Command, models

from .demo_tables import DISPUTE_REASON, POLICIES


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _open_disputes(self, moves):
        """What customers do not accept is a dispute, which leaves their bills alone."""
        quality = self.env.ref("ar_collections.ar_dispute_reason_quality")
        profiles = self.env["ar.profile"]
        self.env["ar.dispute"].create(
            [
                {
                    "profile_id": profiles.get_or_create(move.partner_id, move.company_id).id,
                    "move_line_ids": [Command.set(self._get_receivable_lines(move).ids)],
                    "reason_id": quality.id,
                    "note": DISPUTE_REASON,
                }
                for move in moves
            ]
        )

    def _assign_collector(self, company, partners, collector):
        """The collector looks after everybody but key accounts, which stay with their seller."""
        key_account = self._get_tag("key")
        profiles = self.env["ar.profile"].search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", [partner.id for partner in partners.values()]),
                ("partner_id.category_id", "not in", key_account.ids),
            ]
        )
        profiles.collector_id = collector

    def _create_policies(self, company):
        """Policies beside the ready one, so that it can be seen how one is chosen.

        They are copies of the ready one: same levels, same texts.
        """
        ready = self.env.ref("ar_collections.ar_dunning_policy_default", raise_if_not_found=False)
        for told in POLICIES if ready else ():
            countries = self.env["res.country"].search([("code", "in", told.countries)])
            ready.copy(
                {
                    "name": told.name,
                    "company_id": company.id,
                    "country_ids": [Command.set(countries.ids)],
                    "category_ids": [Command.set([self._get_tag(tag).id for tag in told.tags])],
                    **told.values,
                }
            )
