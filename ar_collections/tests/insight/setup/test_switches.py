"""Switches show screens, and nothing else."""

import runpy
from pathlib import Path

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...common import ArCommon
from .test_menus import path_of

SCRIPT = Path(__file__).parents[3] / "migrations" / "19.0.1.6.0" / "post-switches.py"
ANALYSIS = SCRIPT.parents[1] / "19.0.1.7.0" / "post-analysis.py"
# What each brings: entries of the menu, and (model, view, what is on it).
MENUS = {
    "credit": (
        "ar_credit_review_menu",
        "ar_profile_menu_credit_use",
        "ar_credit_release_menu",
        "ar_credit_rule_menu",
    ),
    "contract": ("ar_credit_contract_menu",),
    "confirmation": ("ar_balance_confirmation_menu",),
    "reconciliation": (
        "ar_reconciliation_menu",
        "ar_reconciliation_difference_menu",
        "ar_reconciliation_mapping_menu",
    ),
    "plan": ("ar_plan_menu",),
    "case": ("ar_case_menu", "ar_case_stage_menu", "ar_writeoff_rule_menu"),
    "charge": ("ar_charge_menu",),
    "sms": (),
    "analysis": (
        "ar_kpi_menu",
        "ar_forecast_menu",
        "ar_effect_menu",
        "ar_alert_menu",
        "ar_alert_rule_menu",
        "ar_target_menu",
        "ar_snapshot_line_menu",
        "ar_ecl_menu",
        "ar_contingency_plan_menu",
        "ar_process_review_menu",
        "ar_check_menu",
    ),
    "webhook": ("ar_webhook_endpoint_menu",),
}
PARTS = {
    "credit": [("ar.profile", "//page[@name='credit']")],
    "contract": [("ar.profile", "//page[@name='contracts']")],
    "plan": [("ar.profile", "//button[@name='action_make_plan']")],
    "case": [("ar.profile", "//button[@name='action_hand_over']")],
    "charge": [("ar.profile", "//button[@name='action_view_charges']")],
    "sms": [("ar.dunning.level", "//page[@name='sms']")],
    "webhook": [("ar.profile", "//button[@name='action_view_webhook']")],
}


@tagged("post_install", "-at_install")
class TestSwitches(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("switch", "ar_collections.ar_collections_group_manager")
        cls.switches = cls.env["ar.switch"]._get_switches()
        cls.groups = {code: cls.env.ref(one.group) for code, one in cls.switches.items()}
        cls._switch_off()

    @classmethod
    def _switch_off(cls):
        cls.env.ref("base.group_user").sudo().write(
            {"implied_ids": [(3, group.id) for group in cls.groups.values()]}
        )

    def _sees(self, code):
        """Whether the manager sees what the switch brings: {name: yes or no}."""
        menus = self.env["ir.ui.menu"].with_user(self.manager)
        visible = set(menus._visible_menu_ids())
        found = {
            name: set(path_of(self.env.ref(f"ar_collections.{name}"))) <= visible
            for name in MENUS[code]
        }
        for model, path in PARTS.get(code, ()):
            arch = self.env[model].with_user(self.manager).get_view(view_type="form")["arch"]
            found[path] = bool(etree.fromstring(arch).xpath(path))
        return found

    def test_each_shows_its_screens(self):
        self.assertEqual(set(self.switches), set(MENUS))
        for code in MENUS:
            with self.subTest(code):
                self.assertFalse(any(self._sees(code).values()), self._sees(code))
                self.env["ar.switch"]._switch_on([code])
                self.assertTrue(all(self._sees(code).values()), self._sees(code))
                self._switch_off()

    def test_the_setting_is_the_switch(self):
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.group_ar_plan)
        settings.group_ar_plan = True
        settings.execute()
        self.assertTrue(self.manager.has_group("ar_collections.group_ar_plan"))
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.group_ar_plan)
        settings.group_ar_plan = False
        settings.execute()
        self.assertFalse(self.manager.has_group("ar_collections.group_ar_plan"))

    def test_they_give_no_right(self):
        for code, group in self.groups.items():
            with self.subTest(code):
                self.assertFalse(group.model_access)
                self.assertFalse(group.rule_groups)
                self.assertFalse(group.implied_ids)
                self.assertIn("no right", group.comment)
        named = [
            f"{model._name}.{field.name}"
            for model in self.env.values()
            for field in model._fields.values()
            if "group_ar_" in str(field.groups or "")
        ]
        self.assertFalse(named, "No field of a model is behind a switch.")
        plain = self._make_user("switch_plain", "base.group_user")
        self.env["ar.switch"]._switch_on()
        for name in ("ar.plan", "ar.case", "ar.credit.limit", "ar.charge", "ar.reconciliation"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(plain).search([])

    def test_what_is_off_goes_on(self):
        """Rights are as they were: a manager without the switch makes a plan by other ways."""
        self.env["ar.plan"].with_user(self.manager).check_access("create")
        self.env["ar.credit.limit"].with_user(self.manager).check_access("read")

    def test_an_upgrade_keeps_what_is_in_use(self):
        for code in self.switches:
            for name in self.switches[code].models:
                # Other tests' leftovers, or demo data.
                if self.env[name].sudo().search_count([], limit=1):
                    self.skipTest("Something is in use here.")
        self._make_invoice(due="2026-03-01")
        profile = self._get_profile()
        self.env["ar.credit.limit"].sudo().create(
            {
                "profile_id": profile.id,
                "amount": 1000.0,
                "date_from": "2026-01-01",
                "reason": "Test",
            }
        )
        self.company.sudo().ar_charge_mode = "book"
        runpy.run_path(str(SCRIPT))["migrate"](self.env.cr, "19.0.1.4.0")
        on = {code for code, one in self.groups.items() if self.manager.has_group(one_id(one))}
        self.assertLessEqual({"credit", "charge"}, on)
        self.assertFalse(on & {"plan", "case", "contract", "reconciliation", "webhook"})

    def test_an_upgrade_keeps_the_reports_of_who_is_live(self):
        """That figures were looked at leaves no trace: a company that is live may know them."""
        used = self.switches["analysis"].models
        if any(self.env[name].sudo().search_count([], limit=1) for name in used):
            self.skipTest("Something is in use here.")
        migrate = runpy.run_path(str(ANALYSIS))["migrate"]
        companies = self.env["res.company"].sudo().search([])
        companies._ar_begin_setup()
        migrate(self.env.cr, "19.0.1.6.0")
        self.assertFalse(self._is_on("analysis"), "Nobody has begun.")
        self.company._ar_go_live()
        migrate(self.env.cr, "19.0.1.6.0")
        self.assertTrue(self._is_on("analysis"))
        self.assertFalse(self._is_on("plan"), "It is about the new switch alone.")

    def _is_on(self, code):
        return self.manager.has_group(self.switches[code].group)

    def test_a_new_database_has_nothing_switched_on(self):
        for script in (SCRIPT, ANALYSIS):
            runpy.run_path(str(script))["migrate"](self.env.cr, None)
        self.assertFalse(any(map(self._is_on, self.switches)))

    def _get_profile(self):
        return self.env["ar.profile"].search(
            [("partner_id", "=", self.partner.id), ("company_id", "=", self.company.id)]
        )


def one_id(group):
    return group.get_external_id()[group.id]
