"""What comes next for a customer: of one on the account, of many on the page Today."""

from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ....tools.dunning import dunning
from ..today.ar_today_kinds import LIMITATION_DAYS

MOST_STEPS = 4
# What is told first: what stands over everything else; what waits for one of us; what comes, by its
# day; that nothing does.
STANDS, WAITS, COMES, STOPPED = range(4)
ONE_DAY = timedelta(days=1)


class NextStep(NamedTuple):
    """Something that is to come for a customer.

    :param day: None where nobody knows
    :param words: a few words
    :param rank: what is told before it. What comes is told by its day, all else in the order of
        the kinds
    """

    day: object
    words: str
    rank: int = COMES


class ArProfile(models.Model):
    # What may come next is an entry of ``_get_next_kinds`` and a method ``_find_next_<code>``,
    # which gives {account id: list of ``NextStep``} of all accounts at once; the reader's rights
    # hold in it.
    _inherit = "ar.profile"

    @api.model
    def _get_next_kinds(self):
        """What may come next for a customer: {code: the model that the reader must see}."""
        return {
            "case": "ar.case",
            "hold": "ar.hold",
            "reply": "ar.reply",
            "notice": "ar.dunning.notice",
            "limitation": "ar.limitation.warning",
            "level": "ar.dunning.notice",
            "deadline": "ar.dunning.notice",
            "call": "ar.dispatch",
            "promise": "ar.promise",
            "instalment": "ar.plan",
            "dispute": "ar.dispute",
            "task": "mail.activity",
        }

    def _read_next_steps(self, codes=None):
        """All that comes next for these customers, in a fixed number of queries.

        :param codes: of ``_get_next_kinds``; None for all
        :return: {account id: list of ``NextStep``, what is told first first}
        """
        found = {id_: {} for id_ in self.ids}
        with self._reading_once():
            for code, model in self._get_next_kinds().items():
                if (codes is None or code in codes) and self.env[model].has_access("read"):
                    for id_, steps in getattr(self, f"_find_next_{code}")().items():
                        found[id_][code] = steps
        return {id_: self._sort_steps(by_code) for id_, by_code in found.items()}

    @api.model
    def _sort_steps(self, by_code):
        """The steps of one customer, {code: list}, in the order in which they are told."""
        if "notice" in by_code:
            # The next level is what waits already.
            by_code.pop("level", None)
        steps = [step for steps in by_code.values() for step in steps]
        if any(step.rank == STANDS for step in steps):
            steps = [step for step in steps if step.rank != STOPPED]
        # What comes is told by its day, all else in the order of the kinds.
        coming = sorted(
            (step for step in steps if step.rank == COMES),
            key=lambda step: (not step.day, step.day or 0),
        )
        others = [step for step in steps if step.rank != COMES]
        return sorted([*coming, *others], key=lambda step: step.rank)

    @api.model
    def _say_step(self, step):
        """“Call, on 04/01/2026”."""
        if not step.day:
            return step.words
        return self.env._(
            "%(step)s, on %(day)s", step=step.words, day=format_date(self.env, step.day)
        )

    def _show_next(self):
        steps = self._read_next_steps()[self.id][:MOST_STEPS]
        today, ended = self.company_id._ar_today(), self._list_ended_deadline()
        if not steps:
            return {"value": self.env._("Nothing"), "tone": "muted", "lines": ended}
        first = steps[0]
        value, hint = first.words, ""
        if first.day or first.rank == STOPPED:
            day = first.day and format_date(self.env, first.day)
            value, hint = day or self.env._("No reminder"), first.words
        late = first.rank < COMES or (first.day and first.day <= today)
        return {
            "value": value,
            "tone": "warning" if late else "",
            "hint": hint,
            "lines": [
                self._prepare_line(step.words, step.day and format_date(self.env, step.day))
                for step in steps[1:]
            ]
            + ended,
        }

    # -- what stands over everything else ----------------------------------------------

    def _find_next_case(self):
        """Cases that were handed over, with the first date of each."""
        found = self._find_open("ar.case")
        cases = self.env["ar.case"].union(*found.values())
        days = {case: [case.date_next] if case.date_next else [] for case in cases}
        if cases:
            dates = [("case_id", "in", cases.ids), ("done", "=", False)]
            for event in self.env["ar.case.event"].search_fetch(dates, ["case_id", "date"]):
                days[event.case_id].append(event.date)
        kinds = dict(self.env["ar.case"]._fields["kind"]._description_selection(self.env))
        return {
            id_: [
                NextStep(
                    min(filter(None, days[case]), default=None),
                    f"{kinds[case.kind]}: {case.name}",
                    STANDS,
                )
                for case in own
            ]
            for id_, own in found.items()
        }

    def _find_next_hold(self):
        """Holds of the whole customer; one that an answer to be read has set is told by that."""
        unread = set()
        if self.env["ar.reply"].has_access("read"):
            for replies in self._find_unread().values():
                unread |= {(reply._name, reply.id) for reply in replies}
        found = {}
        for hold in self._find_whole_holds():
            origin = hold.origin_ref
            if not origin or (origin._name, origin.id) not in unread:
                words = ": ".join(filter(None, (self._say_held(hold), hold.reason_text)))
                found.setdefault(hold.profile_id.id, []).append(NextStep(None, words, STANDS))
        return found

    # -- what waits for one of us ------------------------------------------------------

    def _find_unread(self):
        new = [("state", "=", "new")]
        return self._keep(
            ("unread", self._ids),
            lambda: self._find_own(
                "ar.reply", new, "date_received, id", ["kind", "date_received", "company_id"]
            ),
        )

    def _find_next_reply(self):
        kinds = self.env["ar.reply"]._get_kinds()
        return {
            id_: [
                NextStep(
                    reply.company_id._ar_day_of(reply.date_received),
                    self.env._(
                        "Read the answer: %s",
                        kinds[reply.kind].name if reply.kind in kinds else reply.kind,
                    ),
                    WAITS,
                )
                for reply in own
            ]
            for id_, own in self._find_unread().items()
        }

    def _find_next_notice(self):
        """A reminder that a run has proposed, or that waits to leave; none that was left out."""
        states = ("draft", "queued", "leaving")
        names = ["level_id", "state", "date"]
        found = self._find_own(
            "ar.dunning.notice", [("state", "in", states)], "level_id desc, id desc", names
        )
        found = {id_: own.filtered(lambda one: not one.left_out)[:1] for id_, own in found.items()}
        return {id_: [self._say_notice(notice)] for id_, notice in found.items() if notice}

    def _say_notice(self, notice):
        level = notice.level_id.display_name
        if notice.state != "draft":
            return NextStep(notice.date, self.env._("Leaves soon: %s", level))
        if notice.waits_for_approval:
            return NextStep(notice.date, self.env._("Waits for approval: %s", level), WAITS)
        return NextStep(notice.date, self.env._("Confirm the run: %s", level), WAITS)

    def _find_next_limitation(self):
        """Claims that lapse soon: of those that the night has warned of, read anew."""
        warned = self._find_own("ar.limitation.warning", [], "date, id", ["move_line_id"])
        if not warned:
            return {}
        ids = {line.id for own in warned.values() for line in own.move_line_id}
        claims = self.env["ar.open.item"]._read_claims(self.company_id.ids, ids=sorted(ids))
        near = {
            id_: claim
            for id_, claim in claims.items()
            if claim.limit and 0 <= claim.days <= LIMITATION_DAYS and claim.row["residual"] > 0
        }
        return {
            id_: [
                NextStep(
                    near[line.id].limit.date,
                    self.env._("Claim lapses: %s", near[line.id].row["name"]),
                    WAITS,
                )
                for line in own.move_line_id
                if line.id in near
            ]
            for id_, own in warned.items()
        }

    # -- reminders ---------------------------------------------------------------------

    def _find_next_level(self):
        """The next reminder, and of how much; or what holds all of them back."""
        found = {}
        planner = self.env["ar.dunning.planner"].sudo()
        for company, own in self.sudo().grouped("company_id").items():
            today, ids = company._ar_today(), own.partner_id.ids
            facts = planner._read_facts(company, today, ids, dry=True)
            by_partner = {account.partner_id.id: account for account in own}
            holds = own._find_holds().grouped("profile_id")
            for partner_id, profile, policy, rows in planner._debtors(company, ids, facts):
                account = by_partner[partner_id]
                rules = account._with_grace(facts["policies"].get(policy.id))
                debtor = planner._debtor(company, today, profile, rows, facts, by_hand=True)
                if rules and debtor.items:
                    held = account._map_held(holds.get(account), rows)
                    steps = account._find_next_of(policy, rules, debtor, today, held)
                    found[account.id] = steps
        return found

    @api.model
    def _map_held(self, holds, rows):
        """{item id: the last day on which it is held as a whole; None for no end}

        :param holds: those in force of one account
        :param rows: its open items, {id: row}
        """
        held = {}
        for hold in holds or ():
            if hold.amount or hold.level_cap_id:
                continue
            for id_, row in rows.items():
                about = hold.move_line_id.id or hold.move_id.id
                if not about or about == (id_ if hold.move_line_id else row["move_id"]):
                    known = held.get(id_, hold.date_to)
                    held[id_] = known and hold.date_to and max(known, hold.date_to)
        return held

    def _find_next_of(self, policy, rules, debtor, today, held):
        """The earliest next level of a debtor's items, as one step.

        :param held: as of ``_map_held``
        """
        stopped = {
            decision.item_id: decision
            for decision in dunning.decide(rules, debtor, today)
            if decision.action == dunning.SKIP and decision.reason != "interval"
        }
        coming = {}
        for item in debtor.items:
            decision, until = stopped.get(item.id), held.get(item.id)
            if decision and not (decision.reason == "held" and until):
                continue
            number, day = dunning.next_step(rules, item, today)
            if item.id in held:
                # What is held until a day is asked of after it.
                number, day = (number, max(day, until + ONE_DAY)) if number and until else (0, None)
            if number:
                coming.setdefault((day, -number), []).append(item)
        if not coming:
            return [self._say_stopped(stopped)] if stopped else []
        day, number = min(coming)
        items = coming[day, number]
        words = self.env._(
            "%(level)s: %(count)s items",
            level=policy._sorted_levels()[-number - 1].display_name,
            count=len(items),
        )
        if len(items) == 1:
            words = self.env._(
                "%(level)s: 1 item", level=policy._sorted_levels()[-number - 1].display_name
            )
        if self.reminder_mode == "manual":
            words = self.env._("%s, by hand", words)
        return [NextStep(max(day, today), words)]

    def _say_stopped(self, stopped):
        """Nothing is said next: the reason that holds back most items."""
        reasons = [decision.reason for decision in stopped.values()]
        labels = dict(self.env["ar.dunning.run.line"].sudo()._selection_reason())
        reason = max(set(reasons), key=reasons.count)
        words = labels.get(reason) or self.env._("Reminders are stopped")
        return NextStep(None, words, STOPPED)

    def _find_next_deadline(self):
        """Until when the last reminder asks for the money, as long as that is to come."""
        if not self._has_any("ar.dunning.notice"):
            return {}
        found = {}
        for account in self:
            notice = account.last_notice_id
            if notice.deadline and notice.deadline >= account.company_id._ar_today():
                words = self.env._("Deadline of %s", notice.name)
                found[account.id] = [NextStep(notice.deadline, words)]
        return found

    # -- what was agreed, and what is to be done ---------------------------------------

    def _find_next_call(self):
        codes = self.env["ar.channel.task"]._get_task_codes()
        waiting = [("channel", "in", codes), ("state", "=", "queued")]
        names = dict(self.env["ar.channel"]._selection())
        found = self._find_own("ar.dispatch", waiting, "call_date, id", ["call_date", "channel"])
        return {
            id_: [NextStep(one.call_date, names[one.channel]) for one in own]
            for id_, own in found.items()
        }

    def _find_next_promise(self):
        return {
            id_: [
                NextStep(
                    one.date,
                    self.env._("Promise: %s", format_amount(self.env, one.amount, one.currency_id)),
                )
                for one in own
            ]
            for id_, own in self._find_open("ar.promise").items()
        }

    def _find_next_instalment(self):
        """Instalments of plans that run, and plans that nobody has accepted yet."""
        return {
            id_: [
                self._say_plan(plan) for plan in own if plan.state == "proposed" or plan.next_date
            ]
            for id_, own in self._find_open("ar.plan").items()
        }

    def _say_plan(self, plan):
        if plan.state == "proposed":
            words = self.env._("Plan to be accepted: %s", plan.name)
            return NextStep(plan.date_proposed, words, WAITS)
        if plan.missed_amount:
            amount = format_amount(self.env, plan.missed_amount, plan.currency_id)
            return NextStep(plan.next_date, self.env._("Instalment late: %s", amount))
        amount = format_amount(self.env, plan.next_amount, plan.currency_id)
        return NextStep(plan.next_date, self.env._("Instalment: %s", amount))

    def _find_next_dispute(self):
        return {
            id_: [NextStep(one.deadline, self.env._("Answer to %s", one.name)) for one in own]
            for id_, own in self._find_open("ar.dispute").items()
        }

    def _find_next_task(self):
        """Tasks of the account itself. Those of calls and of claims that lapse are told apart."""
        own = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        for model in ("ar.dispatch", "ar.limitation.warning"):
            told = (
                self.env[model]
                .sudo()
                ._search([("profile_id", "in", self.ids), ("activity_id", "!=", False)])
            )
            own &= Domain("id", "not in", told.subselect(f'"{told.table}"."activity_id"'))
        found = {}
        for task in self.env["mail.activity"].search(own, order="date_deadline, id"):
            words = task.summary or task.activity_type_id.name or ""
            found.setdefault(task.res_id, []).append(NextStep(task.date_deadline, words))
        return found
