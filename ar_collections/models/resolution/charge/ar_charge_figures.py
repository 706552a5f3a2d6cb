"""What interest items bear up to a day, whether they are open or were paid late."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....tools.dunning import dunning
from ....tools.dunning.interest import ONE_DAY, as_decimal, make_segments
from ....tools.dunning.netting import split_holds
from ....tools.ledger import cover
from ....tools.resolution.charge import cut_after, last_day, leave_out
from ...dunning.interest.ar_interest_rule import Debt


class Late(NamedTuple):
    """An item that was late, as interest looks at it; amounts in its own currency."""

    item: object
    profile: object
    rule: object
    due: object
    invoiced: object
    original: object
    settled: list
    covered: list
    whole: bool
    free: list


class ArCharge(models.Model):
    _inherit = "ar.charge"

    @api.model
    def _find_settled_late(self, company, since, partner_ids=None):
        """Items that were settled after their due date, as far as that was matched since a moment:
        list of (journal item id, customer id).

        :param since: UTC; None for whenever
        """
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move.line"].flush_model(["reconciled", "date_maturity", "parent_state"])
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT debit.id, partner.commercial_partner_id
                  FROM account_partial_reconcile partial
                  JOIN account_move_line debit ON debit.id = partial.debit_move_id
                  JOIN account_account account ON account.id = debit.account_id
                  JOIN res_partner partner ON partner.id = debit.partner_id
                 WHERE debit.company_id = %(company)s AND debit.parent_state = 'posted'
                   AND debit.reconciled AND %(trade)s AND %(whose)s AND %(since)s
                   AND partial.max_date > COALESCE(debit.date_maturity, debit.date)
                """,
                company=company.id,
                trade=self.env["ar.open.item"]._sql_is_trade(),
                whose=SQL("partner.commercial_partner_id IN %s", tuple(partner_ids))
                if partner_ids
                else SQL("TRUE"),
                since=SQL("partial.create_date >= %s", since) if since else SQL("TRUE"),
            )
        )

    @api.model
    def _find_late(self, company, today, partner_ids, since):
        """The late items of some customers that bear interest: list of ``Late``. The number of
        queries does not depend on how many there are."""
        planner = self.env["ar.dunning.planner"]
        facts = planner._read_facts(company, today, partner_ids)
        facts["start"] = company._ar_get_charge_start()
        settled = self._find_settled_late(company, since, partner_ids)
        profiles = planner._profiles(company, partner_ids)
        policies = profiles._match_policies(self.env["ar.dunning.policy"]._for_company(company))
        by_partner = {profile.partner_id.id: profile for profile in profiles}
        covered, open_rows = {}, {}
        for _id, profile, _policy, rows in planner._debtors(company, partner_ids, facts):
            debtor = planner._debtor(company, today, profile, rows, facts, by_hand=True)
            covered.update(planner._read_cover([(debtor, rows)]))
            open_rows.update(self._find_bearing(debtor, rows, today))
        ids = [*open_rows, *(id_ for id_, _partner_id in settled if id_ not in open_rows)]
        lines = self._find_chargeable(ids, facts["start"], open_rows)
        paid = self.env["ar.open.item"]._read_settlements(lines.ids)
        agreed = self.env["ar.deferral"]._read_agreed(lines.ids)
        free = self.env["ar.plan"]._read_kept(lines.ids)
        late = []
        for line in lines:
            profile = by_partner.get(line.partner_id.commercial_partner_id.id)
            rule = profile and self._pick_rule(policies.get(profile.id), line)
            if not rule or self._is_exempt(profile, facts["own"]):
                continue
            row, share = open_rows.get(line.id, (None, 1))
            # Of what was paid the same share counts, as on notices.
            settlements = [
                (day, as_decimal(amount) * share) for day, amount in paid.get(line.id, ())
            ]
            left = as_decimal(row["residual_currency"] if row else 0) * share
            late.append(
                Late(
                    item=line,
                    profile=profile,
                    rule=rule,
                    due=agreed.get(line.id) or line.date_maturity or line.date,
                    invoiced=line.move_id.invoice_date or line.date,
                    original=left + sum(amount for _day, amount in settlements),
                    settled=settlements,
                    covered=covered.get(line.id, []) if row else [],
                    whole=share == 1,
                    free=free.get(line.id, []),
                )
            )
        return late

    @api.model
    def _is_exempt(self, profile, own):
        """Nobody charges companies of our own; nor contacts that are archived."""
        return profile.partner_id.id in own or not profile.partner_id.active

    @api.model
    def _find_bearing(self, debtor, rows, today):
        """{item id: (its row, share that nothing holds)} of the open items of a customer that
        interest accrues on. What is held is charged once it is not any more."""
        if debtor.blocked:
            return {}
        free, _held = split_holds(debtor)
        found = {}
        for item in debtor.items:
            row = rows[item.id]
            left = as_decimal(max(free[item.id][0], 0))
            wanted = not (item.excluded or item.paid_out or item.settled or item.left_to_people)
            late = dunning.days_late(item.due, today) > 0
            if left and wanted and late and cover.kind_of(row) == cover.DEBIT:
                found[item.id] = row, min(left / as_decimal(item.asked), as_decimal(1))
        return found

    @api.model
    def _find_chargeable(self, ids, start, open_rows):
        """The journal items (superuser's) among ``ids`` that may be charged at all: no charges of
        ours, which bear no interest themselves, nor what was left to people."""
        lines = self.env["account.move.line"].sudo().browse(ids)
        notes = self.sudo()._read_group([("move_id", "in", lines.move_id.ids)], ["move_id"])
        lines -= lines.filtered(lambda line: line.move_id in {move for (move,) in notes})
        return lines.filtered(
            lambda line: (
                line.id in open_rows
                or (
                    not line.no_followup
                    and line.amount_currency > 0
                    and (
                        not start or line.ar_level_id or (line.date_maturity or line.date) >= start
                    )
                )
            )
        )

    @api.model
    def _pick_rule(self, policy, line):
        """The rule of interest for an item: of the highest level that was said of it, else the
        first one of its customer's policy; empty if the policy charges none."""
        rules = line.ar_level_id.interest_rule_id
        if not rules and policy:
            rules = policy.sudo()._sorted_levels().interest_rule_id
        return rules.filtered("active")[:1]

    @api.model
    def _prepare_debts(self, rule, late, past, today):
        """What was open of items and when, cut where they were charged: list of ``Debt``, with
        items of ``late`` as keys; those that the rule is not for are left out."""
        contracts = {}
        if rule.fixing == "contract":
            wanted = [(one.item, one.profile, one.invoiced) for one in late]
            contracts = rule._read_contract_days(wanted)
        debts = []
        for one in late:
            start = rule._get_last_free_day(one.due, one.invoiced, one.item.move_id)
            obstacle = rule._get_obstacle(one.profile.partner_id, one.profile)
            if obstacle or not rule._holds_for(start + ONE_DAY):
                continue
            segments = make_segments(one.original, start, [*one.settled, *one.covered], today)
            bearing = leave_out(segments, one.free)
            first = segments[0].date_from if segments else None
            hidden = bearing and bearing[0].date_from != first
            cut = cut_after(bearing, last_day(past.get(one.item.id, ())))
            debts.append(
                Debt(
                    one.item,
                    one.item.currency_id,
                    cut,
                    contracts.get(one.item),
                    first if hidden else None,
                )
            )
        return debts
