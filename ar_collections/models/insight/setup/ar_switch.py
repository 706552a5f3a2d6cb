"""Parts of the add-on that not every company wants: groups that show their screens."""

from typing import NamedTuple

from odoo import Command, api, models


class Switch(NamedTuple):
    """What is switched.

    :param group: the XML id of the group
    :param models: where a record tells that it is in use
    :param more: further models whose screens belong to it. Those whose names go on behind a dot
        do, too
    """

    group: str
    models: tuple = ()
    more: tuple = ()


SWITCHES = {
    "credit": Switch(
        "ar_collections.group_ar_credit",
        (
            "ar.credit.limit",
            "ar.credit.review",
            "ar.credit.security",
            "ar.credit.hold",
            "ar.credit.release",
            "ar.credit.application",
            "ar.credit.financials",
        ),
        ("ar.credit.agency", "ar.credit.event", "ar.credit.factor", "ar.credit.rule"),
    ),
    "contract": Switch(
        "ar_collections.group_ar_contract", ("ar.credit.contract",), ("ar.credit.term",)
    ),
    "confirmation": Switch(
        "ar_collections.group_ar_confirmation",
        ("ar.balance.confirmation", "ar.balance.round"),
        ("ar.balance.difference", "ar.balance.reminder"),
    ),
    "reconciliation": Switch("ar_collections.group_ar_reconciliation", ("ar.reconciliation",)),
    "plan": Switch("ar_collections.group_ar_plan", ("ar.plan",)),
    "case": Switch("ar_collections.group_ar_case", ("ar.case", "ar.writeoff"), ("ar.settlement",)),
    "charge": Switch(
        "ar_collections.group_ar_charge",
        ("ar.charge", "ar.charge.claim", "ar.payment.exception"),
    ),
    "sms": Switch("ar_collections.group_ar_sms"),
    "webhook": Switch(
        "ar_collections.group_ar_webhook", ("ar.webhook.endpoint",), ("ar.webhook.event",)
    ),
    "analysis": Switch(
        "ar_collections.group_ar_analysis",
        (
            "ar.alert",
            "ar.target",
            "ar.ecl",
            "ar.contingency.run",
            "ar.process.review",
            "ar.text.test",
            "ar.cash.line",
        ),
        (
            "ar.check",
            "ar.contingency",
            "ar.effect",
            "ar.forecast",
            "ar.kpi",
            "ar.process",
            "ar.snapshot",
        ),
    ),
}


class ArSwitch(models.AbstractModel):
    """What is off is not shown. What runs goes on, and nobody gains or loses a right: the groups
    stand on menus, pages and buttons alone."""

    _name = "ar.switch"
    _description = "Switch of a Part"

    @api.model
    def _get_switches(self):
        """{code: ``Switch``}; ``_uses_<code>`` may know more than its models."""
        return dict(SWITCHES)

    @api.model
    def _get_owner(self, model):
        """The code of the switch whose screens show a model, by its name; None: always shown."""
        for code, switch in self._get_switches().items():
            if any(f"{model}.".startswith(f"{name}.") for name in (*switch.models, *switch.more)):
                return code
        return None

    @api.model
    def _shows(self, model):
        """Whether the person is shown screens of a model, as far as switches go; rights are
        another question.

        :param model: its name; empty: of no part
        """
        code = model and self._get_owner(model)
        return not code or self.env.user.has_group(self._get_switches()[code].group)

    @api.model
    def _has_all(self, groups):
        """Whether the person has one of the switches and one of the other groups that are named:
        of several groups Odoo takes one, and a switch is needed beside them.

        :param groups: xml ids
        """
        known = {switch.group for switch in self._get_switches().values()}
        has = self.env.user.has_group
        groups = set(groups)
        kinds = groups & known, groups - known
        return all(not kind or any(map(has, kind)) for kind in kinds)

    @api.model
    def _is_used(self, code):
        """Whether some company uses the part, archived records included."""
        for name in self._get_switches()[code].models:
            model = self.env[name].sudo().with_context(active_test=False)
            if model.search_count([], limit=1):
                return True
        known = getattr(self, f"_uses_{code}", None)
        return bool(known and known())

    @api.model
    def _uses_sms(self):
        domain = [("channel", "=", "sms")]
        return any(
            self.env[name].sudo().search_count(domain, limit=1)
            for name in ("ar.dispatch", "ar.dunning.level.channel")
        )

    @api.model
    def _uses_charge(self):
        company = self.env["res.company"].sudo()
        default = company.default_get(["ar_charge_mode"]).get("ar_charge_mode")
        return bool(company.search_count([("ar_charge_mode", "!=", default)], limit=1))

    @api.model
    def _uses_analysis(self):
        # That figures were looked at leaves no trace: who is live may know them.
        companies = self.env["res.company"].sudo()
        return bool(companies.search_count([("ar_setup_since", "=", False)], limit=1))

    @api.model
    def _switch_on(self, codes=None):
        """Show these parts to everybody; None: all. As a setting does it."""
        switches = self._get_switches()
        chosen = switches if codes is None else codes
        links = [Command.link(self.env.ref(switches[code].group).id) for code in chosen]
        self.env.ref("base.group_user").sudo().write({"implied_ids": links})

    @api.model
    def _switch_on_used(self, codes=None):
        """What is in use stays on the screen when an older version is updated.

        :param codes: the switches that are new; None: all
        """
        self._switch_on([code for code in codes or self._get_switches() if self._is_used(code)])
