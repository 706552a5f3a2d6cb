"""Effects of notices on a ledger computed by hand, with the notices behind each figure."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import ArCommon

TODAY = "2026-04-30"
FIRST, LAST = "2026-03-01", TODAY
COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEffect(ArCommon):
    """Four customers are reminded on the first of April, three of them at level 1. One pays all
    within seven days, one a half, one later, one nothing. A fifth is reminded on 28 April."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._make_user("effect_collector", COLLECTOR, tz="UTC")
        cls.policy = cls._make_policy(5, 40, step="age")
        cls.names = ("Prompt", "Halfway", "Later", "Never")
        cls.moves = {}
        for name in cls.names:
            due = "2026-02-01" if name == "Never" else "2026-03-20"
            partner = cls._make_partner(name, country_id=cls.env.ref("base.fr").id)
            cls.moves[name] = cls._make_invoice(partner, 1000, "2026-01-15", due)
        with freeze_time("2026-04-01 09:30:00"):
            cls.notices = cls._remind()
        cls.new = cls._make_invoice(cls._make_partner("New"), 500, "2026-04-10", "2026-04-20")
        with freeze_time("2026-04-28 07:00:00"):
            profile = cls.env["ar.profile"].get_or_create(cls.new.partner_id, cls.company)
            cls.running = cls._remind(profile_ids=[(6, 0, profile.ids)])
        cls._pay(cls.moves["Prompt"], 1000, "2026-04-08")
        cls._pay(cls.moves["Halfway"], 500, "2026-04-03")
        cls._pay(cls.moves["Later"], 1000, "2026-04-09")
        for notice in cls.notices:
            way = "letter" if notice.partner_id.name == "Never" else "email"
            cls.env["ar.dispatch"].sudo().create({"notice_id": notice.id, "channel": way})
        cls.notices.dispatch_ids.sudo()._move_to("sent")
        cls.env.flush_all()
        cls.effects = cls.env["ar.effect"].with_user(cls.user)

    def _get(self, by="level", days=7, **values):
        rows = self.effects.get_effects(FIRST, LAST, self.company.ids, by, days, **values)
        return {row["name"]: row for row in rows}

    def _behind(self, *arguments):
        action = self.effects.get_drill_action(FIRST, LAST, self.company.ids, *arguments)
        found = self.env["ar.dunning.notice"].with_user(self.user).search(action["domain"])
        return set(found.partner_id.mapped("name"))

    def test_by_level(self):
        rows = self._get()
        first, second = rows.values()
        self.assertEqual((first["notices"], first["paid"], first["running"]), (3, 1, 1))
        self.assertEqual((first["asked"], first["came_in"]), (3000, 1500))
        self.assertEqual((first["amount_share"], first["items_paid"]), (0.5, 1))
        self.assertAlmostEqual(first["share"], 1 / 3)
        self.assertAlmostEqual(first["low"], 0.0615, 4)
        self.assertAlmostEqual(first["high"], 0.7923, 4)
        self.assertEqual((second["notices"], second["paid"]), (1, 0))
        self.assertAlmostEqual(first["gap"], 1 / 3)
        self.assertFalse(first["differs"])

    def test_days(self):
        self.assertEqual(sum(row["paid"] for row in self._get(days=8).values()), 2)
        self.assertEqual(sum(row["paid"] for row in self._get(days=6).values()), 0)
        # The day itself counts.
        self.assertEqual(sum(row["running"] for row in self._get(days=1).values()), 0)
        self.assertEqual(sum(row["running"] for row in self._get(days=2).values()), 1)
        self.assertEqual(sum(row["running"] for row in self._get(days=29).values()), 5)

    def test_nearly_all(self):
        self._pay(self.moves["Halfway"], 491, "2026-04-07")
        self.assertEqual(sum(row["paid"] for row in self._get().values()), 2)

    def test_other_dimensions(self):
        ways = self._get("way")
        self.assertEqual({name: row["notices"] for name, row in ways.items()}["Letter"], 1)
        self.assertEqual(set(ways), {"E-mail", "Letter", "Not known"})
        hours = self._get("hour")
        self.assertEqual(len(hours), 2)
        [nine] = [row for row in hours.values() if row["key"]]
        self.assertEqual((nine["key"], nine["notices"]), (10, 3))
        self.assertEqual(set(self._get("tone")), {"Neutral"})
        self.assertEqual(set(self._get("country")), {"France", "Without country"})
        self.assertEqual(set(self._get("weekday")), {"Tuesday", "Wednesday"})
        for by in self.effects.get_dimensions():
            with self.subTest(by=by):
                rows = self._get(by).values()
                self.assertEqual(sum(row["notices"] for row in rows), 4)
                self.assertEqual(sum(row["paid"] for row in rows), 1)
                for row in rows:
                    behind = self._behind(by, row["key"], "notices")
                    self.assertEqual(len(behind), row["notices"])

    def test_behind(self):
        level = self.policy.level_ids.sorted("delay_days")[0]
        self.assertEqual(self._behind("level", level.id, "paid"), {"Prompt"})
        self.assertEqual(self._behind("level", level.id, "unpaid"), {"Halfway", "Later"})
        self.assertEqual(self._behind("level", level.id, "running"), {"New"})
        self.assertEqual(self._behind("level", None, "notices"), set(self.names))
        self.assertEqual(self._behind("level", level.id, "paid", 30), set())

    def test_behind_the_items(self):
        self._pay(self.moves["Never"], 100, "2026-04-02")
        self._pay(self.new, 20, "2026-04-29")
        lines = self.env["ar.dunning.notice.line"].with_user(self.user)
        rows = [(row["key"], row) for row in self._get().values()]
        total = self.effects.get_page(FIRST, LAST, self.company.ids)["total"]
        for key, row in [*rows, (None, total)]:
            for what, field in (
                ("items", None),
                ("items_paid", None),
                ("asked", "amount_company"),
                ("came_in", "came_in"),
            ):
                with self.subTest(key=key, what=what):
                    words = (FIRST, LAST, self.company.ids, "level", key, what, 7)
                    action = self.effects.get_drill_action(*words)
                    found = lines.with_context(**action["context"]).search(action["domain"])
                    count = sum(found.mapped(field)) if field else len(found)
                    self.assertEqual(count, row[what])
        with self.assertRaises(UserError):
            lines.search([("effect_of", "=", "x")])

    def test_behind_who_pays_late(self):
        lines = self.env["account.move.line"].with_user(self.user)
        late = self.effects.get_late("2026-01-01", LAST, self.company.ids, "country")
        self.assertEqual(len(late["rows"]), 2)
        for row in late["rows"]:
            with self.subTest(name=row["name"]):
                words = ("2026-01-01", LAST, self.company.ids, "country", row["key"])
                action = self.effects.get_late_action(*words)
                found = lines.search(action["domain"])
                self.assertEqual(len(found.move_id), row["invoices"])
                self.assertAlmostEqual(sum(found.mapped("ar_late_amount")), row["late_amount"])

    def test_page(self):
        page = self.effects.get_page(FIRST, LAST, self.company.ids)
        self.assertEqual((page["total"]["notices"], page["total"]["paid"]), (4, 1))
        self.assertEqual(page["total"]["running"], 1)
        self.assertLessEqual(set(page["total"]) - {"key", "name"}, set(page["rows"][0]))
        self.assertEqual(str(self.effects.get_page()["date_from"]), "2025-10-30")

    def test_what_was_not_sent_does_not_count(self):
        self.notices[:1].sudo().write({"state": "cancelled"})
        self.assertEqual(sum(row["notices"] for row in self._get().values()), 3)

    def test_refused(self):
        for arguments in (("color",), (["level"],), ("level", 0), ("level", 91), ("level", "x")):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                self._get(*arguments)
        for key, what in ((1.5, "paid"), (None, "all"), ({}, "paid"), (None, {})):
            with self.subTest(key=key, what=what), self.assertRaises(UserError):
                self.effects.get_drill_action(FIRST, LAST, None, "level", key, what)
        notices = self.env["ar.dunning.notice"].with_user(self.user)
        for text in ("", "[]", "x", "{}", '["2026-01-01", null, null, 1, 1, 1, 1]'):
            with self.subTest(text=text), self.assertRaises(UserError):
                notices.search([("effect_of", "=", text or "null")])
        nobody = self._make_user("effect_nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.effects.with_user(nobody).get_page()

    def test_one_query_for_all_groups(self):
        self._get("way")
        with self.assertQueryCount(40):
            self._get("way")
