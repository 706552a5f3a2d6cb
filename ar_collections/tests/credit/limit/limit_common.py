"""Customers with limits, and short ways to ask the credit check."""

from ...common import ArCommon

GROUPS = {
    "collector": "ar_collections.ar_collections_group_collector",
    "approver": "ar_collections.ar_collections_group_credit_approver",
    "manager": "ar_collections.ar_collections_group_manager",
    "billing": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "internal": "base.group_user",
    "portal": "base.group_portal",
}


class LimitCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["ar.credit.rule"].search([])
        # Each test says which rules it is about.
        cls.rules.write(dict.fromkeys(("action_order", "action_invoice", "action_delivery"), "off"))
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)

    @classmethod
    def _rule(cls, code, action="block", **values):
        """Set one rule for all companies, at all checkpoints unless told otherwise."""
        rule = cls.rules.filtered(lambda rule: rule.code == code)
        for checkpoint in ("order", "invoice", "delivery"):
            values.setdefault(f"action_{checkpoint}", action)
        rule.write(values)
        return rule

    @classmethod
    def _limit(cls, amount, profile=None, kind="permanent", **values):
        if kind == "insured":
            values.setdefault("insurer_id", cls.env.company.partner_id.id)
            values.setdefault("policy_number", "P1")
        return cls.env["ar.credit.limit"].create(
            {
                "profile_id": (profile or cls.profile).id,
                "kind": kind,
                "amount": amount,
                "date_from": "2026-01-01",
                "reason": "Test",
                **values,
            }
        )

    def _check(self, amount, checkpoint="order", partner=None, company=None):
        return self.env["ar.credit.check"].check(
            partner or self.partner, company or self.company, amount, checkpoint
        )

    def _decision(self, amount, checkpoint="order", **kwargs):
        return self._check(amount, checkpoint, **kwargs)["decision"]

    @classmethod
    def _user(cls, role, companies=None, **values):
        companies = companies or cls.company
        return cls._make_user(
            f"{role} {len(cls.env['res.users'].with_context(active_test=False).search([]))}",
            GROUPS.get(role, role),
            companies,
            **values,
        )
