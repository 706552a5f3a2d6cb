"""Facts in, plan out: the part of a dunning run that writes nothing."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.dunning import dunning
from ...tools.dunning.discount import asked_of
from ...tools.dunning.holdout import HELD_OUT, draw_lot
from ...tools.ledger import cover

# Of an item of which nothing was said: see ``_read_history``.
NO_HISTORY = (None, None, False, 0)


class Plan(NamedTuple):
    """What a run would do about one debtor. Records are empty where there is none."""

    partner_id: int
    profile: object
    policy: object
    facts: dunning.Policy
    debtor: dunning.Debtor
    rows: dict
    decisions: list
    drafts: list
    repeats: dict
    items: dict


class ArDunningPlanner(models.AbstractModel):
    """Reads the facts of many customers in a few queries and asks the pure decision."""

    _name = "ar.dunning.planner"
    _description = "Dunning Planner"

    @api.model
    def _partner_ids(self, company, date=None):
        """Partners with an item past a level in the company, ascending; None for items
        without a partner, last.

        :param date: a future day, to count documents dated up to it, too
        """
        found = {partner_id for _item_id, partner_id, _delay in self._read_due(company, date)}
        ordered = sorted(partner_id for partner_id in found if partner_id)
        return ordered + ([None] if found - set(ordered) else [])

    @api.model
    def _read_due(self, company, date=None):
        """The items that have passed a level, as their due dates say: what a run looks at.

        Holds, history, grace, credits and minimums are not looked at: they only keep back.

        :param date: a future day, to count documents dated up to it, too
        :return: list of (item id, partner id, delay in days of the highest level passed, of
            any policy of the company). What is late counts without a level, too
        """
        ahead = date if date and date > company._ar_today() else None
        levels = self.env["ar.dunning.policy"]._for_company(company).level_ids
        delays = sorted({1, *levels.mapped("delay_days")})
        OpenItem = self.env["ar.open.item"]
        scope = OpenItem._prepare_scope([company.id], as_of=ahead, today=True)
        late = SQL("%s::date - date_due", scope.days[company.id])
        return self.env.execute_query(
            SQL(
                """
                SELECT id, partner_id,
                       (%(delays)s::int[])[WIDTH_BUCKET(%(late)s, %(delays)s::int[])]
                  FROM %(source)s AS item
                 WHERE %(late)s >= %(first)s AND residual >= 0 AND residual_currency >= 0
                """,
                delays=delays,
                late=late,
                first=delays[0],
                source=OpenItem._sql_source(scope),
            )
        )

    @api.model
    def _plan(
        self, company, date, partner_ids, by_hand=False, dry=False, start=None, now=False, only=None
    ):
        """Plan the dunning of some partners on a day; the number of queries does not
        depend on how many.

        :param by_hand: remind customers whose reminders are manual, too
        :param dry: write nothing, not even the account of a customer who has none
        :param start: leave items that fell due before this day to people
        :param now: the next level of each item, whatever its day, as a person wants it
        :param only: decide about these items alone; what credits cover is a question to all
        :return: list of ``Plan``, only of customers with something to decide
        """
        facts = self._read_facts(company, date, partner_ids, dry)
        facts["start"] = start
        decide = dunning.decide_now if now else dunning.decide
        plans = []
        for partner_id, profile, policy, rows in self._debtors(company, partner_ids, facts):
            debtor = self._debtor(company, date, profile, rows, facts, by_hand)
            if now:
                # What is dated later is no business of today.
                known = [item for item in debtor.items if rows[item.id]["date"] <= date]
                debtor = debtor._replace(items=tuple(known))
            policy_facts = profile._with_grace(facts["policies"].get(policy.id))
            decisions = decide(policy_facts, debtor, date)
            if not policy_facts or not policy_facts.levels:
                decisions = self._undecidable(policy, debtor, date)
            decisions = [one for one in decisions if only is None or one.item_id in only]
            if decisions:
                plans.append(
                    Plan(
                        partner_id,
                        profile,
                        policy,
                        policy_facts,
                        debtor,
                        rows,
                        decisions,
                        drafts=dunning.group_notices(policy_facts, debtor, decisions, date, only),
                        repeats=facts["repeats"],
                        items={item.id: item for item in debtor.items},
                    )
                )
        return plans

    @api.model
    def _undecidable(self, policy, debtor, date):
        """Overdue items of a customer whom no policy with levels covers."""
        reason = "empty_policy" if policy else "no_policy"
        return [
            dunning.Decision(item.id, dunning.SKIP, debtor.blocked or reason, detail=policy.name)
            for item in debtor.items
            if dunning.days_late(item.due, date) > 0
        ]

    @api.model
    def _read_facts(self, company, date, partner_ids, dry=False):
        """All that the decisions need, keyed for lookup."""
        rows = self._read_rows(company, date, partner_ids)
        by_partner = defaultdict(dict)
        for row in rows:
            by_partner[row["partner_id"]][row["id"]] = row
        profiles = self._profiles(company, [p for p in by_partner if p], dry)
        policies = self.env["ar.dunning.policy"]._for_company(company)
        return {
            "rows": by_partner,
            "profiles": profiles,
            "policy_of": profiles._match_policies(policies),
            "default_policy": policies._first_without_criteria(),
            "policies": {policy.id: policy._as_facts(company) for policy in policies},
            "history": self._read_history([row["id"] for row in rows]),
            "unposted": self._read_unposted([row["id"] for row in rows]),
            "firmer": self._read_firmer(rows),
            "held_out": self._read_held_out(policies, rows),
            "start": None,
            "repeats": self._read_repeats([row["id"] for row in rows]),
            "holds": self._read_holds(profiles, date),
            "contacts": self._read_contacts(profiles, date),
            "own": set(self.env["res.company"].sudo().search([]).partner_id.ids),
        }

    @api.model
    def _read_rows(self, company, date, partner_ids):
        """All that the partners owe on the day. Their credits are those of today even if the day
        is past: who has paid since is not reminded. None among them stands for items without
        one."""
        OpenItem = self.env["ar.open.item"]
        day = max(date, company._ar_today())
        rows = OpenItem._read_rows(
            [company.id], partner_ids=[p for p in partner_ids if p], as_of=day, today=True
        )
        if None in partner_ids:
            orphans = OpenItem.sudo().search(
                [("partner_id", "=", False), ("company_id", "=", company.id)]
            )
            rows += OpenItem._read_rows([company.id], ids=orphans.ids)
        return [row for row in rows if row["date"] <= date or cover.kind_of(row) == cover.CREDIT]

    @api.model
    def _profiles(self, company, partner_ids, dry=False):
        """The profiles of the partners, made where one is missing (``dry``: in memory)."""
        Profile = self.env["ar.profile"]
        domain = [("company_id", "=", company.id), ("partner_id", "in", partner_ids)]
        profiles = Profile.search(domain)
        missing = set(partner_ids) - set(profiles.partner_id.ids)
        if dry:
            for partner_id in missing:
                profiles |= Profile.new({"partner_id": partner_id, "company_id": company.id})
        elif missing:
            Profile.sudo()._ensure([(partner_id, company.id) for partner_id in missing])
            profiles = Profile.search(domain)
        return profiles

    @api.model
    def _read_history(self, item_ids):
        """{item id: (delay of the highest level sent, day of the last notice, queued, how often
        that level was sent)}.

        What was handed over and has not left is queued: it has raised nothing yet.
        """
        groups = self.env["ar.dunning.notice.line"]._read_group(
            [
                ("move_line_id", "in", item_ids),
                ("kind", "=", "item"),
                ("state", "in", ("queued", "leaving", "sent")),
                ("superseded", "=", False),
            ],
            ["move_line_id", "level_id", "state"],
            ["date:max", "__count"],
        )
        history = {}
        for line, level, state, day, count in groups:
            reached, last, queued, said = history.get(line.id, NO_HISTORY)
            if state != "sent":
                queued = True
            else:
                last = max(filter(None, (last, day)))
                if reached is None or level.delay_days > reached:
                    reached, said = level.delay_days, count
                elif level.delay_days == reached:
                    said += count
            history[line.id] = (reached, last, queued, said)
        return history

    @api.model
    def _read_unposted(self, item_ids):
        """The items whose last notice is a letter that has not been posted; channels know."""
        return set()

    @api.model
    def _read_firmer(self, rows):
        """{item id: the day on which a promise about it was broken, after which its next level is
        said at once}; the room that keeps promises knows.

        :param rows: open items
        """
        return {}

    @api.model
    def _read_held_out(self, policies, rows):
        """{item id: ((delay of the level, first day), …)} of the times that its reminder was held
        out by a run that was confirmed; nothing where no policy holds out.

        :param rows: open items
        """
        if not any(policies.mapped("holdout_share")):
            return {}
        groups = self.env["ar.dunning.run.line"]._read_group(
            [
                ("move_line_id", "in", [row["id"] for row in rows]),
                ("arm", "=", HELD_OUT),
                ("run_id.state", "in", ("confirmed", "done")),
                ("level_id", "!=", False),
            ],
            ["move_line_id", "level_id", "run_id"],
        )
        found = defaultdict(tuple)
        for line, level, run in groups:
            found[line.id] += ((level.delay_days, run.date),)
        return found

    @api.model
    def _read_repeats(self, item_ids):
        """{(item id, level id): the number of the next time that it is said}, where it was said
        before: the due date was moved since, or the last level is said again."""
        said = [("move_line_id", "in", item_ids), ("kind", "=", "item"), ("state", "=", "sent")]
        groups = self.env["ar.dunning.notice.line"]._read_group(
            said, ["move_line_id", "level_id"], ["repeat:max"]
        )
        return {(line.id, level.id): (last or 0) + 1 for line, level, last in groups}

    @api.model
    def _read_holds(self, profiles, date):
        """{profile id: tuple of holds in force on the day}."""
        holds = defaultdict(list)
        for hold in self.env["ar.hold"]._in_force(profiles, date).sorted("id"):
            holds[hold.profile_id.id].append(hold._as_facts())
        return holds

    @api.model
    def _read_contacts(self, profiles, date):
        """Profiles that were reminded on the day or, where a run is dated back, since then, or
        that a notice is on its way to."""
        if not profiles._has_any("ar.dunning.notice"):
            return set()
        groups = self.env["ar.dunning.notice"]._read_group(
            [
                ("profile_id", "in", profiles.ids),
                "|",
                ("state", "in", ("queued", "leaving")),
                "&",
                ("state", "=", "sent"),
                ("date", ">=", date),
            ],
            ["profile_id"],
        )
        return {profile.id for (profile,) in groups}

    @api.model
    def _debtors(self, company, partner_ids, facts):
        """Yield (partner id, profile, policy, rows by id) of the partners that have items."""
        by_partner = {profile.partner_id.id: profile for profile in facts["profiles"]}
        for partner_id in partner_ids:
            rows = facts["rows"].get(partner_id)
            if not rows:
                continue
            profile = by_partner.get(partner_id, self.env["ar.profile"])
            policy = facts["policy_of"].get(profile.id, facts["default_policy"])
            yield partner_id, profile, policy, rows

    @api.model
    def _debtor(self, company, date, profile, rows, facts, by_hand=False):
        """The value row of one customer."""
        items, credits, by_currency = [], 0.0, defaultdict(float)
        for row in rows.values():
            if cover.kind_of(row) == cover.CREDIT:
                credits -= row["residual"]
                by_currency[row["currency_id"]] -= row["residual_currency"]
            else:
                item = self._item(row, facts["history"], date)
                left = facts["start"] and item.due < facts["start"] and item.reached is None
                unposted = row["id"] in facts["unposted"]
                firmer = facts["firmer"].get(row["id"])
                item = item._replace(unposted=unposted, left_to_people=bool(left), firmer=firmer)
                item = item._replace(held_out=facts["held_out"].get(row["id"], ()))
                items.append(item)
        items.sort(key=lambda item: (item.due, item.id))
        return dunning.Debtor(
            items=tuple(items),
            credits=credits,
            credits_by_currency=dict(by_currency),
            holds=tuple(facts["holds"].get(profile.id, ())),
            blocked=self._blocked(profile, facts, by_hand),
            last_contact=date if profile.id in facts["contacts"] else None,
            lot=None if by_hand else self._draw_lot(company, date, profile, facts),
        )

    @api.model
    def _draw_lot(self, company, date, profile, facts):
        """The customer's lot of the day; None where no policy of the customer holds out."""
        policy = facts["policy_of"].get(profile.id, facts["default_policy"])
        if not policy.holdout_share or not profile.partner_id:
            return None
        # One that is older than hold-outs has no salt.
        salt = policy.sudo().holdout_salt or policy.id
        return draw_lot(salt, company.id, profile.partner_id.id, date)

    @api.model
    def _read_cover(self, debtors):
        """What credits cover of the items, and since when, as interest counts it.

        :param debtors: (``Debtor``, its open-item rows by id) of each customer
        :return: {item id: [(day, amount in the item's currency)]}
        """
        found = {}
        for debtor, rows in debtors:
            credits = [
                (row["currency_id"], row["date"], -row["residual_currency"])
                for row in rows.values()
                if cover.kind_of(row) == cover.CREDIT
            ]
            found.update(dunning.paid_by_day(debtor, credits))
        return found

    @api.model
    def _blocked(self, profile, facts, by_hand):
        """Why the customer as a whole is left alone, or ''."""
        if not profile:
            return "no_partner"
        if profile.partner_id.id in facts["own"]:
            return "own_company"
        if not profile.partner_id.active:
            return "archived"
        if profile.reminder_mode == "manual" and not by_hand:
            return "manual_customer"
        return ""

    @api.model
    def _item(self, row, history, date=None):
        """The value row of one open item, as it is asked on ``date``."""
        asked, residual = asked_of(row, date)
        reached, last, queued, said = history.get(row["id"], NO_HISTORY)
        return dunning.Item(
            id=row["id"],
            move_id=row["move_id"],
            currency_id=row["currency_id"],
            due=dunning.due_of(row),
            contract=row["date_due"],
            residual=residual,
            asked=asked,
            reached=reached,
            last_notice=last,
            queued=queued,
            excluded=row["no_followup"],
            payment_pending=row["payment_pending"],
            said=said,
            open=row["residual_currency"],
            paid_out=row["paid_out"],
        )
