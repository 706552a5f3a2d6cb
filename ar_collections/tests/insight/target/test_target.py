"""Targets: what was attained, of whom, in which days; who may see them; the workbook."""

import io

import openpyxl
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-30 12:00:00")
class TestTarget(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clara = cls._make_user("target_clara", COLLECTOR, password="target_clara")
        cls.carl = cls._make_user("target_carl", COLLECTOR)
        cls.carl.ar_lead_id = cls.clara
        cls.beta = cls._make_partner("Beta Works")
        for partner, user in ((cls.partner, cls.clara), (cls.beta, cls.carl)):
            account = cls.env["ar.profile"].get_or_create(partner, cls.company)
            account.collector_id = user
        bill = cls._make_invoice(cls.partner, 1000.0, "2025-12-01", due="2026-01-01")
        cls._pay(bill, 100.0, "2025-12-31")
        cls._pay(bill, 300.0, "2026-01-01")
        cls._pay(bill, 200.0, "2026-03-31")
        cls._pay(bill, 50.0, "2026-04-01")
        other = cls._make_invoice(cls.beta, 900.0, "2026-02-01", due="2026-03-01")
        cls._pay(other, 700.0, "2026-03-10")
        cls.targets = cls.env["ar.target"]

    def _make(self, user=None, period="q1", **values):
        return self.targets.create(
            {"user_id": (user or self.clara).id, "year": 2026, "period": period, "amount": 1000}
            | values
        )

    def test_attained(self):
        first, second = self._make(), self._make(period="q2")
        year, last = self._make(period="year"), self._make(year=2025, period="q4")
        team, later = self._make(for_team=True), self._make(period="q3")
        got = (first | second | year | last | team | later).mapped("attained")
        self.assertEqual(got, [500.0, 50.0, 550.0, 100.0, 1200.0, 0.0])
        self.assertEqual((first.percent, first.missing), (50.0, 500.0))
        self.assertEqual((team.percent, team.missing), (120.0, 0.0))
        self.assertEqual((str(first.date_from), str(first.date_to)), ("2026-01-01", "2026-03-31"))

    def test_behind(self):
        for target in (self._make(), self._make(self.carl), self._make(for_team=True)):
            with self.subTest(target=target.display_name):
                action = target.with_user(self.clara).get_drill_action("attained")
                lines = self.env["account.move.line"].with_user(self.clara)
                found = lines.with_context(**action["context"]).search(action["domain"])
                self.assertEqual(sum(found.mapped("ar_came_in")), target.attained)
        later = self._make(period="q3")
        own = self._make(period="q2")
        for target, figure in ((later, "attained"), (own, "amount"), (own, [])):
            with self.subTest(figure=figure), self.assertRaises(UserError):
                target.get_drill_action(figure)
        lines = self.env["account.move.line"].with_user(self.carl)
        for question in (f"[{own.id}]", "[0]", "[[]]", "[true]", "x"):
            with self.subTest(question=question), self.assertRaises(UserError):
                lines.search([("ar_attained_of", "=", question)])

    def test_closed(self):
        """What was attained stays, customer by customer, whoever gets the customers later."""
        manager = self._make_user("target_mona", "ar_collections.ar_collections_group_manager")
        own, team = self._make(), self._make(for_team=True)
        (own | team).with_user(manager).action_close()
        self.assertEqual((own.state, own.closed_by_id), ("closed", manager))
        kept = {(line.partner_id, line.user_id, line.amount) for line in team.line_ids}
        self.assertEqual(kept, {(self.beta, self.carl, 700.0), (self.partner, self.clara, 500.0)})
        accounts = self.env["ar.profile"].search([("partner_id", "=", self.partner.id)])
        accounts.collector_id = self.carl
        self.env.invalidate_all()
        self.assertEqual((own.attained, own.percent, team.attained), (500.0, 50.0, 1200.0))
        self.assertEqual(self._make(self.carl).attained, 1200.0)
        action = team.get_drill_action("attained")
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sum(lines.mapped("amount")), team.attained)
        with self.assertRaisesRegex(AccessError, "Open it again"):
            own.with_user(manager).amount = 1
        with self.assertRaises(AccessError):
            own.with_user(self.clara).action_reopen()
        own.with_user(manager).action_reopen()
        told = str(own.message_ids.sudo()[:1].body)
        self.assertIn("500.00", told, "Who opens it again leaves a trace.")
        self.assertEqual(own.message_ids.sudo()[:1].author_id, manager.partner_id)
        self.assertFalse(own.line_ids)
        self.assertEqual(own.attained, 0.0, "Live again: the customer is another one's.")

    def test_closed_when_its_period_is_over(self):
        running = self._make(period="q2")
        with self.assertRaisesRegex(UserError, "runs until"):
            running.action_close()
        manager = self._make_user("target_max", "ar_collections.ar_collections_group_manager")
        over = self._make()
        page = self.env["ar.today"].with_user(manager).get_today("all", self.company.ids)
        tiles = {tile["code"]: tile for part in page["sections"] for tile in part["tiles"]}
        self.assertEqual(tiles["targets"]["number"], 1)
        over.action_close()
        with self.assertRaisesRegex(UserError, "closed and stays"):
            over.unlink()

    def test_lines_are_no_secret_of_others(self):
        own, other = self._make(), self._make(self.carl)
        (own | other).action_close()
        lines = self.env["ar.target.line"]
        self.assertEqual(lines.with_user(self.carl).search([]).target_id, other)
        # The lead sees the team's.
        self.assertEqual(lines.with_user(self.clara).search([]).target_id, own | other)

    def test_split(self):
        """A year before, Clara's customers paid 300 and Carl's 100: 3 to 1."""
        for partner, amount in ((self.partner, 300.0), (self.beta, 100.0)):
            bill = self._make_invoice(partner, amount, "2025-01-02", due="2025-02-01")
            self._pay(bill, amount, "2025-02-10")
        team = self._make(for_team=True)
        present = self._make(self.carl, amount=10)
        split = self.env["ar.target.split"].browse(team.action_split()["res_id"])
        parts = {line.user_id: (line.before, line.amount) for line in split.line_ids}
        self.assertEqual(parts, {self.clara: (300.0, 750.0), self.carl: (100.0, 250.0)})
        first = split.line_ids[0]
        first.amount += 1
        with self.assertRaisesRegex(UserError, "Change a part"):
            split.action_split()
        first.amount -= 1
        stranger = self._make_user("target_stranger", COLLECTOR)
        split.line_ids[1].user_id = stranger
        with self.assertRaisesRegex(UserError, "not of the team"):
            split.action_split()
        split.line_ids[1].user_id = self.carl
        split.action_split()
        self.assertEqual(present.amount, 250.0)
        mine = self.targets.search([("user_id", "=", self.clara.id), ("for_team", "=", False)])
        self.assertEqual((mine.amount, mine.period, mine.year), (750.0, "q1", 2026))
        with self.assertRaises(UserError):
            mine.action_split()

    def test_live(self):
        target = self._make(self.carl, "q2")
        self.assertEqual(target.attained, 0.0)
        self._pay(self.beta.invoice_ids, 200.0, "2026-04-02")
        target.invalidate_recordset()
        self.assertEqual(target.attained, 200.0)

    def test_targets_are_read_together(self):
        one = self._make()
        more = one | self._make(self.carl) | self._make(period="q2") | self._make(period="q4")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            more.mapped("attained")

    def test_who_reads(self):
        own, of_carl = self._make(), self._make(self.carl)
        alone = self.targets.with_user(self.carl)
        self.assertEqual(alone.search([("id", "in", (own | of_carl).ids)]), of_carl)
        self.assertEqual(alone.browse(of_carl.id).attained, 700.0)
        lead = self.targets.with_user(self.clara)
        self.assertEqual(len(lead.search([("id", "in", (own | of_carl).ids)])), 2)

    def test_checked(self):
        with self.assertRaisesRegex(ValidationError, "Enter a year"):
            self._make(year=26)
        self._make()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._make()

    def test_workbook(self):
        targets = self._make() | self._make(for_team=True)
        sheet = openpyxl.load_workbook(io.BytesIO(targets._get_xlsx())).active
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        self.assertEqual(rows[0][6:9], (1000, 500, 50))
        self.assertEqual(rows[1][7:10], (1200, 120, 200))
        with self.assertRaisesRegex(UserError, "Choose from 1"):
            self.targets.action_xlsx()

    def test_download(self):
        own, of_carl = self._make(), self._make(self.carl)
        self.authenticate("target_clara", "target_clara")
        answer = self.url_open((own | of_carl).action_xlsx()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertEqual(self.url_open("/ar_collections/target/xlsx?ids=1;2").status_code, 400)
