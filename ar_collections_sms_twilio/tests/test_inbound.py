"""What Twilio tells: signed, or refused; STOP stops at once."""

from unittest.mock import patch

import requests

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.ar_collections.tests.channel.test_sms import ArSmsCommon

from ..controllers.inbound import URL, sign

ACCOUNT = "AC" + "1" * 32
TOKEN = "2" * 32
NUMBER = "+32470123456"


@tagged("post_install", "-at_install")
class TestInbound(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {
                "sms_provider": "twilio",
                "sms_twilio_account_sid": ACCOUNT,
                "sms_twilio_auth_token": TOKEN,
            }
        )
        cls.partner = cls.env["res.partner"].create({"name": "Texted Ltd", "phone": NUMBER})

    def _tell(self, body, token=TOKEN, signature=None, **values):
        parameters = {"AccountSid": ACCOUNT, "From": NUMBER, "To": "+12015550123", "Body": body}
        parameters.update(values)
        url = self.env.company.get_base_url() + URL
        signature = sign(token, url, parameters) if signature is None else signature
        headers = {"X-Twilio-Signature": signature}
        return self.url_open(URL, data=parameters, headers=headers)

    def _stops(self):
        return self.env["ar.optout"].search([("partner_id", "=", self.partner.id)])

    def test_signature(self):
        """Twilio's own example."""
        parameters = {
            "CallSid": "CA1234567890ABCDE",
            "Caller": "+14158675309",
            "Digits": "1234",
            "From": "+14158675309",
            "To": "+18005551212",
        }
        url = "https://mycompany.com/myapp.php?foo=1&bar=2"
        self.assertEqual(sign("12345", url, parameters), "RSOYDt4T1cUTdK1PDd93/VVr8B8=")

    def test_stop(self):
        response = self._tell(" Stop. ")
        self.assertEqual(response.status_code, 200)
        self.assertIn("<Response/>", response.text)
        self.assertEqual((self._stops().purpose, self._stops().number), ("all", NUMBER))

    def test_other_words(self):
        self.assertEqual(self._tell("Please stop by tomorrow").status_code, 200)
        self.assertFalse(self._stops())

    def test_an_answer_is_kept(self):
        profile = self.env["ar.profile"].get_or_create(self.partner, self.env.company)
        self._tell("We have paid yesterday")
        messages = profile.message_ids.filtered(lambda one: "paid yesterday" in one.body)
        self.assertEqual(messages.author_id, self.partner)

    def test_refused(self):
        for how in (
            {"token": "3" * 32},
            {"signature": ""},
            {"signature": "é"},
            {"AccountSid": "AC" + "9" * 32},
            {"AccountSid": ""},
            {"Body": "x" * 30_000},
        ):
            with self.subTest(**how):
                body = how.pop("Body", "STOP")
                self.assertEqual(self._tell(body, **how).status_code, 403)
                self.assertFalse(self._stops())

    def test_no_number(self):
        for number in ("", "anonymous", "+999", "0470"):
            self.assertEqual(self._tell("STOP", From=number).status_code, 200)
        self.assertFalse(self._stops())


@freeze_time("2026-03-31 12:00:00")
@tagged("post_install", "-at_install")
class TestDoubt(ArSmsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "sms_provider": "twilio",
                "sms_twilio_account_sid": ACCOUNT,
                "sms_twilio_auth_token": TOKEN,
            }
        )

    def _leave(self, error):
        """A text message that waits leaves, and Twilio's server answers by an error."""
        notice = self._wait("Texted Ltd")
        dispatch, row = self._own(notice), self._sms(notice).sudo()
        dispatch._set_trying()

        def post(session, *args, **options):
            raise error

        [(sms_api, rows)] = row._split_by_api()
        with patch.object(requests.Session, "post", post):
            rows._ar_give(sms_api)
        return dispatch

    @mute_logger("odoo.addons.sms_twilio.tools.sms_api")
    def test_time_out(self):
        dispatch = self._leave(requests.exceptions.ReadTimeout())
        self.assertEqual(dispatch.state, "unknown")
        self.assertIn("may have left", dispatch.error)

    @mute_logger("odoo.addons.sms_twilio.tools.sms_api")
    def test_no_connection(self):
        dispatch = self._leave(requests.exceptions.ConnectTimeout())
        self.assertEqual(dispatch.state, "leaving")
        self.assertTrue(dispatch.next_try)
