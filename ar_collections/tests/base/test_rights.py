"""Who may read, write, create and delete what: the stored matrix, and whose records they see."""

from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .world import ROLES, TODAY, ArWorld

MATRIX = Path(__file__).with_name("rights.txt")
SECURITY_PAGE = Path(__file__).resolve().parents[3] / "docs" / "SECURITY.md"
VERBS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# Kept for all companies together.
SHARED = {"ar.lesson.tag", "ar.snapshot.bucket"}


def read_matrix():
    """{model: {role: verbs}} of the stored matrix."""
    head, *rows = MATRIX.read_text(encoding="utf-8").splitlines()
    roles = head.split()[1:]
    return {
        model: dict(zip(roles, ("" if v == "-" else v for v in verbs), strict=True))
        for model, *verbs in (row.split() for row in rows)
    }


def as_text(matrix):
    """The stored form of a matrix."""
    lines = [" ".join(["model", *ROLES])]
    lines += [
        " ".join([model, *(rights[role] or "-" for role in ROLES)])
        for model, rights in sorted(matrix.items())
    ]
    return "\n".join(lines) + "\n"


def as_table(matrix, descriptions):
    """The matrix as the table of docs/SECURITY.md."""
    lines = ["| " + " | ".join(["what", *ROLES]) + " |", "| --- " * (len(ROLES) + 1) + "|"]
    lines += [
        "| " + " | ".join([descriptions[model], *(rights[role] or "–" for role in ROLES)]) + " |"
        for model, rights in sorted(matrix.items(), key=lambda row: descriptions[row[0]])
    ]
    return "\n".join(lines)


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestRights(ArWorld):
    def _measure(self):
        return {
            name: {
                role: "".join(
                    letter
                    for letter, verb in VERBS.items()
                    if model.with_user(user).has_access(verb)
                )
                for role, user in self.users.items()
            }
            for name, model in self.own_models().items()
        }

    def test_rights_are_those_of_the_matrix(self):
        found, stored = self._measure(), read_matrix()
        different = {name: rights for name, rights in found.items() if stored.get(name) != rights}
        gone = stored.keys() - found.keys()
        self.assertFalse(
            (different, gone), "rights.txt should read:\n" + as_text(found)
        ) if different or gone else None

    def test_the_page_shows_the_matrix(self):
        if not SECURITY_PAGE.parent.exists():
            self.skipTest("The add-on is installed without its documents.")
        keeping = {n: r for n, r in read_matrix().items() if not self.env[n]._transient}
        descriptions = {
            name: self.env["ir.model"].with_context(lang="en_US")._get(name).name
            for name in keeping
        }
        table = as_table(keeping, descriptions)
        self.assertIn(table, SECURITY_PAGE.read_text(encoding="utf-8"), "It should show:\n" + table)

    def test_everybody_sees_the_own_companies_alone(self):
        """Main company, branch and another company, by who is of one of them, and of two."""
        for companies in (self.company, self.branch, self.other, self.company | self.branch):
            user = self._make_user(f"sees {companies.ids}", ROLES["manager"], companies)
            for name, model in self.own_models().items():
                if "company_id" not in model._fields or model._transient or name in SHARED:
                    continue
                records = model.with_user(user).with_context(
                    allowed_company_ids=companies.ids, active_test=False
                )
                seen = records.search([]).sudo().company_id
                # A branch follows the settings of the companies above it.
                above = companies.sudo().parent_ids
                with self.subTest(model=name, companies=companies.mapped("name")):
                    self.assertFalse(seen - companies - above)
                    if model._fields["company_id"].required and self._is_said_of_customers(model):
                        self.assertFalse(seen - companies)

    def _is_said_of_customers(self, model):
        return "profile_id" in model._fields

    def test_the_world_has_records_of_nearly_every_model(self):
        empty = [
            name
            for name, model in self.own_models().items()
            if not model._transient and not self.records_of(name)
        ]
        self.assertLess(len(empty), 20, empty)

    def test_papers_are_for_who_may_read_what_they_say(self):
        """Odoo's address of a report takes any ids from anybody who is logged in."""
        reports = self.env["ir.actions.report"].search([("report_name", "like", "ar_collections.")])
        self.assertGreater(len(reports), 6)
        for report in reports.filtered(lambda report: report.model in self.own_models()):
            record = self.records_of(report.model, self.company)[:1]
            for role in ("portal", "plain", "salesperson"):
                mine = report.with_user(self.users[role])
                with (
                    self.subTest(report=report.report_name, role=role),
                    mute_logger("odoo.addons.base.models.ir_rule"),
                    self.assertRaises(AccessError),
                ):
                    mine._render_qweb_html(report.report_name, record.ids)
