"""Steps of the story: what is agreed with customers, disputed, handed over, charged, let go."""

from odoo import Command, models

from .customer_tables import CUSTOMERS


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _get_items(self, told, key, *dues):
        """The receivable lines of a customer's bills, by their due days in the table."""
        moves = self.env["account.move"].union(*(told.moves[key, due] for due in dues))
        return self._get_receivable_lines(moves.with_env(self.env))

    # -- agreed ------------------------------------------------------------------------

    def _do_promise(self, told, key, by, amount=0.0, note=None):
        """Enter a promise by hand."""
        profile = self._get_profile(told, key)
        self.env["ar.promise"].create(
            {
                "profile_id": profile.id,
                "date": told.day(by),
                "amount": amount,
                "currency_id": self.env.ref(f"base.{CUSTOMERS[key].currency}").id,
                "note": note,
            }
        )

    def _do_plan(self, told, key, *dues, count, start, note=None):
        """Propose a plan of monthly instalments."""
        plan = self.env["ar.plan"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "move_line_ids": [Command.set(self._get_items(told, key, *dues).ids)],
                "installment_count": count,
                "date_start": told.day(start),
                "note": note,
            }
        )
        plan.action_propose()
        told.names["plan", key] = plan

    def _do_accept(self, told, key, name):
        """The customer accepts the plan, on its page."""
        evidence = {
            "accepted_by": name,
            "accept_way": "link",
            "accept_ip": "203.0.113.24",
            "accept_agent": "Mozilla/5.0",
        }
        told.names["plan", key].sudo()._accept(evidence)

    def _do_defer(self, told, key, due, until, reason):
        self.env["ar.deferral"].create(
            {
                "move_line_id": self._get_items(told, key, due).id,
                "date": told.day(until),
                "reason": reason,
            }
        )

    def _do_approve_deferral(self, told, key):
        profile = self._get_profile(told, key)
        self.env["ar.deferral"].search([("profile_id", "=", profile.id)]).action_approve()

    # -- disputed ----------------------------------------------------------------------

    def _do_dispute(self, told, key, *dues, reason, note, amount=0.0):
        profile = self._get_profile(told, key)
        reason = self.env["ar.dispute.reason"]._find(reason, told.company)
        self.env["ar.dispute.open"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(self._get_items(told, key, *dues).ids)],
                "amount": amount,
                "reason_id": reason.id,
                "note": note,
            }
        ).action_open()
        domain = [("profile_id", "=", profile.id)]
        told.names["dispute", key] = self.env["ar.dispute"].search(domain, order="id desc", limit=1)

    def _do_investigate(self, told, key):
        told.names["dispute", key].with_env(self.env).action_investigate()

    def _do_close_dispute(self, told, key, outcome, **how):
        if "agreed_until" in how:
            how["agreed_until"] = told.day(how["agreed_until"])
        dispute = told.names["dispute", key]
        self.env["ar.dispute.close"].create(
            {"dispute_id": dispute.id, "outcome": outcome, **how}
        ).action_close()

    def _do_post_credit(self, told, key):
        """Accounting posts the credit note of the dispute, and matches it with its invoice."""
        notes = told.names["dispute", key].sudo().credit_note_ids
        notes.action_post()
        items = self._get_receivable_lines(notes | notes.reversed_entry_id)
        items.filtered(lambda line: not line.reconciled).reconcile()

    def _do_dispute_deadline(self, told, country, days, source):
        """Decide in how many days customers of a country are answered."""
        self.env["ar.dispute.deadline"].create(
            {
                "company_id": told.company.id,
                "country_id": self.env.ref(f"base.{country}").id,
                "days": days,
                "source": source,
            }
        )

    def _do_rate(self, told, key, stars, words):
        """The customer says, on the page of the answer, how the dispute was cleared."""
        answer = told.names["dispute", key].sudo().answer_ids[:1]
        self.env["ar.reply"].sudo()._take_answer(answer, "rating", {"stars": stars, "text": words})

    # -- handed over, and let go -------------------------------------------------------

    def _make_party(self, key, name):
        """Somebody whom we have to do with about a customer."""
        values = {"name": name, "is_company": True}
        return self.sudo()._make("res.partner", {f"party_{key}": values})[f"party_{key}"]

    def _do_commission(self, told, key, name, **terms):
        """Enter what was agreed with the agency that will collect from a customer."""
        agency = self._make_party(key, name)
        self.env["ar.case.commission"].create(
            {"company_id": told.company.id, "partner_id": agency.id, **terms}
        )

    def _do_prepare_case(self, told, key, *dues, kind, party=None, offer=None, note=None):
        """Prepare a case, with who has to do with it, and a settlement that is offered.

        :param party: (role, name, file number)
        :param offer: (amount, day until which it may be accepted)
        """
        values = {
            "profile_id": self._get_profile(told, key).id,
            "kind": kind,
            "move_line_ids": [Command.set(self._get_items(told, key, *dues).ids)],
            "note": note,
        }
        if party:
            role, name, number = party
            partner = self._make_party(key, name)
            values["party_ids"] = [
                Command.create({"role": role, "partner_id": partner.id, "file_number": number})
            ]
        if offer:
            amount, until = offer
            values["offer_ids"] = [
                Command.create({"amount": amount, "date_until": told.day(until)})
            ]
        told.names["case", key] = self.env["ar.case"].create(values)

    def _do_hand_over(self, told, key):
        told.names["case", key].with_env(self.env).action_hand_over()

    def _do_task_done(self, told, key):
        """The tasks about a customer are done."""
        self._get_profile(told, key).sudo().activity_ids.action_feedback()

    def _do_next_stage(self, told, key):
        """The case goes on to the next stage of its procedure."""
        case = told.names["case", key].with_env(self.env)
        stages = self.env["ar.case.stage"].search(
            [("kind", "=", case.kind), ("country_id", "=", case.stage_id.country_id.id)]
        )
        case.stage_id = stages.filtered(lambda one: one.sequence > case.stage_id.sequence)[:1]

    def _do_event(self, told, key, what, day, **values):
        told.names["case", key].with_env(self.env).event_ids = [
            Command.create({"name": what, "date": told.day(day), **values})
        ]

    def _do_event_done(self, told, key):
        told.names["case", key].with_env(self.env).event_ids.action_done()

    def _do_evidence(self, told, key, note):
        """Have the evidence file of the case made, and wait for it."""
        case = told.names["case", key]
        evidence = self.env["ar.evidence"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "subject_ref": f"{case._name},{case.id}",
                "note": note,
            }
        )
        evidence.action_make()
        # Without a program that makes PDFs it stays in the making.
        if not self.env["ar.channel.letter"]._get_pdf_problem():
            evidence._make()

    def _do_insolvent(self, told, key):
        profile = self._get_profile(told, key)
        profile.action_insolvent()
        domain = [("profile_id", "=", profile.id), ("kind", "=", "insolvency")]
        told.names["case", key] = self.env["ar.case"].search(domain, limit=1)

    def _do_file_claim(self, told, key, number):
        case = told.names["case", key].with_env(self.env)
        case.write(
            {
                "date_claim_filed": case.company_id._ar_today(),
                "claim_amount": case.open_amount,
                "claim_number": number,
            }
        )

    def _do_write_off(self, told, key, due, reason, note, amount=0.0):
        """Ask for a write-off."""
        item = self._get_items(told, key, due)
        case = told.names.get(("case", key))
        off = self.env["ar.writeoff"].create(
            {
                "move_line_id": item.id,
                "amount": amount or item.amount_residual_currency,
                "reason": reason,
                "note": note,
                "case_id": case.id if case else False,
            }
        )
        off.action_request()
        told.names["writeoff", key] = off

    def _do_approve_write_off(self, told, key):
        told.names["writeoff", key].with_env(self.env).action_approve()

    def _do_book_write_off(self, told, key):
        told.names["writeoff", key].with_env(self.env).action_book()

    # -- charged -----------------------------------------------------------------------

    def _do_send_claim(self, told, key):
        """Send the claim of charges that the night has drafted."""
        profile = self._get_profile(told, key)
        drafts = [("profile_id", "=", profile.id), ("state", "=", "draft")]
        self.env["ar.charge.claim"].search(drafts).action_send()

    def _do_waive(self, told, key, amount, reason):
        profile = self._get_profile(told, key)
        domain = [("profile_id", "=", profile.id), ("amount_left", ">", 0)]
        charges = self.env["ar.charge"].search(domain)
        self.env["ar.charge.waive"].create(
            {"charge_ids": [Command.set(charges.ids)], "amount": amount, "reason": reason}
        ).action_waive()
