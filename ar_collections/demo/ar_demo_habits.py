"""Steps of the story: what a team does by habit. Worklist, reports, rules, trials of words."""

from odoo import Command, models


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    # -- the worklist ------------------------------------------------------------------

    def _do_bump(self, told, key, points, until, reason):
        """Somebody knows more than the rules: the customer comes up, or goes down."""
        self.env["ar.worklist.bump"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "points": points,
                "date_from": told.company._ar_today(),
                "date_to": told.day(until),
                "reason": reason,
            }
        )

    def _do_put_off(self, told, key, until, reason):
        """The worklist has the customer again after that day."""
        self.env["ar.worklist.pause"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "kind": "later",
                "date_from": told.company._ar_today(),
                "date_to": told.day(until),
                "reason": reason,
            }
        )

    def _do_done_today(self, told, key):
        self._get_profile(told, key).action_worklist_done()

    # -- what is sent by itself --------------------------------------------------------

    def _do_want_digest(self, told, days):
        """Who acts wants to be told, in the morning, of what falls due in so many days."""
        self.env.user.sudo().ar_digest_days = days

    def _do_schedule_aging(self, told, name, day):
        """The aging of the month end goes to the collector, each month."""
        problem = self.env["ar.channel.letter"]._get_pdf_problem()
        self.env["ar.aging.schedule"].create(
            {
                "company_id": told.company.id,
                "name": name,
                "recipient_ids": [Command.set(told.users["collector"].partner_id.ids)],
                "frequency": "monthly",
                "day_of_month": day,
                "compare": True,
                "as_pdf": not problem,
            }
        )

    def _do_statement_rule(self, told, name, tag, kind="activity"):
        """Customers with a tag get a statement on the first working day of each month; somebody
        looks the drafts through."""
        self.env["ar.statement.rule"].create(
            {
                "company_id": told.company.id,
                "name": name,
                "kind": kind,
                "tag_ids": [Command.set(self._get_tag(tag).ids)],
            }
        )

    def _send_reports(self, told):
        """Digests, scheduled reports and rounds of statements of the night."""
        company = [("company_id", "=", told.company.id)]
        digests = self.env["ar.digest"].sudo()
        for user in digests._get_ready().filtered(lambda one: one.company_id == told.company):
            digests._send_to(user)
        for schedule in self.env["ar.aging.schedule"].search(company):
            schedule._send_if_due()
        for rule in self.env["ar.statement.rule"].search(company):
            rule._make_round()

    # -- what helps --------------------------------------------------------------------

    def _do_compare_texts(self, told, policy, number, name, template):
        """From now on half of the customers get other words of a level."""
        level = told.names["policy", policy].with_env(self.env).level_ids[number - 1]
        words = self.env.ref(f"ar_collections.{template}")
        self.env["ar.dunning.level.wording"].create(
            {"level_id": level.id, "tone": "trial", "mail_template_id": words.id}
        )
        test = self.env["ar.text.test"].create(
            {"company_id": told.company.id, "name": name, "level_id": level.id}
        )
        # Lots fall alike in two demo companies of the same day.
        test.sudo().salt = policy
        test.action_start()

    def _do_feedback(self, told, kind, text):
        """Who acts says something of the process."""
        told.names["feedback"] = self.env["ar.process.feedback"].create(
            {"company_id": told.company.id, "kind": kind, "text": text}
        )

    def _do_answer_feedback(self, told, answer):
        feedback = told.names["feedback"].with_env(self.env)
        feedback.answer = answer
        feedback.action_answer()

    def _do_drill(self, told, code, reason):
        """Drill a contingency plan: all of it is done and taken back, but for the protocol."""
        plan = self.env.ref(f"ar_collections.ar_contingency_plan_{code}")
        self.env["ar.contingency.run"]._drill(plan, told.company, {"reason": reason})

    # -- credit ------------------------------------------------------------------------

    def _do_credit_rule(self, told, code, action):
        """What a rule of the credit check does with orders and invoices of the company."""
        rule = self.env.ref(f"ar_collections.ar_credit_rule_{code}")
        rule.copy(
            {
                "company_id": told.company.id,
                "code": code,
                "action_order": action,
                "action_invoice": action,
            }
        )

    def _do_ask_release(self, told, key, amount, what, reason):
        """Accounting drafts an invoice that the credit check stops; who acts asks for its
        release."""
        partner = told.partners[key]
        line = {"name": what, "price_unit": amount, "tax_ids": [Command.clear()]}
        draft = (
            self.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": told.company._ar_today(),
                    "invoice_payment_term_id": told.terms["30"].id,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )
        releases = self.env["ar.credit.release"].sudo()
        told.names["release", key] = releases._ask(draft, reason)

    def _do_refuse_release(self, told, key, reason):
        """The invoice is not released, and accounting cancels it."""
        release = told.names["release", key].sudo(False).with_env(self.env)
        self.env["ar.credit.release.decide"].create(
            {"release_id": release.id, "decision": "refused", "reason": reason}
        ).action_decide()
        self.env[release.res_model].sudo().browse(release.res_id).button_cancel()
