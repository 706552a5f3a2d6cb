"""Documents of what was agreed are kept with it."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common import CreditCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestKeptFiles(CreditCommon):
    def _upload(self, user):
        """What the web client uploads to a form that is not saved yet."""
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "signed.pdf", "raw": b"%PDF-1.4 signed"})
        )

    def _refuse_all(self, file):
        for act in (
            lambda: file.write({"raw": b"%PDF-1.4 forged"}),
            lambda: file.write({"name": "other.pdf"}),
            lambda: file.write({"res_id": 0}),
            file.unlink,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_a_draft_contract_and_an_approved_one(self):
        collector, approver = self.users["collector"], self.users["approver"]
        file = self._upload(collector)
        contract = (
            self.env["ar.credit.contract"]
            .with_user(collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "subject": "Frame",
                    "attachment_ids": [Command.set(file.ids)],
                }
            )
        )
        self.assertEqual((file.res_model, file.res_id), (contract._name, contract.id))
        file.write({"name": "Frame agreement.pdf"})
        contract.with_user(approver).action_approve()
        self._refuse_all(file)
        self._refuse_all(file.with_user(approver))
        contract.with_user(approver).write(
            {"attachment_ids": [Command.link(self._upload(approver).id)]}
        )
        self.assertEqual(len(contract.attachment_ids), 2)

    def test_a_guarantee(self):
        approver = self.users["approver"]
        file = self._upload(approver)
        security = (
            self.env["ar.credit.security"]
            .with_user(approver)
            .create(
                {
                    "profile_id": self.profile.id,
                    "kind": "bank",
                    "reference": "G 1",
                    "amount": 500,
                    "attachment_ids": [Command.set(file.ids)],
                }
            )
        )
        self.assertEqual(security.state, "valid")
        self._refuse_all(file)
