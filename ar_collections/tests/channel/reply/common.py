"""A customer who was reminded, and whose answers come in by the catch-all alias."""

from ..common import ArChannelCommon


def find_pdfs(moves):
    """The PDFs of invoices, without the PDF program."""
    values = {"name": "present.pdf", "raw": b"%PDF-1.4", "mimetype": "application/pdf"}
    return {move: move.env["ir.attachment"].sudo().create(values) for move in moves}


class ReplyCommon(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "example.org", "catchall_alias": "catchall", "bounce_alias": "bounce"}
        )
        cls.company.alias_domain_id = cls.domain
        cls.debtor = cls._make_debtor("Alpha", email="answers@example.net", lang="en_US")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.debtor, cls.company)

    def setUp(self):
        super().setUp()
        self.notice = self._remind(self.debtor)
        self.mail = self.notice.dispatch_ids.mail_mail_id
