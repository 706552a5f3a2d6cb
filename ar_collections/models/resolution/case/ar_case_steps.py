"""The life of a case: prepared, approved, handed over, closed; and what falls silent meanwhile."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...base.locking import lock
from ...base.res_company import MANAGER

# Days to file a claim with an administrator where the stage names none.
DAYS_TO_FILE = 28


class ArCase(models.Model):
    _inherit = "ar.case"

    def action_hand_over(self):
        """Hand the cases over; above the company's amount a manager decides.

        :raise UserError: nothing is open, or no settlement was offered
        """
        self.check_access("write")
        for case in self.filtered(lambda one: one.state == "draft"):
            lock(case)
            case._check_ready()
            if case._needs_approval() and not self.env.user.has_group(MANAGER):
                case._ask_approval()
            else:
                case._hand_over()
        return True

    def action_approve(self):
        """A manager approves what waits, and it is handed over."""
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%(case)s is above %(amount)s: a collections manager approves it. Ask %(who)s.",
                    case=self[:1].display_name,
                    amount=self[:1]._say_approval_amount(),
                    who=self[:1].company_id._ar_name_managers(),
                )
            )
        for case in self.filtered(lambda one: one.state == "waiting"):
            lock(case)
            case._check_ready()
            case._hand_over(approver_id=self.env.uid)
        return True

    def action_prepare(self):
        """Take back what waits for an approval: it is prepared further."""
        self.check_access("write")
        moved = self._move_to("draft")
        moved._close_tasks()
        return True

    def action_cancel(self):
        """It is not handed over after all."""
        self.check_access("write")
        moved = self._move_to("cancelled")
        moved._close_tasks()
        moved._log(self.env._("The case is not handed over."))
        return True

    def action_close(self):
        """Ask how the case ended."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Case"),
            "res_model": "ar.case.close",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_reopen(self):
        """The case goes on: what was closed by mistake, or is enforced later."""
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "A closed case is opened again by a collections manager. Ask %s.",
                    self[:1].company_id._ar_name_managers(),
                )
            )
        moved = self._move_to("open", ("closed",), outcome=False, date_closed=False)
        moved._check_items()
        moved._hold_items()
        moved._log(self.env._("The case was opened again."))
        return True

    # -- hand-over ---------------------------------------------------------------------

    def _ask_approval(self):
        moved = self._move_to("waiting")
        if not moved:
            return
        words = self.env._(
            "%(amount)s are to be handed over, above %(limit)s: a collections manager decides.",
            amount=self.currency_id.format(self.open_amount),
            limit=self._say_approval_amount(),
        )
        moved._log(words)
        if user := self.company_id._ar_get_manager():
            note = Markup("<p>{}</p>").format(words)
            summary = self.env._("Approve: %s", self.display_name)
            self.company_id._ar_ask(self.sudo(), user, summary, note)

    def _hand_over(self, **values):
        today = self.company_id._ar_today()
        moved = self._move_to(
            "open",
            ("draft", "waiting"),
            date_handed_over=today,
            amount_handed_over=self.open_amount,
            **values,
        )
        for case in moved:
            case._close_tasks()
            case._take_terms()
            case.offer_ids.sudo()._move_to("lapsed", ("open",), answered_on=today)
            # The stage begins with the hand-over, however long it was prepared.
            case.step_ids.sudo().unlink()
            case._note_stage()
            case._make_analytic_account()
            case._hold_items()
            case._log(
                self.env._(
                    "%(amount)s were handed over: %(kind)s.",
                    amount=case.currency_id.format(case.amount_handed_over),
                    kind=dict(case._fields["kind"]._description_selection(self.env))[case.kind],
                )
            )
        return moved

    def _close_tasks(self):
        """Tasks that asked for a decision on the cases are done."""
        for case in self.sudo():
            summary = self.env._("Approve: %s", case.display_name)
            tasks = case.activity_ids.filtered(lambda one, said=summary: one.summary == said)
            tasks.action_done()

    # -- silence -----------------------------------------------------------------------

    def _find_holds(self):
        """The holds that the cases have written and that are in force or to come."""
        origins = [f"{self._name},{case.id}" for case in self]
        holds = self.env["ar.hold"].sudo().search([("origin_ref", "in", origins)])
        return holds.filtered(lambda hold: not hold.date_to)

    def _hold_items(self):
        """Everything else falls silent for what the cases are about; called again after each
        change of the items."""
        existing = self._find_holds().grouped(lambda hold: hold.origin_ref.id)
        holds, values = self.env["ar.hold"].sudo(), []
        for case in self.sudo():
            own = existing.get(case.id, holds)
            whole = case.kind == "insolvency"
            wanted = {False} if whole else set(case.move_line_ids.ids)
            own.filtered(
                lambda hold, wanted=wanted: hold.move_line_id.id not in wanted
            ).action_release()
            own = own.exists()
            for line_id in sorted(wanted - {hold.move_line_id.id for hold in own}):
                values.append(
                    {
                        **holds._prepare_spoken("case", case=case.name, kind=case.kind),
                        "profile_id": case.profile_id.id,
                        "move_line_id": line_id,
                        "kind": "case",
                        "date_from": case.company_id._ar_today(),
                        "origin_ref": f"{self._name},{case.id}",
                    }
                )
        holds.create(values)

    # -- the end -----------------------------------------------------------------------

    def _close(self, outcome, note=None):
        """The case is over: what is still open may be reminded of again, or written off.

        :return: the cases that were closed
        """
        moved = self.browse()
        for case in self:
            moved |= case._move_to(
                "closed",
                outcome=outcome,
                outcome_note=note,
                date_closed=case.company_id._ar_today(),
                date_next=False,
            )
        moved._find_holds().action_release()
        for case in moved:
            words = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
            case._log(". ".join(filter(None, (self.env._("Closed: %s", words), note))))
        return moved

    # -- insolvency --------------------------------------------------------------------

    @api.model
    def _open_insolvency(self, profile):
        """Everything stops for an insolvent customer: a case with all that is open, no reminders,
        no credit, and a task to file the claim. Who is known to be insolvent is so once.

        :return: the case
        """
        self.check_access("create")
        lock(profile)
        known = Domain("profile_id", "=", profile.id) & Domain("kind", "=", "insolvency")
        if case := self.search(known & Domain("state", "=", "open"), limit=1):
            return case
        case = self.sudo().create(
            {
                "profile_id": profile.id,
                "kind": "insolvency",
                "move_line_ids": [fields.Command.set(self._find_debts(profile))],
                "user_id": profile.company_id._ar_pick_collector(
                    profile.sudo()._get_collector()
                ).id,
            }
        )
        case._check_ready()
        case._hand_over()
        case._stop_credit()
        case._ask_to_file()
        return case.sudo(self.env.su)

    @api.model
    def _find_debts(self, profile):
        """The ids of all that a customer owes."""
        rows = self.env["ar.open.item"]._read_rows(
            profile.company_id.ids, profile.partner_id.ids, include_future=True
        )
        return [row["id"] for row in rows if row["residual"] > 0 and not row["paid_out"]]

    def _stop_credit(self):
        holds = self.env["ar.credit.hold"].sudo()
        domain = [
            ("profile_id", "=", self.profile_id.id),
            ("cause", "=", "insolvency"),
            ("state", "=", "active"),
        ]
        if not holds.search_count(domain, limit=1):
            holds.create(
                {
                    **holds._prepare_spoken("insolvency", case=self.name),
                    "profile_id": self.profile_id.id,
                    "cause": "insolvency",
                    "date_from": self.company_id._ar_today(),
                }
            )

    def _ask_to_file(self):
        day = fields.Date.add(self.company_id._ar_today(), days=self.stage_id.days or DAYS_TO_FILE)
        self.sudo().date_claim_until = day
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=self.env._("File the claim with the administrator"),
            user_id=self._get_responsible().id,
        )

    # -- analytic account --------------------------------------------------------------

    def action_make_analytic(self):
        """Make the account under which the costs of the case are booked."""
        self.check_access("write")
        self._make_analytic_account()
        return True

    def _make_analytic_account(self):
        plan, _others = self.env["account.analytic.plan"].sudo()._get_all_plans()
        for case in self.sudo().filtered(lambda one: not one.analytic_account_id):
            case.analytic_account_id = case.env["account.analytic.account"].create(
                {
                    "name": case.display_name,
                    "code": case.name,
                    "plan_id": plan.id,
                    "partner_id": case.partner_id.id,
                    "company_id": case.company_id.id,
                }
            )

    def action_view_costs(self):
        """Open what was booked for the case."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Costs"),
            "res_model": "account.analytic.line",
            "view_mode": "list,form",
            "domain": [("auto_account_id", "=", self.sudo().analytic_account_id.id)],
        }

    def action_view_items(self):
        """Open what is still open of the case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_open_item_action")
        action["domain"] = [("id", "in", self.move_line_ids.ids)]
        action["context"] = {}
        return action

    def action_write_off(self):
        """Ask what of the case is written off."""
        self.ensure_one()
        return self.profile_id._ask_write_off(self.move_line_ids)
