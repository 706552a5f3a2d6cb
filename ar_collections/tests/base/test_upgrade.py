"""What an upgrade does before the add-on is loaded anew."""

import runpy
from pathlib import Path

from odoo.tests import TransactionCase, tagged

SCRIPTS = Path(__file__).parents[2] / "migrations" / "19.0.1.3.0"


@tagged("post_install", "-at_install")
class TestUpgrade(TransactionCase):
    def _run(self, name):
        self.env.flush_all()
        runpy.run_path(str(SCRIPTS / name))["migrate"](self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def test_labels_are_translated_anew(self):
        """Of our fields; those of others keep their translations."""
        self.env["res.lang"]._activate_lang("zh_CN")
        ours = self.env["ir.model.fields"]._get("ar.profile", "last_level_id")
        others = self.env["ir.model.fields"]._get("res.partner", "name")
        for field in ours | others:
            field.with_context(lang="zh_CN").field_description = "上次"
        self._run("pre-labels.py")
        self.assertEqual(ours.with_context(lang="zh_CN").field_description, ours.field_description)
        self.assertEqual(others.with_context(lang="zh_CN").field_description, "上次")

    def test_views_that_extend_ours_are_not_checked_as_they_were(self):
        parent = self.env.ref("ar_collections.ar_dunning_notice_view_form")
        child = self.env.ref("ar_collections.ar_dunning_notice_view_form_inherit_channel")
        self.assertEqual(child.inherit_id, parent)
        foreign = self.env["ir.ui.view"].create(
            {
                "name": "somebody else's",
                "model": parent.model,
                "inherit_id": parent.id,
                "arch": "<header position='inside'><div/></header>",
            }
        )
        self._run("pre-views.py")
        self.assertEqual(child.arch_db.strip(), "<data/>")
        self.assertIn("<div/>", foreign.arch_db)
        self.assertIn("<sheet", parent.arch_db)
