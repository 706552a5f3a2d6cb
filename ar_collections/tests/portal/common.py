"""A way to pay online that is no real one."""

from odoo import Command

from ..common import ArCommon


class ProviderCommon(ArCommon):
    @classmethod
    def _make_provider(cls, company=None, journal=None):
        """A published provider that takes payments into the bank journal."""
        method = cls.env.ref("payment.payment_method_unknown")
        provider = cls.env["payment.provider"].create(
            {
                "name": "Online",
                "code": "none",
                "state": "enabled",
                "is_published": True,
                "company_id": (company or cls.company).id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.write({"active": True, "support_tokenization": True})
        if not company:
            cls._create_dummy_payment_method_for_provider(
                provider, cls.company_data["default_journal_bank"]
            )
            line = provider.journal_id.inbound_payment_method_line_ids.filtered(
                lambda line: line.payment_provider_id == provider
            )
            line.payment_account_id = cls.inbound_payment_method_line.payment_account_id
        return provider

    def _set_pending(self, transaction, code="online"):
        """The provider has the payment. Its code tells that it is on its way; the add-on of a
        real one, which brings its code, is not there."""
        transaction._set_pending()
        real = self.provider.copy({"state": "disabled", "is_published": False})
        self.env.flush_all()
        self.env.cr.execute("UPDATE payment_provider SET code = %s WHERE id = %s", [code, real.id])
        self.env.cr.execute(
            "UPDATE payment_transaction SET provider_id = %s WHERE id = %s",
            [real.id, transaction.id],
        )
        self.env.invalidate_all()

    def _finish(self, transaction):
        transaction.provider_id = self.provider
        transaction._set_done()
        transaction._post_process()
        self.env.invalidate_all()
        return transaction.payment_id
