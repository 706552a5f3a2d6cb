"""A wizard is who made it's, and acts with his rights."""

import ast

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from ..common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
# A setting of a company that people may not read as such, and no secret.
SETTINGS = ("ar.charge.allocate.order",)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestWizards(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.setup_other_company(name="Foreign Ltd")["company"]
        cls._make_invoice(amount=700.0, due="2026-02-01")
        cls.env.user.company_ids |= cls.foreign
        address = {"street": "Quay 1", "city": "Port"}
        cls.partner.write(address)
        cls.stranger = cls._make_partner("Stranger", **address)
        cls._make_invoice(cls.stranger, amount=44.37, due="2026-02-01", company=cls.foreign)
        cls.env["ar.profile"]._create_missing()
        cls.collector = cls._make_user("wizard_one", COLLECTOR)
        cls.colleague = cls._make_user("wizard_two", COLLECTOR)
        cls.biller = cls._make_user("wizard_biller", "account.group_account_invoice")

    def _as(self, model, user=None):
        return self.env[model].with_user(user or self.collector)

    def test_every_wizard_is_its_makers(self):
        wizards = [
            name
            for name in sorted(self.env.registry)
            if name.startswith("ar.") and self.env[name]._transient
        ]
        self.assertTrue(wizards)
        rules = self.env["ir.rule"].with_user(self.collector)
        open_ = []
        for name in wizards:
            for verb in ("read", "write", "create", "unlink"):
                domain = Domain(rules._compute_domain(name, verb))
                told = [(one[0], one[1], str(one[2]).strip("[]")) for one in domain]
                if told not in ([("create_uid", op, str(self.collector.id))] for op in ("=", "in")):
                    open_.append(f"{name} {verb}")
        self.assertFalse(open_, "A rule in security/ar_wizards.xml makes it its maker's.")

    def test_rules_in_the_file_hold_for_everybody(self):
        """No group, no exception: a rule for a group would add to the others."""
        rules = self.env["ir.rule"].search([("model_id.transient", "=", True)])
        for rule in rules.filtered(lambda rule: rule.model_id.model.startswith("ar.")):
            self.assertFalse(rule.groups, rule.name)
            self.assertEqual(
                ast.literal_eval(rule.domain_force.replace("user.id", "1")),
                [("create_uid", "=", 1)],
            )

    def test_wizards_read_what_their_makers_may(self):
        """Whoever makes one chooses the records that it names: what it tells of them is read with
        the maker's rights, or it would tell of any company's."""
        told = []
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("ar.") or not model._transient:
                continue
            for field in model._fields.values():
                if field.related:
                    pointer = model._fields[field.related.split(".")[0]]
                    outside = not self.env[pointer.comodel_name]._transient
                else:
                    outside = bool(field.compute) and field.name != "display_name"
                if outside and field.compute_sudo and str(field) not in SETTINGS:
                    told.append(f"{name}.{field.name}")
        self.assertFalse(told, "related_sudo=False, or compute_sudo=False where it is stored.")

    def test_anothers_simulation(self):
        wizard = self._as("ar.dunning.run.simulate").create({"company_id": self.company.id})
        wizard.action_simulate()
        theirs = wizard.with_user(self.colleague)
        with self.assertRaises(AccessError):
            theirs.read(["notice_ids"])
        with self.assertRaises(AccessError):
            theirs.action_simulate()
        with self.assertRaises(AccessError):
            theirs.write({"date": "2026-04-30"})
        self.assertFalse(self._as("ar.dunning.run.simulate.notice", self.colleague).search([]))

    def test_foreign_companies(self):
        """Wizards pointed at a company that the person may not see say nothing of it."""
        foreign = self.foreign.id
        agency = self.env["ar.credit.agency"].create({"name": "Index", "worst": 600, "best": 100})
        attempts = {
            "simulate": lambda: (
                self._as("ar.dunning.run.simulate")
                .create({"company_id": foreign})
                .action_simulate()
            ),
            "snapshot": lambda: (
                self._as("ar.snapshot.take").create({"company_ids": [foreign]}).action_take()
            ),
            "statements": lambda: (
                self._as("ar.statement.make")
                .create(
                    {
                        "company_id": foreign,
                        "kind": "open",
                        "period": "custom",
                        "date_from": "2026-01-01",
                        "date_to": "2026-03-31",
                    }
                )
                .action_make()
            ),
            "ratings": lambda: (
                self._as("ar.credit.agency.rating.import")
                .create({"company_id": foreign, "agency_id": agency.id, "file": b"YQ=="})
                .action_import()
            ),
        }
        for name, attempt in attempts.items():
            with self.subTest(wizard=name), self.assertRaises(UserError) as caught:
                attempt()
            self.assertNotIn("Foreign Ltd", str(caught.exception))
            # No id is written so.
            self.assertNotIn("44.37", str(caught.exception))

    def test_release_of_no_document(self):
        partner = self.env["res.partner"].search([], limit=1)
        for model, id_ in (
            ("res.partner", partner.id),
            ("res.users", self.colleague.id),
            ("no.model", 1),
            ("account.move", 2**31 - 1),
        ):
            with self.subTest(model=model), self.assertRaises(UserError):
                self._as("ar.credit.release.ask", self.biller).create(
                    {"res_model": model, "res_id": id_, "reason": "x"}
                ).action_ask()

    def test_letters_of_others(self):
        theirs = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.stranger.id,
                "company_id": self.foreign.id,
                "date_to": "2026-03-31",
                "channel": "letter",
            }
        )
        theirs.action_send()
        with self.assertRaises(AccessError):
            self._as("ar.statement.print_letters").create({"statement_ids": theirs.ids})

    def test_letters_are_the_statements_own(self):
        """A statement that was pointed at another file does not bring that along."""
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "channel": "letter",
            }
        )
        statement.action_send()
        secret = self.env["ir.attachment"].sudo().create({"name": "s.pdf", "raw": b"%PDF secret"})
        statement.sudo().attachment_id = secret
        merged = []
        letters = self.env.registry["ar.channel.letter"]
        self.patch(letters, "_merge", lambda _self, contents: merged.extend(contents) or b"")
        self._as("ar.statement.print_letters").create({"statement_ids": statement.ids})
        self.assertFalse(merged)

    def test_answer_with_a_foreign_line(self):
        statements = self.env["ar.statement"].create(
            [
                {
                    "kind": "open",
                    "partner_id": self.partner.id,
                    "company_id": self.company.id,
                    "date_to": day,
                    "ask_confirmation": True,
                }
                for day in ("2026-03-30", "2026-03-31")
            ]
        )
        for statement in statements:
            statement.action_send()
        first, second = statements.confirmation_ids.sorted("id")
        wizard = self._as("ar.balance.confirmation.record").create(
            {
                "confirmation_id": first.id,
                "way": "phone",
                "answered_by": "Ann",
                "outcome": "differs",
            }
        )
        self._as("ar.balance.confirmation.record.line").create(
            {
                "record_id": wizard.id,
                "line_id": first.statement_id.line_ids[0].id,
                "cause": "wrong_price",
            }
        )
        wizard.confirmation_id = second
        with self.assertRaises(ValidationError):
            wizard.action_record()

    def test_scan_of_others(self):
        """A file that the person may not read does not become his evidence."""
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "ask_confirmation": True,
            }
        )
        statement.action_send()
        secret = self.env["ir.attachment"].sudo().create({"name": "s.pdf", "raw": b"%PDF secret"})
        with self.assertRaises(AccessError):
            self._as("ar.balance.confirmation.record").create(
                {
                    "confirmation_id": statement.confirmation_ids.id,
                    "answered_by": "Ann",
                    "attachment_ids": secret.ids,
                }
            ).action_record()
        self.assertEqual(statement.confirmation_ids.state, "asked")
