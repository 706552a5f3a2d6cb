"""What an upgrade does before the add-on is loaded anew."""

import json
import re
import runpy
from pathlib import Path

from odoo.tests import TransactionCase, tagged

SCRIPTS = Path(__file__).parents[2] / "migrations"
RATING = re.compile(r"<p t-if=.object\.text_rating.*?</p>\s*", re.DOTALL)


@tagged("post_install", "-at_install")
class TestUpgrade(TransactionCase):
    def _run(self, name, version="19.0.1.3.0"):
        self.env.flush_all()
        runpy.run_path(str(SCRIPTS / version / name))["migrate"](self.env.cr, "19.0.1.2.0")
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

    # -- the answer to a dispute -------------------------------------------------------

    def _read_answers(self):
        """{language: text} as it is stored."""
        self.env.flush_all()
        self.env.cr.execute("SELECT body_html FROM mail_template WHERE id = %s", [self.answer.id])
        return self.env.cr.fetchone()[0]

    def _upgrade_answers(self, **changed):
        """The texts of 1.5.0, but for what somebody has changed, are brought to this version.

        :return: ({language: text} after the script, the same after the translations)
        """
        self.answer = self.env.ref("ar_collections.mail_template_ar_dispute_answer")
        languages = ("de_DE", "es_ES", "fr_FR", "zh_CN")
        for lang in languages:
            self.env["res.lang"]._activate_lang(lang)
        terms = self.env["ir.module.module"]
        terms._load_module_terms(["ar_collections"], languages)
        old = {lang: RATING.sub("", text) for lang, text in self._read_answers().items()}
        self.assertEqual(set(old), {"en_US", *languages})
        # What the Chinese text ended with.
        old["zh_CN"] = old["zh_CN"].replace("<p>此致<", "<p>此致敬礼<")
        old.update(changed)
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            [json.dumps(old), self.answer.id],
        )
        self._run("post-dispute_answer.py", "19.0.1.6.0")
        new = self._read_answers()
        terms._load_module_terms(["ar_collections"], languages)
        return new, self._read_answers()

    def test_the_answer_to_a_dispute_asks_for_a_rating(self):
        new, after = self._upgrade_answers()
        self.assertEqual(set(new), {"en_US"}, "The others come with the translations")
        for lang, text in after.items():
            with self.subTest(lang=lang):
                self.assertIn("object.text_rating", text)
        self.assertIn("How did we clear it?", after["en_US"])
        self.assertNotIn("How did we clear it?", after["zh_CN"])
        self.assertLess(after["en_US"].index("text_rating"), after["en_US"].index("Kind regards"))

    def test_what_somebody_has_written_stays(self):
        own = '<div>Hello, <t t-out="object.text_decision"/></div>'
        _new, after = self._upgrade_answers(de_DE=own)
        self.assertEqual(after["de_DE"], own)
        self.assertIn("object.text_rating", after["en_US"])
        self.assertIn("object.text_rating", after["fr_FR"])
        new, after = self._upgrade_answers(en_US=own)
        self.assertEqual(new, {"en_US": own, "de_DE": own})
        self.assertEqual(after["en_US"], own)
        self.assertIn("object.text_rating", after["zh_CN"])

    def test_a_deleted_answer_is_no_trouble(self):
        self.env.ref("ar_collections.mail_template_ar_dispute_answer").unlink()
        self._run("post-dispute_answer.py", "19.0.1.6.0")
