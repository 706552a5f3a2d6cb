"""The credit check: may this document of this customer pass?"""

from collections import defaultdict
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ....tools.credit import check as credit_check
from ....tools.credit import exposure
from ...base import arguments
from .ar_credit_rule import Breach
from .ar_credit_standing import Customers

CHECKPOINTS = ("order", "invoice", "delivery")
# Who may see what a customer owes; everybody else reads words without figures.
FIGURES = ("account.group_account_invoice", "account.group_account_readonly")


class Demand(NamedTuple):
    """A document at a checkpoint.

    :param partner_id: the customer, or a contact of the customer
    :param company_id: the document's own company
    :param amount: company currency
    :param counted: what of it is in the exposure already
    :param released: codes of the rules that it was allowed to break
    """

    partner_id: int
    company_id: int
    amount: float
    counted: float = 0.0
    released: frozenset = frozenset()


class ArCreditCheck(models.AbstractModel):
    """Decides on documents: the rules say what breaks them (``ar_credit_rule.py``), the
    standing says what customers use (``ar_credit_standing.py``)."""

    _name = "ar.credit.check"
    _description = "Credit Check"

    @api.model
    @api.readonly
    def check(self, partner, company, amount, checkpoint):
        """Would a document of this amount pass? Writes and locks nothing.

        For who may see what customers owe: amounts asked for one after the other would tell
        everybody else the available credit. A document of one's own says in
        ``ar_credit_state`` and ``ar_credit_message`` whether it passes.

        :param partner: the customer or one of its contacts, record or id
        :param company: the document's own company, record or id
        :param amount: in the company's currency, not counted in the exposure yet
        :param checkpoint: 'order', 'invoice' or 'delivery'
        :return: ``{'decision': 'ok'|'warn'|'block', 'reasons': [{'code', 'message'}],
            'exposure', 'limit', 'available', 'needs_approval'}``; ``limit`` and ``available``
            are None where no limit applies, and ``exposure`` leaves out companies that the
            user may not see; ``needs_approval``: a credit approver can let it pass
        :raise AccessError: for who may not see figures, the customer or the company
        """
        if checkpoint not in CHECKPOINTS:
            raise UserError(
                self.env._(
                    "There is no credit checkpoint %(name)s. Use order, invoice or delivery.",
                    name=checkpoint,
                )
            )
        if not self.env.su and not self._may_see_figures():
            raise AccessError(
                self.env._(
                    "Whether an amount would pass is told to who may see what customers owe. "
                    "Write it into a document: the document says whether it passes."
                )
            )
        partner = self._as_record("res.partner", partner)
        company = self._as_record("res.company", company)
        amount = arguments.to_number(self.env, amount, float)
        self.env["ar.open.item"]._check_companies(company.ids)
        partner.check_access("read")
        [result] = self._check_many([Demand(partner.id, company.id, amount)], checkpoint)
        del result["for_approver"]
        return result

    def _as_record(self, model, record):
        """The one record that a record or an id stands for.

        :raise UserError: it stands for none
        """
        if not isinstance(record, models.BaseModel):
            record = self.env[model].browse(arguments.to_ids(self.env, [record]))
        record = record.exists()
        if len(record) != 1:
            raise UserError(self.env._("The credit check is about one customer and one company."))
        return record

    def _may_see_figures(self, facts=None):
        """Whether the user may read amounts; with ``facts`` also those of all companies that
        they come from (a branch does not read what other branches sold)."""
        if facts and facts.unseen is not None:
            return False
        return any(self.env.user.has_group(group) for group in FIGURES)

    # -- many documents ----------------------------------------------------------------

    @api.model
    def _check_many(self, demands, checkpoint, lock=False, together=True):
        """Check documents one after the other; each sees those before it.

        The number of queries does not depend on the number of documents.

        :param demands: list of ``Demand``
        :param together: all shall pass; else each is asked for alone
        :param lock: let no other transaction pass documents of these customers meanwhile
        :return: list of results as of ``check``, in the same order, with ``codes`` of the
            rules broken
        """
        if not demands:
            return []
        partners = self.env["res.partner"].sudo().browse({d.partner_id for d in demands})
        debtor = {partner.id: partner.commercial_partner_id.id for partner in partners}
        pairs = {(debtor[demand.partner_id], demand.company_id) for demand in demands}
        rules = self._get_rules({company_id for _partner, company_id in pairs}, checkpoint)
        customers = Customers(self.env, pairs)
        if lock:
            self._lock(customers)
        facts = self._read_facts(customers, rules)
        added = defaultdict(float)
        results = []
        for demand in demands:
            pair = (debtor[demand.partner_id], demand.company_id)
            result = self._decide(rules[demand.company_id], facts[pair], demand, pair, added)
            if together and result["decision"] != "block":
                added[pair] += demand.amount - demand.counted
            results.append(result)
        return results

    def _get_rules(self, company_ids, checkpoint):
        """{company id: list of ``credit_check.Rule``} at a checkpoint."""
        companies = self.env["res.company"].sudo().browse(sorted(company_ids))
        return self.env["ar.credit.rule"].sudo()._for_companies(companies, checkpoint)

    def _read_facts(self, customers, rules):
        """What the check has to know of customers; only what the ``rules`` ask for.

        :param customers: ``Customers``
        :param rules: {company id: list of ``credit_check.Rule``}
        :return: {pair: ``credit_check.Facts``}
        """
        codes = {rule.code for found in rules.values() for rule in found}
        found = self.env["ar.credit.rule"]._find(codes, customers)
        return {
            pair: credit_check.Facts(
                standing,
                {code: facts[pair] for code, facts in found.items() if pair in facts},
                exempt=any(customers.accounts[pair].mapped("credit_exempt")),
                unseen=self._get_unseen(standing.pairs, customers.parts),
            )
            for pair, standing in customers.standings.items()
        }

    def _get_unseen(self, pairs, parts):
        """What of the exposure lies in companies that the user may not see; None for none."""
        if self.env.uid == SUPERUSER_ID:
            return None
        foreign = {company_id for _partner, company_id in pairs}
        foreign -= set(self.env.user._get_company_ids())
        if not foreign:
            return None
        return exposure.exposure_of([pair for pair in pairs if pair[1] in foreign], parts)

    def _decide(self, rules, facts, demand, pair, added):
        """The result for one document, after those that ``added`` holds."""
        standing = facts.standing
        asked = credit_check.Demand(
            demand.amount,
            demand.counted,
            sum(added[other] for other in standing.pairs & added.keys()),
            sum(added.values()),
        )
        company = self.env["res.company"].sudo().browse(pair[1])
        found = credit_check.findings(rules, facts, asked, company.currency_id.rounding)
        decision, needs_approval = credit_check.decide(found, demand.released)
        used = credit_check.exposure_without(standing, asked)
        figures = {
            "exposure": used - (facts.unseen or 0.0),
            "limit": standing.limit,
            "available": None if standing.limit is None else standing.limit - used,
        }
        partner = self.env["res.partner"].sudo().browse(pair[0])
        breaches = [
            Breach(rule, facts.found[rule.code], asked, partner, company, None) for rule in found
        ]
        return {
            "decision": decision,
            "needs_approval": needs_approval,
            "codes": [rule.code for rule in found],
            "reasons": self._say(breaches, figures if self._may_see_figures(facts) else None),
            # Never shown to who asks: kept for who decides, who may see more.
            "for_approver": (
                self._say(breaches, {**figures, "exposure": used}) if needs_approval else []
            ),
            **figures,
        }

    def _say(self, breaches, figures):
        """Why, in a sentence for each rule; without amounts where ``figures`` is None."""
        rules = self.env["ar.credit.rule"]
        return [
            {
                "code": breach.rule.code,
                "message": rules._say(breach._replace(figures=figures)),
                # For notes that others read: never with figures.
                "words": rules._say(breach),
                "action": breach.rule.action,
            }
            for breach in breaches
        ]

    # -- lock --------------------------------------------------------------------------

    def _lock(self, customers):
        """Let one transaction at a time pass documents of these customers.

        One row stands for all that share a limit: the customer's account at the top of the
        company tree, and that of each group with a limit. The row is written, not only
        locked: a transaction that began before another one passed a document is refused by
        the database (and tried again by Odoo) instead of deciding on figures of then.
        """
        pairs, trees = customers.pairs, customers.trees
        tops = {(partner_id, trees[company_id][0]) for partner_id, company_id in pairs}
        standings = self.env["ar.credit.standing"]
        for limits in standings._read_group_limits(pairs, trees).values():
            for limit in limits:
                record = self.env["ar.credit.limit"].sudo().browse(limit.id)
                tops.add((record.partner_id.id, record.company_id.root_id.id))
        profiles = self.env["ar.profile"].sudo()
        profiles._ensure(tops)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                UPDATE ar_profile profile
                   SET credit_checked_on = %(now)s
                  FROM (SELECT id FROM ar_profile
                         WHERE (partner_id, company_id) IN (%(tops)s)
                         ORDER BY id FOR NO KEY UPDATE) AS locked
                 WHERE profile.id = locked.id
             RETURNING profile.id
                """,
                now=self.env.cr.now(),
                tops=SQL(", ").join(SQL("(%s, %s)", *pair) for pair in sorted(tops)),
            )
        )
        profiles.invalidate_model(["credit_checked_on"], flush=False)
