"""The domain that e-mails of a company come from, as mail servers of customers look at it."""

import logging

from odoo import api, fields, models

from ...tools.channel import sender_domain

try:
    import dns.exception
    import dns.resolver
except ImportError:  # It is no part of Odoo.
    dns = None

_logger = logging.getLogger(__name__)

# A form waits for it: seconds for one question, and for all of its tries.
SECONDS = 3
# Days back in which reports of mail servers are counted.
REPORT_DAYS = 90
# Share of e-mails that may come back before something is wrong with addresses or sender.
MOST_LOST = 0.05


class ArSenderDomain(models.AbstractModel):
    """Reads SPF, DKIM and DMARC where it can, and says in sentences what it found."""

    _name = "ar.sender.domain"
    _description = "Domain of a Sender"

    @api.model
    def _find_address(self, company):
        """The address that e-mails of ``company`` come from; '' where it has none."""
        company = company.sudo()
        return company.email_formatted or company.catchall_formatted or ""

    @api.model
    def _is_readable(self):
        """Whether this server has what reads the DNS (the Python package dnspython)."""
        return dns is not None

    @api.model
    def _resolve(self, name):
        """The TXT records under a name: a tuple, empty where there are none; None without an
        answer."""
        try:
            answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as error:
            _logger.info("The DNS does not answer for %s: %s", name, error)
            return None
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)

    @api.model
    def _read(self, domain):
        """What the DNS says about ``domain``: ``Texts``."""
        spf = self._resolve(domain)
        if spf is None:
            # Nobody waits for a dozen answers that do not come.
            return sender_domain.Texts()
        names = [f"{selector}._domainkey.{domain}" for selector in sender_domain.SELECTORS]
        keys = [text for name in names for text in self._resolve(name) or ()]
        return sender_domain.Texts(spf, self._resolve(f"_dmarc.{domain}"), tuple(keys))

    @api.model
    def _check(self, company):
        """What mail servers of customers think of e-mails of ``company``.

        :return: list of (state of ``tools/channel/sender_domain.py``, whole sentence)
        """
        domain = sender_domain.domain_of(self._find_address(company))
        if not domain:
            words = self.env._("%s has no e-mail address. Enter one.", company.sudo().name)
            return [(sender_domain.MISSING, words)]
        if not self._is_readable():
            words = self.env._(
                "SPF, DKIM and DMARC of %s cannot be read: this server lacks the Python package "
                "dnspython. Ask who looks after the domain.",
                domain,
            )
            return [(sender_domain.UNKNOWN, words)]
        findings = sender_domain.judge(self._read(domain))
        return [(one.state, self._say_finding(domain, one)) for one in findings]

    @api.model
    def _say_finding(self, domain, finding):
        """A finding as a whole sentence, with the way out where there is one."""
        words = self._get_words()[finding.code, finding.state]
        return words % {"domain": domain, "detail": finding.detail}

    @api.model
    def _get_words(self):
        """{(code, state): sentence with %(domain)s and %(detail)s}."""
        return {
            ("spf", "good"): self.env._("SPF: %(domain)s says which servers send for it."),
            ("spf", "weak"): self.env._(
                "SPF: %(domain)s lets everybody send for it. End the record with ~all or -all."
            ),
            ("spf", "missing"): self.env._(
                "SPF: %(domain)s does not say which servers send for it. Publish a record that "
                "names your mail server."
            ),
            ("spf", "wrong"): self.env._(
                "SPF: the record of %(domain)s is not valid (%(detail)s records, or look-ups). "
                "There is one record with at most ten look-ups."
            ),
            ("spf", "unknown"): self.env._(
                "SPF of %(domain)s could not be read: the DNS does not answer."
            ),
            ("dkim", "good"): self.env._("DKIM: %(domain)s publishes a key for signatures."),
            ("dkim", "wrong"): self.env._(
                "DKIM: the key of %(domain)s was taken back. Publish the one of your mail server."
            ),
            ("dkim", "unknown"): self.env._(
                "DKIM: no key of %(domain)s was found under the usual names. Only your mail server "
                "knows the name: ask who looks after it whether e-mails are signed."
            ),
            ("dmarc", "good"): self.env._(
                "DMARC: %(domain)s says what becomes of e-mails that are not yours (%(detail)s)."
            ),
            ("dmarc", "weak"): self.env._(
                "DMARC: %(domain)s only watches (p=none). Go on to quarantine when the reports "
                "show nothing of yours."
            ),
            ("dmarc", "missing"): self.env._(
                "DMARC: %(domain)s does not say what becomes of e-mails that are not yours. Large "
                "providers put such mail into the spam; begin with p=none."
            ),
            ("dmarc", "wrong"): self.env._(
                "DMARC: the record of %(domain)s is not valid. There is one, with p=none, "
                "quarantine or reject."
            ),
            ("dmarc", "unknown"): self.env._(
                "DMARC of %(domain)s could not be read: the DNS does not answer."
            ),
        }

    # -- what came back ----------------------------------------------------------------

    @api.model
    def _check_reports(self, company):
        """What mail servers have reported of the e-mails of ``company`` of late.

        :return: as ``_check``, with one finding; empty where nothing was sent
        """
        since = fields.Datetime.subtract(fields.Datetime.now(), days=REPORT_DAYS)
        domain = [
            ("company_id", "=", company.id),
            ("channel", "=", "email"),
            ("state", "in", ("sent", "delivered", "bounced")),
            ("date", ">=", since),
        ]
        dispatches = self.env["ar.dispatch"].sudo()
        counts = dict(dispatches._read_group(domain, ["state"], ["__count"]))
        sent = sum(counts.values())
        if not sent:
            return []
        arrived, lost = counts.get("delivered", 0), counts.get("bounced", 0)
        values = {"days": REPORT_DAYS, "sent": sent, "arrived": arrived, "lost": lost}
        if not arrived:
            words = self.env._(
                "Reports: of %(sent)s e-mails in %(days)s days %(lost)s came back, and no server "
                "has reported that one arrived. Of those you know only that they left.",
                **values,
            )
            return [(sender_domain.UNKNOWN, words)]
        words = self.env._(
            "Reports: of %(sent)s e-mails in %(days)s days %(arrived)s are reported to have "
            "arrived, %(lost)s came back; of the rest you know that they left.",
            **values,
        )
        good = lost <= sent * MOST_LOST
        return [(sender_domain.GOOD if good else sender_domain.WEAK, words)]
