"""Customers are told to pay to an account of ours, and to no other."""

from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestWhereToPay(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.bank_ids.active = False
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.foreign = cls.euro if cls.company.currency_id != cls.euro else cls.env.ref("base.USD")

    @classmethod
    def _add_bank(cls, number, partner=None, **values):
        partner = partner or cls.company.partner_id
        values = {"allow_out_payment": True, **values}
        return cls.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": partner.id, **values}
        )

    def _get_notice(self, partner):
        return self._queue(partner)

    def test_the_customers_own_account_is_never_named(self):
        """A credit note names the customer's account, where Odoo would pay it back."""
        debtor = self._make_debtor("Debtor")
        own = self._add_bank("OURS-1")
        theirs = self._add_bank("THEIRS-1", debtor)
        self._make_invoice(
            debtor, 100, date="2026-01-02", move_type="out_refund", partner_bank_id=theirs.id
        )
        notice = self._get_notice(debtor)
        self.assertEqual(notice._get_bank(notice.line_ids), own)
        text = notice._prepare_payment(notice.line_ids, with_code=False)["pay_to"]
        self.assertIn("OURS-1", text)
        self.assertNotIn("THEIRS-1", text)

    def test_an_invoice_that_names_a_foreign_or_old_account(self):
        own, other = self._add_bank("OURS-1"), self._add_bank("OURS-2")
        debtor = self._make_debtor("Debtor")
        move = self.env["account.move"].search([("partner_id", "=", debtor.id)])
        notice = self._get_notice(debtor)
        for named, want in (
            (other, other),
            (self._add_bank("THEIRS-1", debtor), own),
            (self._add_bank("OLD-1", active=False), own),
            (self._add_bank("ELSEWHERE-1", currency_id=self.foreign.id), own),
        ):
            with self.subTest(named=named.acc_number):
                # Whatever the invoice has come to name.
                self.env.cr.execute(
                    "UPDATE account_move SET partner_bank_id = %s WHERE id = %s",
                    [named.id, move.id],
                )
                move.invalidate_recordset()
                self.assertEqual(notice._get_bank(notice.line_ids), want)

    def test_right_for_the_currency(self):
        voice = self.env["ar.statement"].new({"company_id": self.company.id})
        ours = self.company.currency_id
        foreign = self._add_bank("F-1", currency_id=self.foreign.id, sequence=1)
        self.assertFalse(voice._get_company_bank(ours), "an account of a third currency")
        plain = self._add_bank("P-1", sequence=2)
        said = self._add_bank("S-1", currency_id=ours.id, sequence=3)
        self.assertEqual(voice._get_company_bank(ours), plain, "without one it is in ours")
        self.assertEqual(voice._get_company_bank(ours, said), said)
        self.assertEqual(voice._get_company_bank(ours, foreign), plain)
        self.assertEqual(voice._get_company_bank(self.foreign), foreign)
        foreign.active = False
        self.assertEqual(voice._get_company_bank(self.foreign), plain)
        (plain | said).active = False
        self.assertFalse(voice._get_company_bank(ours))
