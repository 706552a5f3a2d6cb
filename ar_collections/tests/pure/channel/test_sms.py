"""How long a text message is, what stops them, and whose fault it is that one did not arrive."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase

from ....tools.channel import sms
from ....tools.channel.answer import ADDRESS, LATER, MESSAGE, OURS


class TestMeasure(BaseCase):
    def test_sizes(self):
        for text, length, parts, alphabet in (
            ("", 0, 0, sms.GSM),
            (None, 0, 0, sms.GSM),
            ("a" * 160, 160, 1, sms.GSM),
            ("a" * 161, 161, 2, sms.GSM),
            ("a" * 306, 306, 2, sms.GSM),
            ("a" * 307, 307, 3, sms.GSM),
            ("äöüßÄÖÜèéùìòàñ¿¡£¥ΔΩ@_\n", 23, 1, sms.GSM),
            # Of the extension table: each takes two places.
            ("€" * 80, 160, 1, sms.GSM),
            ("€" * 81, 162, 2, sms.GSM),
            ("^{}\\[]~|\f€", 20, 1, sms.GSM),
            # An escape is not torn apart: 153 is odd.
            ("€" * 153, 306, 3, sms.GSM),
            ("a" + "€" * 76 + "b" * 153, 306, 2, sms.GSM),
            ("a\r\nb", 3, 1, sms.GSM),
            # Not in the table: grave and acute of other letters, the small c with a cedilla.
            ("ç", 1, 1, sms.UNICODE),
            ("á" * 70, 70, 1, sms.UNICODE),
            ("á" * 71, 71, 2, sms.UNICODE),
            ("请" * 134, 134, 2, sms.UNICODE),
            ("请" * 135, 135, 3, sms.UNICODE),
            # Two places each; the pair is not torn apart: 67 is odd.
            ("😀" * 35, 70, 1, sms.UNICODE),
            ("😀" * 67, 134, 3, sms.UNICODE),
        ):
            with self.subTest(text=text and text[:10], length=length):
                self.assertEqual(sms.measure(text), (length, parts, alphabet))

    def test_simplify(self):
        self.assertEqual(sms.simplify("1\u202f200,00\u00a0€ – “paid”…"), '1 200,00 € - "paid"...')
        self.assertEqual(sms.simplify("  a \n\n  b  "), "a\nb")
        self.assertEqual(sms.simplify(None), "")
        self.assertEqual(sms.measure(sms.simplify("1\u00a0200")).alphabet, sms.GSM)


class TestAnswers(BaseCase):
    def test_stop(self):
        for text in ("STOP", " stop. ", "St op", "STOPP", "Arrêt", "ARRÊT!", "arret", "Baja", "TD"):
            with self.subTest(text=text):
                self.assertTrue(sms.is_stop(text))
        for text in ("退订", " 退 订 ", "退訂", "StopAll", "ＳＴＯＰ", "UNSUBSCRIBE"):
            with self.subTest(text=text):
                self.assertTrue(sms.is_stop(text))

    def test_no_stop(self):
        for text in (
            "",
            None,
            "Please stop by tomorrow",
            "non-stop",
            "paid",
            "TDS",
            "退",
            "stop" * 40,
        ):
            with self.subTest(text=text):
                self.assertFalse(sms.is_stop(text))

    def test_fault(self):
        for code, whose in (
            ("sms_number_format", ADDRESS),
            ("sms_invalid_destination", ADDRESS),
            ("sms_not_allowed", ADDRESS),
            ("sms_rejected", MESSAGE),
            ("sms_country_not_supported", MESSAGE),
            ("unknown", MESSAGE),
            (False, MESSAGE),
            ("sms_server", LATER),
            ("sms_credit", OURS),
            ("sms_acc", OURS),
            ("sms_registration_needed", OURS),
            # Of a provider's own: its account or settings.
            ("twilio_from_missing", OURS),
        ):
            with self.subTest(code=code):
                self.assertEqual(sms.judge(code), whose)


class TestErrors(BaseCase):
    def _raise(self, *errors):
        """The first of ``errors``, raised while the next one was handled, and so on."""
        chain = None
        for error in reversed(errors):
            error.__context__, chain = chain, error
        return chain

    def test_whose(self):
        connect = type("ConnectTimeout", (Exception,), {})
        credit = type("InsufficientCreditError", (Exception,), {})
        answered = type("HTTPError", (Exception,), {})
        late = type("ReadTimeout", (Exception,), {})
        for error, whose in (
            (self._raise(AccessError("no"), connect()), LATER),
            (self._raise(ConnectionRefusedError()), LATER),
            (self._raise(AccessError("no"), answered()), LATER),
            (self._raise(credit()), OURS),
            (self._raise(UserError("The account has no identifier.")), OURS),
            # It may have taken them all the same.
            (self._raise(AccessError("no"), late()), ""),
            (self._raise(AccessError("no")), ""),
            (ValueError("no JSON"), ""),
        ):
            with self.subTest(error=repr(error)):
                self.assertEqual(sms.judge_error(error), whose)

    def test_a_ring_of_errors(self):
        one, other = ValueError(), ValueError()
        one.__context__, other.__context__ = other, one
        self.assertEqual(sms.judge_error(one), "")
