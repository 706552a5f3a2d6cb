"""By night nobody sees that a customer has paid: one whose receipt is not matched waits."""

from odoo import api, models
from odoo.tools import format_amount, format_date

from ...tools.check import receipts
from .ar_hold import LINE, RECEIPT


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    def _propose_batch(self, partner_ids=None):
        # EXTENDS 'dunning': before the first customers are looked at.
        if not self.customers_done:
            self.env["ar.hold"]._find_matched().action_release()
            if self.kind == "nightly":
                partner_ids = self._partners_left() if partner_ids is None else partner_ids
                self._hold_for_receipts([id_ for id_ in partner_ids if id_])
        return super()._propose_batch(partner_ids)

    @api.model
    def _cron_dunning_run(self):
        # EXTENDS 'dunning': every hour, whose receipt was matched is held no longer.
        holds = self.env["ar.hold"]._find_matched()
        self._work_through(holds, lambda hold: hold.action_release(), whole=True)
        super()._cron_dunning_run()

    def _hold_for_receipts(self, partner_ids):
        """Hold the customers whose policy sends by itself and who stand on a receipt that is not
        matched: by partner, account, number of a document, or name."""
        lines = self.env[LINE].sudo().search(self._get_unreconciled_domain(), order="date, id")
        if not lines or not partner_ids:
            return
        profiles = self._find_automatic(partner_ids)
        found = receipts.find_payers(
            [line._ar_as_receipt() for line in lines], self._prepare_payers(profiles)
        )
        by_partner = {profile.partner_id.id: profile for profile in profiles}
        wanted = [
            (by_partner[payer_id], lines.browse(line_id), how)
            for payer_id, (line_id, how) in found.items()
        ]
        known = self._find_receipt_holds(lines, profiles)
        self.env["ar.hold"].sudo().create(
            [
                {
                    "profile_id": profile.id,
                    "kind": RECEIPT,
                    "date_from": self.company_id._ar_today(),
                    "reason": self._get_receipt_words(line, how),
                    "origin_ref": f"{LINE},{line.id}",
                }
                for profile, line, how in wanted
                if (profile.id, line.id) not in known
            ]
        )

    def _find_automatic(self, partner_ids):
        """The accounts of these partners whose reminders leave by themselves."""
        planner = self.env["ar.dunning.planner"]
        policies = self.env["ar.dunning.policy"]._for_company(self.company_id)
        if not any(policies.mapped("automatic")):
            return self.env["ar.profile"]
        profiles = planner._profiles(self.company_id, partner_ids)
        policy_of = profiles._match_policies(policies)
        return profiles.filtered(lambda profile: policy_of[profile.id].automatic)

    def _prepare_payers(self, profiles):
        """What a bank statement may tell of these customers; a few queries for all."""
        partners = profiles.partner_id.sudo()
        family = self.env["res.partner"].sudo().with_context(active_test=False)
        family = family.search([("commercial_partner_id", "in", partners.ids)])
        members = family.grouped("commercial_partner_id")
        rows = self.env["ar.open.item"]._read_rows(
            [self.company_id.id], partner_ids=partners.ids, include_future=True
        )
        moves = self.env["account.move"].sudo().browse({row["move_id"] for row in rows})
        references = {move.id: move.payment_reference for move in moves}
        told = {}
        for row in rows:
            words = (row["name"], references.get(row["move_id"]))
            told.setdefault(row["partner_id"], set()).update(filter(None, words))
        return [
            receipts.Payer(
                partner.id,
                names=tuple(filter(None, (partner | members.get(partner, partner)).mapped("name"))),
                accounts=tuple(members.get(partner, partner).bank_ids.mapped("acc_number")),
                numbers=tuple(told.get(partner.id, ())),
            )
            for partner in partners
        ]

    @api.model
    def _find_receipt_holds(self, lines, profiles):
        """{(account id, line id)} of the holds that these receipts have ever caused."""
        holds = self.env["ar.hold"].sudo()
        holds = holds.search([("kind", "=", RECEIPT), ("profile_id", "in", profiles.ids)])
        return {(hold.profile_id.id, hold.origin_ref.id) for hold in holds if hold.origin_ref}

    def _get_receipt_words(self, line, how):
        """Which receipt, and what on it speaks of the customer."""
        labels = {
            "partner": self.env._("customer"),
            "account": self.env._("bank account"),
            "number": self.env._("document number"),
            "name": self.env._("name"),
        }
        return self.env._(
            "The receipt of %(amount)s on %(day)s (%(text)s) is not matched; it names this "
            "customer by %(how)s.",
            amount=format_amount(
                self.env, line.amount, line.currency_id or line.company_id.currency_id
            ),
            day=format_date(self.env, line.date),
            text=" ".join(filter(None, (line.partner_name, line.payment_ref)))[:80],
            how=labels[how],
        )
