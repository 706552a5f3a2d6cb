"""SPF, DKIM and DMARC of a sender's domain, as they are written."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.sender_domain import (
    GOOD,
    MISSING,
    UNKNOWN,
    WEAK,
    WRONG,
    Finding,
    Texts,
    domain_of,
    judge,
    read_dkim,
    read_dmarc,
    read_spf,
    tags_of,
)


@tagged("post_install", "-at_install")
class TestSenderDomain(BaseCase):
    def test_domain_of(self):
        cases = [
            ("billing@example.com", "example.com"),
            ('"Billing, Ltd" <billing@Mail.Example.COM>', "mail.example.com"),
            ("nobody", ""),
            ("a@b", ""),
            ("", ""),
            (None, ""),
            (False, ""),
        ]
        for address, want in cases:
            with self.subTest(address=address):
                self.assertEqual(domain_of(address), want)

    def test_tags_of(self):
        want = {"v": "DMARC1", "p": "none", "rua": "mailto:a=b@c.de"}
        self.assertEqual(tags_of(" V = DMARC1 ;p=none; rua=mailto:a=b@c.de;;x"), want)
        self.assertEqual(tags_of(None), {})

    def test_spf(self):
        many = " ".join(f"include:{number}.example.com" for number in range(11))
        ten = " ".join(f"include:{number}.example.com" for number in range(10))
        cases = [
            (None, UNKNOWN, ""),
            ((), MISSING, ""),
            (("google-site-verification=1", "v=spf10 -all"), MISSING, ""),
            (("v=spf1 mx -all",), GOOD, "-all"),
            ((" V=SPF1 include:_spf.example.com ~ALL",), GOOD, "~all"),
            (("v=spf1 redirect=_spf.example.com",), GOOD, ""),
            (("v=spf1 mx ?all",), WEAK, "?all"),
            (("v=spf1 +all",), WEAK, "+all"),
            (("v=spf1 all",), WEAK, "all"),
            (("v=spf1 mx",), WEAK, ""),
            (("v=spf1",), WEAK, ""),
            (("v=spf1 mx -all", "v=spf1 a -all"), WRONG, "2"),
            ((f"v=spf1 {many} -all",), WRONG, "11"),
            ((f"v=spf1 {ten} -all",), GOOD, "-all"),
            (("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a/24 mx:m.example -all",), GOOD, "-all"),
        ]
        for texts, state, detail in cases:
            with self.subTest(texts=texts):
                self.assertEqual(read_spf(texts), Finding("spf", state, detail))

    def test_dmarc(self):
        cases = [
            (None, UNKNOWN, ""),
            ((), MISSING, ""),
            (("v=spf1 -all",), MISSING, ""),
            (("v=DMARC1; p=none; rua=mailto:d@example.com",), WEAK, "none"),
            (("v=DMARC1; p=quarantine",), GOOD, "quarantine"),
            (("v=DMARC1;p=REJECT;",), GOOD, "reject"),
            (("v=DMARC1; sp=reject",), WRONG, ""),
            (("v=DMARC1; p=maybe",), WRONG, "maybe"),
            (("v=DMARC1; p=reject", "v=DMARC1; p=none"), WRONG, "reject"),
        ]
        for texts, state, detail in cases:
            with self.subTest(texts=texts):
                self.assertEqual(read_dmarc(texts), Finding("dmarc", state, detail))

    def test_dkim(self):
        cases = [
            (None, UNKNOWN),
            ((), UNKNOWN),
            (("hello",), UNKNOWN),
            (("v=DKIM2; p=abc",), UNKNOWN),
            (("v=DKIM1; k=rsa; p=MIGf",), GOOD),
            (("p=MIGf",), GOOD),
            (("v=DKIM1; p=",), WRONG),
            (("v=DKIM1; p=", "v=DKIM1; p=MIGf"), GOOD),
        ]
        for texts, state in cases:
            with self.subTest(texts=texts):
                self.assertEqual(read_dkim(texts), Finding("dkim", state))

    def test_judge(self):
        codes = [finding.code for finding in judge(Texts())]
        self.assertEqual(codes, ["spf", "dkim", "dmarc"])
        self.assertEqual({finding.state for finding in judge(Texts())}, {UNKNOWN})
