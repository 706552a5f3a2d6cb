"""What is owed today: the traps of the ledger, one test each."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ...common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestOpenItem(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls._day("2026-03-31")
        cls.eur = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.5), ("2026-03-01", 0.8)])

    def _rows(self, partner=None, **kwargs):
        partner = self.partner if partner is None else partner
        return self.env["ar.open.item"]._read_rows(self.company.ids, partner.ids, **kwargs)

    def _totals(self, partner=None):
        partner = partner or self.partner
        totals = self.env["ar.open.item"]._read_totals(self.company.ids, partner.ids)
        return totals.get((partner.id, self.company.id))

    def test_one_item(self):
        invoice = self._make_invoice(date="2026-01-30", due="2026-03-01", ref="PO 17")
        item = self._items()
        self.assertRecordValues(
            item,
            [
                {
                    "id": self._receivable(invoice).id,
                    "name": invoice.name,
                    "ref": "PO 17",
                    "move_id": invoice.id,
                    "move_type": "out_invoice",
                    "partner_id": self.partner.id,
                    "contact_id": self.partner.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "company_currency_id": self.company.currency_id.id,
                    "journal_id": invoice.journal_id.id,
                    "salesperson_id": invoice.invoice_user_id.id,
                    "date": self._day("2026-01-30"),
                    "date_due": self._day("2026-03-01"),
                    "amount": 1000,
                    "residual": 1000,
                    "residual_currency": 1000,
                    "asked_currency": 1000,
                    "discount_date": False,
                    "days_overdue": 30,
                    "bucket": "01",
                    "no_followup": False,
                    "payment_pending": False,
                }
            ],
        )
        self.assertEqual(item.display_name, invoice.name)
        self.assertEqual(item.action_open_document()["res_id"], invoice.id)

    def test_rows_agree_with_records(self):
        self._make_invoice(date="2026-01-30", due="2026-03-01", currency_id=self.eur.id)
        (row,) = self._rows()
        item = self._items()
        # Later rooms may add fields that are computed from these.
        columns = {name for name, field in item._fields.items() if field.store}
        self.assertEqual(set(row), columns)
        for name, value in row.items():
            with self.subTest(field=name):
                expected = item[name].id if item._fields[name].relational else item[name]
                self.assertEqual(value or False, expected or False)

    def test_trap_01_instalments(self):
        term = self._instalment_term((50, 30), (50, 90))
        self._make_invoice(date="2026-01-30", invoice_payment_term_id=term.id)
        self.assertRecordValues(
            self._items(),
            [
                {"residual": 500, "days_overdue": 30, "bucket": "01"},
                {"residual": 500, "days_overdue": 0, "bucket": "00"},
            ],
        )
        totals = self._totals()
        self.assertEqual((totals["open"], totals["overdue"]), (1000, 500))
        self.assertEqual(totals["oldest_due"], self._day("2026-03-01"))

    def test_trap_02_part_payment_of_instalments(self):
        term = self._instalment_term((50, 30), (50, 90))
        invoice = self._make_invoice(date="2026-01-30", invoice_payment_term_id=term.id)
        self._pay(invoice, 300, "2026-03-15")
        self.assertEqual(self._items().mapped("residual"), [200, 500])
        totals = self._totals()
        self.assertEqual((totals["overdue"], totals["open"]), (200, 700))

    def test_trap_03_unallocated_credits(self):
        self._make_invoice(amount=500, date="2026-01-30", due="2026-03-01")
        self._make_invoice(amount=300, date="2026-02-15", move_type="out_refund")
        self._pay_on_account(self.partner, 150, "2026-03-20")
        self.assertEqual(self._items().mapped("residual"), [-300, 500, -150])
        self.assertEqual(
            self._totals(),
            {
                "open": 50,
                "owed": 50,
                "overdue": 50,
                "paid_out": 0,
                "credit": 450,
                "max_days_overdue": 30,
                "count": 3,
                "oldest_due": self._day("2026-03-01"),
            },
        )

    def test_trap_04_blocked_but_paid(self):
        invoice = self._make_invoice(date="2026-01-30")
        invoice.action_toggle_block_payment()
        self._pay(invoice, 1000, "2026-03-15")
        self.assertEqual(invoice.payment_state, "blocked")
        self.assertFalse(self._items())
        self.assertIsNone(self._totals())

    def test_trap_05_payment_without_entry(self):
        invoice = self._make_invoice(date="2026-01-30")
        self._make_invoice(date="2026-01-31")
        payment = self._pay_without_entry(invoice, 400)
        self.assertFalse(payment.move_id)
        self.assertEqual(self._items().mapped("payment_pending"), [True, False])
        self.assertEqual(self._items().mapped("residual"), [1000, 1000])
        # Validated by hand: the money is said to be there, no bank line shows it yet.
        payment.action_validate()
        self.assertTrue(self._rows()[0]["payment_pending"])
        # Once a bank line of the amount is matched, the rest is simply owed.
        bank_line = self._make_entry(-400, "2026-03-16", self.partner)
        (self._receivable(invoice) + self._receivable(bank_line)).reconcile()
        (first, _second) = self._rows()
        self.assertEqual((first["residual"], first["payment_pending"]), (600, False))

    def test_trap_05_rejected_payment(self):
        invoice = self._make_invoice(date="2026-01-30")
        self._pay_without_entry(invoice, 1000).action_reject()
        self.assertFalse(self._items().payment_pending)

    def test_trap_05_online_transactions(self):
        # (state, provider, more, pending?)
        for state, code, values, pending in [
            ("pending", "online", {}, True),
            ("authorized", "online", {}, True),
            ("done", "online", {}, True),
            ("done", "online", {"is_post_processed": True}, False),
            ("draft", "online", {}, False),
            ("cancel", "online", {}, False),
            ("error", "online", {}, False),
            # A wire transfer "pending" means: the customer has seen our bank details.
            ("pending", "custom", {}, False),
            ("pending", "none", {}, False),
            ("pending", "online", {"operation": "refund"}, False),
        ]:
            with self.subTest(state=state, code=code, values=values):
                partner = self._make_partner("Online")
                invoice = self._make_invoice(partner, date="2026-01-30")
                self._make_transaction(invoice, state, code, **values)
                self.assertEqual(self._items(partner).payment_pending, pending)
                self.assertEqual(self._rows(partner)[0]["payment_pending"], pending)

    def test_trap_06_payment_undone(self):
        invoice = self._make_invoice(date="2026-01-30")
        item_id = self._items().id
        payment = self._pay(invoice, 1000, "2026-03-15")
        self.assertFalse(self._items())
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self._items().id, item_id)
        self.assertEqual(self._items().residual, 1000)

    def test_trap_06_payment_in_draft(self):
        # Odoo keeps the matching of an entry in draft; the general ledger knows no money.
        invoice = self._make_invoice(date="2026-01-30")
        payment = self._pay(invoice, 1000, "2026-03-15")
        payment.action_draft()
        self.assertTrue(self._receivable(invoice).reconciled)
        self.assertEqual(self._items().residual, 1000)
        self.assertEqual(self._totals()["overdue"], 1000)
        part = self._make_invoice(date="2026-02-01", amount=900)
        part_payment = self._pay(part, 300, "2026-03-15")
        self.assertEqual(self._items().mapped("residual"), [1000, 600])
        part_payment.action_draft()
        self.assertEqual(self._items().mapped("residual"), [1000, 900])
        (payment + part_payment).action_post()
        self.assertEqual(self._items().mapped("residual"), [600])

    def test_trap_10_company_residual_not_converted_again(self):
        # 400 EUR at 0.5 EUR for 1 of ours; the rate of today would make 500 of them.
        self._make_invoice(amount=400, date="2026-01-30", currency_id=self.eur.id)
        self.assertRecordValues(
            self._items(),
            [
                {
                    "residual": 800,
                    "residual_currency": 400,
                    "asked_currency": 400,
                    "amount": 800,
                    "amount_currency": 400,
                    "currency_id": self.eur.id,
                }
            ],
        )
        self.assertEqual(self._totals()["open"], 800)

    def test_trap_11_contacts_and_commercial_partner(self):
        contact = self._make_partner("Carla", parent_id=self.partner.id, is_company=False)
        branch = self._make_partner("Alpha Berlin", parent_id=self.partner.id)
        self._make_invoice(contact, amount=100, date="2026-01-30")
        self._make_invoice(branch, amount=70, date="2026-01-30")
        self.assertRecordValues(
            self._items(),
            [{"partner_id": self.partner.id, "contact_id": contact.id, "residual": 100}],
        )
        self.assertEqual(self._items(branch).residual, 70)
        # Asked for through a contact: the debtor's items, told as the debtor's.
        self.assertEqual([row["residual"] for row in self._rows(contact)], [100])
        totals = self.env["ar.open.item"]._read_totals(self.company.ids, contact.ids)
        self.assertEqual(list(totals), [(self.partner.id, self.company.id)])
        # Journal entries may name the contact itself.
        self._make_entry(9, "2026-01-30", contact)
        self.assertEqual(sorted(self._items().mapped("residual")), [9, 100])
        self.assertEqual([row["residual"] for row in self._rows(contact)], [100, 9])
        # A contact that becomes part of a company brings its debts along.
        loner = self._make_partner("Lone", is_company=False)
        self._make_invoice(loner, amount=30, date="2026-01-30")
        loner.parent_id = self.partner
        self.assertEqual(sorted(self._items().mapped("residual")), [9, 30, 100])

    def test_trap_15_which_lines_count(self):
        receivable = self.company_data["default_account_receivable"]
        second = receivable.copy({"name": "Receivable abroad"})
        non_trade = receivable.copy({"name": "Employee loans", "non_trade": True})
        archived = receivable.copy({"name": "Old receivable"})
        self._make_entry(11, "2026-01-30", self.partner, account=second)
        self._make_entry(13, "2026-01-30", self.partner, account=non_trade)
        self._make_entry(17, "2026-01-30", self.partner, account=archived)
        archived.active = False
        self._make_invoice(amount=19, date="2026-01-30", move_type="out_receipt")
        self._make_invoice(amount=23, date="2026-01-30", post=False)
        # A supplier too: what we owe is not netted.
        self._make_invoice(amount=5, date="2026-01-30", move_type="in_invoice")
        self.assertEqual(sorted(self._items().mapped("residual")), [11, 17, 19])

    def test_trap_15_without_partner_and_own_company(self):
        entry = self._make_entry(29, "2026-01-30")
        self._make_invoice(self.company.partner_id, amount=31, date="2026-01-30")
        rows = self.env["ar.open.item"]._read_rows(self.company.ids)
        orphan = [row for row in rows if row["move_id"] == entry.id]
        self.assertEqual([(row["partner_id"], row["residual"]) for row in orphan], [(None, 29)])
        self.assertEqual(self._items(self.company.partner_id).residual, 31)
        self.assertIn(
            (None, self.company.id), self.env["ar.open.item"]._read_totals(self.company.ids)
        )
        self.assertIn(entry, self.env["ar.open.item"].search([("partner_id", "=", False)]).move_id)

    def test_trap_16_opening_balance(self):
        opening = self._make_entry(250, "2026-01-30", self.partner)
        self._receivable(opening).date_maturity = False
        dated = self._make_entry(50, "2026-01-30", self.partner, due="2026-03-30")
        self.assertRecordValues(
            self._items(),
            [
                {
                    "move_id": opening.id,
                    "date_due": self._day("2026-01-30"),
                    "days_overdue": 60,
                    "no_followup": True,
                },
                {
                    "move_id": dated.id,
                    "date_due": self._day("2026-03-30"),
                    "days_overdue": 1,
                    "no_followup": True,
                },
            ],
        )

    def test_trap_20_early_payment_discount(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2% in 10 days, 30 net",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        invoice = self._make_invoice(date="2026-03-25", invoice_payment_term_id=term.id)
        # (day, asked, discount date, days overdue)
        for day, asked, until, overdue in [
            ("2026-03-31", 980, "2026-04-04", 0),
            ("2026-04-04", 980, "2026-04-04", 0),
            ("2026-04-05", 1000, None, 0),
            ("2026-04-25", 1000, None, 1),
        ]:
            with self.subTest(day=day), freeze_time(day):
                item = self._items()
                self.assertEqual(item.residual_currency, 1000)
                self.assertEqual(item.asked_currency, asked)
                self.assertEqual(item.discount_date, self._day(until) or False)
                self.assertEqual(item.days_overdue, overdue)
        self._pay(invoice, 100, "2026-03-30")
        self.assertEqual(self._items().asked_currency, 900)
        self.assertFalse(self._items().discount_date)

    def test_trap_21_buckets_add_up(self):
        for age in [0, 1, 15, 16, 30, 31, 60, 61, 75, 400]:
            self._make_invoice(amount=10, date=self.today - timedelta(days=age))
        groups = self.env["ar.open.item"]._read_group(
            [("partner_id", "=", self.partner.id)], ["bucket"], ["residual:sum"]
        )
        self.assertEqual(groups, [("00", 10), ("01", 40), ("02", 20), ("03", 20), ("05", 10)])
        self.assertEqual(sum(amount for _bucket, amount in groups), self._totals()["open"])

    def test_buckets_follow_the_company(self):
        self.company.ar_aging_limits = "7, 14"
        labels = self.env["ar.open.item"].fields_get(["bucket"])["bucket"]["selection"]
        self.assertEqual([label for _key, label in labels], ["Not due", "1-7", "8-14", "Over 14"])
        for age in (7, 8, 15):
            self._make_invoice(amount=10, date=self.today - timedelta(days=age))
        self.assertEqual(self._items().mapped("bucket"), ["03", "02", "01"])
        self.assertEqual([row["bucket"] for row in self._rows()], ["03", "02", "01"])

    def test_bad_limits_are_refused_in_a_sentence(self):
        for text, reason in [
            ("60,30", "30 does not come after a smaller limit"),
            ("0,30", "0 is not a positive number of days"),
            ("a,b", "“a” is not a whole number of days"),
            (" ", "no limit is given"),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(ValidationError, reason) as error:
                self.company.ar_aging_limits = text
            self.assertIn(self.company.name, str(error.exception))

    def test_trap_22_today_is_the_companys(self):
        self._make_invoice(date="2026-01-30", due="2026-03-31")
        # (zone of the company, its day at 23:30 UTC, days overdue); the user's is ignored.
        for zone, day, overdue in [
            ("Pacific/Auckland", "2026-04-01", 1),
            ("America/Los_Angeles", "2026-03-31", 0),
            (False, "2026-03-31", 0),
        ]:
            with self.subTest(zone=zone), freeze_time("2026-03-31 23:30:00"):
                self.company.partner_id.tz = zone
                self.env.user.tz = "Asia/Tokyo"
                self.assertEqual(self.company._ar_today(), self._day(day))
                self.assertEqual(self._items().days_overdue, overdue)
                self.assertEqual(self._totals()["max_days_overdue"], overdue)

    def test_trap_24_archived_customer_stays(self):
        self._make_invoice(date="2026-01-30")
        self.partner.active = False
        self.assertEqual(self._items().residual, 1000)
        self.assertEqual(self._totals()["open"], 1000)
        groups = self.env["ar.open.item"]._read_group(
            [("partner_id", "=", self.partner.id)], ["partner_id"], ["residual:sum"]
        )
        self.assertEqual(groups, [(self.partner, 1000)])

    def test_trap_26_dated_in_the_future(self):
        self._make_invoice(amount=100, date="2026-03-31")
        future = self._make_invoice(amount=50, date="2026-04-01", due="2026-04-30")
        self.assertEqual(future.state, "posted")
        self.assertEqual(self._items().mapped("residual"), [100])
        self.assertEqual(self._totals()["open"], 100)
        rows = self._rows(include_future=True)
        self.assertEqual([row["residual"] for row in rows], [100, 50])
        with freeze_time("2026-04-01"):
            self.assertEqual(self._items().mapped("residual"), [100, 50])

    def test_trap_27_reversed_storno_and_zero(self):
        invoice = self._make_invoice(date="2026-01-30")
        invoice._reverse_moves([{"date": "2026-02-01", "invoice_date": "2026-02-01"}], cancel=True)
        self._make_invoice(amount=0, date="2026-01-30")
        self.assertFalse(self._items())
        self.assertIsNone(self._totals())
        # Red storno books the credit note with the signs turned; it is a credit all the same.
        self.company.account_storno = True
        self._make_invoice(amount=40, date="2026-02-01", move_type="out_refund")
        self.assertEqual(self._items().residual, -40)
        # Reversed and invoiced anew: only the new one is owed.
        self.company.account_storno = False
        partner = self._make_partner("Beta")
        invoice = self._make_invoice(partner, date="2026-01-30")
        invoice._reverse_moves([{"date": "2026-02-01", "invoice_date": "2026-02-01"}], cancel=True)
        again = self._make_invoice(partner, amount=990, date="2026-02-01")
        self.assertEqual(self._items(partner).move_id, again)

    def test_salesperson_of_entries(self):
        self.partner.user_id = self.env.user
        self._make_entry(10, "2026-01-30", self.partner)
        self.assertEqual(self._items().salesperson_id, self.env.user)

    def test_sort_group_and_filter(self):
        self._make_invoice(amount=10, date="2026-01-30")
        self._make_invoice(amount=20, date="2026-03-30")
        domain = [("partner_id", "=", self.partner.id)]
        items = self.env["ar.open.item"]
        by_age = items.search(domain, order="days_overdue desc")
        self.assertEqual(by_age.mapped("residual"), [10, 20])
        self.assertEqual(items.search(domain, order="bucket").mapped("residual"), [20, 10])
        self.assertEqual(items.search_count([*domain, ("days_overdue", ">", 30)]), 1)
        groups = items.formatted_read_group(
            domain, ["partner_id", "date_due:month"], ["residual:sum", "days_overdue:max"]
        )
        self.assertEqual([group["residual:sum"] for group in groups], [10, 20])

    def test_what_is_not_yet_written_is_read(self):
        invoice = self._make_invoice(date="2026-01-30", due="2026-03-01")
        self.assertEqual(self._items().days_overdue, 30)
        self._receivable(invoice).date_maturity = "2026-03-21"
        self.assertEqual(self._items().days_overdue, 10)
        self._receivable(invoice).date_maturity = "2026-03-26"
        self.assertEqual(self._rows()[0]["days_overdue"], 5)

    def test_rows_by_id(self):
        self._make_invoice(amount=10, date="2026-01-30")
        self._make_invoice(amount=20, date="2026-01-31")
        items = self._items()
        rows = self.env["ar.open.item"]._read_rows(self.company.ids, ids=items[1].ids)
        self.assertEqual([row["id"] for row in rows], items[1].ids)
        for nothing in ({"ids": []}, {"partner_ids": []}):
            self.assertEqual(self.env["ar.open.item"]._read_rows(self.company.ids, **nothing), [])
        self.assertEqual(self.env["ar.open.item"]._read_rows([]), [])
        self.assertEqual(self.env["ar.open.item"]._read_totals([]), {})

    def test_a_page_of_the_list(self):
        for number in range(7):
            self._make_invoice(amount=100 + number, date="2026-01-10", due="2026-03-01")
        OpenItem = self.env["ar.open.item"]
        domain = [("partner_id", "=", self.partner.id)]
        for order in ("date_due, id", "residual desc", "name desc"):
            everything = OpenItem.search(domain, order=order).mapped("name")
            pages = [
                OpenItem.search_fetch(domain, ["name"], offset, 3, order).mapped("name")
                for offset in (0, 3, 6, 9)
            ]
            self.assertEqual([name for page in pages for name in page], everything, order)
        # What is sorted and cut off joins no document, however large the ledger is.
        page = OpenItem._search(domain, limit=3, order="date_due, id")
        plan = self.env.execute_query(SQL("EXPLAIN %s", page.select()))
        self.assertNotRegex("".join(line for (line,) in plan), r"\baccount_move\b")
        statements = []
        execute = type(self.cr).execute

        def recorded(cursor, query, *args, **kwargs):
            statements.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(type(self.cr), "execute", recorded):
            OpenItem.search_fetch(domain, ["name", "residual"], 0, 3, "date_due, id")
        sorted_ = [text for text in statements if "ORDER BY" in text and '"ar_open_item"' in text]
        self.assertEqual(len(sorted_), 1)
        self.assertNotIn('"ar_open_item"."residual"', sorted_[0])

    def test_queries_do_not_grow_with_customers(self):
        partners = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(100)])
        values = {"move_type": "out_invoice", "invoice_date": "2026-01-30"}
        line = Command.create({"name": "Goods", "price_unit": 10, "tax_ids": []})
        moves = self.env["account.move"].create(
            [{**values, "partner_id": p.id, "invoice_line_ids": [line]} for p in partners]
        )
        moves.action_post()
        reader = self.env["ar.open.item"]
        self.env.flush_all()
        reader._read_totals(self.company.ids)  # warms company and time zone
        for count in (1, 10, 100):
            ids = partners[:count].ids
            with self.subTest(customers=count):
                with self.assertQueryCount(2):
                    self.assertEqual(len(reader._read_rows(self.company.ids, ids)), count)
                with self.assertQueryCount(2):
                    self.assertEqual(len(reader._read_totals(self.company.ids, ids)), count)
                with self.assertQueryCount(2):
                    rows = reader._read_rows(self.company.ids, ids, as_of=self.today)
                    self.assertEqual(len(rows), count)
