"""Numbers of contacts: kept in one form, shown as people read them, called by one reader."""

from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestNumbers(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.belgium, cls.germany = cls.env.ref("base.be"), cls.env.ref("base.de")
        cls.company.country_id = cls.belgium

    def _make(self, **values):
        return self._make_partner("Numbered", **values)

    def test_kept_in_one_form(self):
        for country, typed, kept, kind in (
            ("be", "0470/12.34.56", "+32 470 12 34 56", "mobile"),
            ("de", "0171 1234567", "+49 171 1234567", "mobile"),
            ("be", "02 507 68 11", "+32 2 507 68 11", "landline"),
            ("us", "(201) 555-0123", "+1 201-555-0123", "unknown"),
            ("de", "0800 1234567", "+49 800 1234567", "other"),
            ("be", "ask at the desk", "ask at the desk", "nonsense"),
            ("be", "+999 12 34 56 78", "+999 12 34 56 78", "no_country"),
            ("be", False, False, False),
        ):
            with self.subTest(typed=typed):
                partner = self._make(country_id=self.env.ref(f"base.{country}").id, phone=typed)
                self.assertEqual((partner.phone, partner.ar_phone_kind), (kept, kind))

    def test_whose_country(self):
        """The contact's, its company's, else ours."""
        self.assertEqual(
            self._make(country_id=False, phone="0470 12 34 56").phone, "+32 470 12 34 56"
        )
        parent = self._make(country_id=self.germany.id, is_company=True)
        child = self._make(parent_id=parent.id, country_id=False, phone="0171 1234567")
        self.assertEqual(child.phone, "+49 171 1234567")
        child.write({"country_id": self.belgium.id, "phone": "0470 12 34 56"})
        self.assertEqual(child.phone, "+32 470 12 34 56")

    def test_many_at_once(self):
        here = self._make(country_id=self.belgium.id)
        there = self._make(country_id=self.germany.id)
        (here | there).phone = "0171 1234567"
        self.assertEqual(there.phone, "+49 171 1234567")
        self.assertEqual(here.phone, "0171 1234567", "None in Belgium: as it was typed")

    def test_corrected(self):
        partner = self._make_debtor("Corrected Ltd")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        wizard = self.env["ar.profile.correct_contact"].with_user(self.collector)
        wizard.create({"profile_id": profile.id, "phone": "0470 12 34 56"}).action_correct()
        self.assertEqual(partner.phone, "+32 470 12 34 56")

    def test_shown(self):
        partner = self._make_debtor("Shown Ltd", phone="+32 470 12 34 56")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self.assertEqual(profile.phone, "0470 12 34 56")
        self.company.country_id = self.germany
        profile.invalidate_recordset()
        self.assertEqual(profile.phone, "+32 470 12 34 56")
        self.assertIn(profile, profile.search([("phone", "ilike", "470 12")]))
        partner.phone = "ask at the desk"
        self.assertEqual(profile.phone, "ask at the desk")

    def test_called(self):
        partner = self._make_debtor("Called Ltd", phone="0470 12 34 56", email=False)
        self.levels[1].channel_ids = [(5,), (0, 0, {"channel": "call"})]
        notice = self._remind(partner)
        call = notice.dispatch_ids
        self.assertEqual(call.recipient, "0470 12 34 56")
        self.assertIn('href="tel:+32-470-12-34-56"', call.activity_id.note)

    def test_called_all_the_same(self):
        """Who calls may know what an odd number means; what is odd about it is said."""
        partner = self._make_debtor("Odd Ltd", phone="12 34 (Ann)", email=False)
        self.levels[1].channel_ids = [(5,), (0, 0, {"channel": "call"})]
        note = self._remind(partner).dispatch_ids.activity_id.note
        self.assertIn("is not valid. Correct it", note)
        self.assertIn("12 34 (Ann)", note)

    def test_rights(self):
        """Who reads contacts alone does not read the kind."""
        user = self.env["res.users"].create(
            {
                "name": "Plain",
                "login": "plain-numbers",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        partner = self._make(country_id=self.belgium.id)
        self.assertFalse(
            partner.with_user(user)._has_field_access(partner._fields["ar_phone_kind"], "read")
        )
