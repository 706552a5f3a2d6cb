"""Facts of all customers in a fixed number of queries, and the rows that are made of them."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.insight import worklist
from ...base import live
from .ar_worklist_rule import Account, Scope

# Where the rows are kept while one page is read.
KEPT = "ar_worklist_rows"
# Columns of the rows with their types; what else is known of an account is joined.
COLUMNS = {
    "id": "int",
    "collector_id": "int",
    "points": "float8",
    "risk": "float8",
    "probability": "float8",
    "overdue": "float8",
    "open_amount": "float8",
    "days_overdue": "int",
    "rule_id": "int",
    "kinds": "text",
    "next_date": "date",
    "last_contact": "date",
    "bump": "float8",
    "active": "bool",
    "put_off_until": "date",
}


class Ranked(NamedTuple):
    """A row with all that its words need.

    :param row: ``worklist.Row``
    :param total: figures of ``ar.open.item._read_totals``; {} for who owes nothing
    :param bumps: in force, as superuser; nothing for most
    :param pause: what leaves the customer out today, as superuser; nothing for most
    """

    row: worklist.Row
    total: dict
    facts: dict
    last_contact: object
    bumps: models.BaseModel | None
    company: models.BaseModel
    pause: models.BaseModel | None = None


class ArWorklist(models.Model):
    _inherit = "ar.worklist"

    def _reading_once(self):
        """Rank once for all that is asked in the block, in which nobody writes."""
        return live.reading_once(self.env, KEPT)

    def _keep(self, name, read):
        """What ``read()`` gives, read once in the block, whoever asks: record rules look at the
        same rows as superuser."""
        return live.keep(self.sudo().env, KEPT, name, read)

    # -- the table ---------------------------------------------------------------------

    def _sql_rows(self):
        """The rows of the companies switched on as a table; record rules are those of the search
        that asks."""
        return self._keep("sql", self._prepare_sql)

    def _prepare_sql(self):
        found = [self._get_columns(ranked) for ranked in self._read_ranking().values()]
        values = zip(*found, strict=True) if found else [()] * len(COLUMNS)
        arrays = [
            SQL("%s::%s[]", as_array(column), SQL(kind))
            for column, kind in zip(values, COLUMNS.values(), strict=True)
        ]
        return SQL(
            """
            SELECT work.*, work.id AS profile_id, profile.partner_id, profile.company_id,
                   profile.key_account, profile.rating_id, company.currency_id
              FROM unnest(%s) AS work (%s)
              JOIN ar_profile profile ON profile.id = work.id
              JOIN res_company company ON company.id = profile.company_id
            """,
            SQL(", ").join(arrays),
            SQL(", ").join(map(SQL.identifier, COLUMNS)),
        )

    @api.model
    def _get_columns(self, ranked):
        """The values of a row in the order of ``COLUMNS``."""
        row, total = ranked.row, ranked.total
        hits = row.hits
        return (
            row.customer.id,
            row.customer.collector,
            row.points,
            row.risk,
            row.customer.probability,
            row.customer.overdue,
            total.get("open", 0.0),
            total.get("max_days_overdue", 0),
            hits[0].rule.id if hits and hits[0].rule.points > 0 else None,
            " ".join(hit.rule.kind for hit in hits),
            row.step.date,
            ranked.last_contact,
            row.customer.bump,
            not ranked.pause,
            ranked.pause.date_to if ranked.pause else None,
        )

    # -- the ranking -------------------------------------------------------------------

    @api.model
    def _read_ranking(self):
        """{profile id: ``Ranked``} of the companies switched on, whoever asks: what is first does
        not depend on what one may see."""
        with self._reading_once():
            return self._keep("ranking", self._rank_companies)

    @api.model
    def _rank_companies(self):
        ranking = {}
        for company in self.env.companies.sudo():
            ranking.update(self.sudo()._rank_company(company))
        return ranking

    @api.model
    def _rank_company(self, company):
        scope = self._get_scope(company)
        if not scope.accounts:
            return {}
        rules_model = self.env["ar.worklist.rule"]
        rules = rules_model._for_company(company)
        # A kind that found nobody need not be asked of each customer.
        facts = {kind: found for kind, found in rules_model._find(rules, scope).items() if found}
        rules = {kind: own for kind, own in rules.items() if kind in facts}
        tasks = tuple(kind for kind in rules_model._get_tasks() if kind in facts)
        terms = company._ar_get_worklist_terms(tasks)
        pauses, done = self.env["ar.worklist.pause"]._read_pauses(company)
        # Who has talked with us today is done.
        talked = {id_ for id_, day in scope.talks.items() if day == scope.today}
        bumps = self.env["ar.worklist.bump"]._read_bumps(company)
        waiting = set().union(*(facts[kind] for kind in tasks))
        away = pauses.keys() | talked
        customers = self._list_customers(scope, waiting | bumps.keys(), bumps, away)
        rows = (worklist.judge(one, rules, facts, terms, scope.today) for one in customers)
        ordered = worklist.rank(
            [row for row in rows if row],
            company.ar_worklist_cap,
            [one.collector for one in customers if one.id in done | talked],
        )
        # What was put off is shown to who asks for it, so that it can be brought back.
        apart = [one._replace(is_away=False) for one in customers if one.id in pauses]
        apart = (worklist.judge(one, rules, facts, terms, scope.today) for one in apart)
        ordered += worklist.rank([row for row in apart if row])
        return {
            row.customer.id: Ranked(
                row,
                scope.totals.get(row.customer.id, {}),
                facts,
                scope.contacts.get(row.customer.id),
                bumps.get(row.customer.id),
                company,
                pauses.get(row.customer.id),
            )
            for row in ordered
        }

    @api.model
    def _list_customers(self, scope, waiting, bumps, away):
        """The customers that may have work, as ``worklist.Customer``: who owes something overdue,
        and those ``waiting`` for something else."""
        overdue = {id_ for id_, total in scope.totals.items() if total["overdue"] > 0}
        wanted = overdue | waiting
        ids = [id_ for id_ in scope.accounts if id_ in wanted]
        held = self._read_held(scope)
        chances = self._read_probabilities(scope.company, [i for i in ids if i in overdue])
        collectors = {scope.accounts[id_].collector_id for id_ in ids} - {None}
        people = self.env["ar.absence"]._find_stand_ins(scope.company, collectors)
        customers = []
        for id_ in ids:
            account, amount = scope.accounts[id_], scope.totals.get(id_, {}).get("overdue", 0.0)
            customers.append(
                worklist.Customer(
                    id_,
                    people.get(account.collector_id),
                    amount,
                    min(held.get(id_, 0.0), amount),
                    chances.get(id_, 0.0),
                    account.is_key,
                    sum(bumps[id_].mapped("points")) if id_ in bumps else 0.0,
                    id_ in away,
                )
            )
        return customers

    # -- the facts ---------------------------------------------------------------------

    @api.model
    def _get_scope(self, company):
        """What rules are asked about, read once for a page."""
        return self._keep(("scope", company.id), lambda: self._read_scope(company))

    @api.model
    def _read_scope(self, company):
        accounts = self._read_accounts(company)
        if not accounts:
            return Scope(company, company._ar_today(), {}, {}, {}, {})
        by_partner = {account.partner_id: id_ for id_, account in accounts.items()}
        found = self.env["ar.open.item"]._read_totals(company.ids)
        totals = {
            by_partner[partner_id]: total
            for (partner_id, _company), total in found.items()
            if partner_id in by_partner
        }
        talks = self._read_talks(company)
        wrote = self._read_last_days(company, self.env["ar.reply"], "date_received", [])
        contacts = {
            id_: max(filter(None, (talks.get(id_), wrote.get(id_)))) for id_ in talks | wrote
        }
        return Scope(company, company._ar_today(), accounts, totals, talks, contacts)

    @api.model
    def _read_accounts(self, company):
        """{profile id: ``Account``} of a company."""
        profiles = self.env["ar.profile"]
        profiles.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, partner_id, collector_id, COALESCE(key_account, FALSE),
                       CASE WHEN rating_id IS NOT NULL THEN score::float8 END, rating_id,
                       CASE WHEN behaviour_known THEN behaviour_score::float8 END,
                       ARRAY_REMOVE(ARRAY[CASE WHEN email_bounced THEN 'email' END,
                                          CASE WHEN phone_wrong THEN 'phone' END,
                                          CASE WHEN address_wrong THEN 'address' END], NULL)
                  FROM ar_profile
                 WHERE company_id = %s
                 ORDER BY id
                """,
                company.id,
            )
        )
        return {row[0]: Account(*row) for row in rows}

    @api.model
    def _read_talks(self, company):
        """{profile id: day of the last call or visit that reached the customer}."""
        dispatches = self.env["ar.dispatch"]
        reached = [code for code, said in dispatches._get_outcomes().items() if said.reached]
        return self._read_last_days(company, dispatches, "date", [("outcome", "in", reached)])

    @api.model
    def _read_last_days(self, company, records, field_name, domain):
        """{profile id: day of the last moment in a field}, in one query."""
        groups = records._read_group(
            [("company_id", "=", company.id), *domain], ["profile_id"], [f"{field_name}:max"]
        )
        return {profile.id: company._ar_day_of(moment) for profile, moment in groups}

    @api.model
    def _read_held(self, scope):
        """{profile id: amount on hold, in the company's currency}; infinite for a customer who is
        on hold as a whole."""
        holds = self.env["ar.hold"].search(
            Domain("company_id", "=", scope.company.id)
            & self.env["ar.hold"]._domain_in_force(scope.today)
        )
        held = {}
        for hold in holds.filtered(lambda hold: hold.scope == "customer"):
            amount = hold.amount or float("inf")
            held[hold.profile_id.id] = held.get(hold.profile_id.id, 0.0) + amount
        items = holds.filtered(lambda hold: hold.scope == "item")
        for id_, amount in self._list_held_items(scope, items):
            held[id_] = held.get(id_, 0.0) + amount
        return held

    @api.model
    def _list_held_items(self, scope, holds):
        """[(profile id, what is on hold of an overdue item, in the company's currency)]"""
        whole = holds.filtered(lambda hold: hold.move_id and not hold.move_line_id)
        lines = self.env["account.move.line"].search_fetch(
            [("move_id", "in", whole.move_id.ids), ("account_type", "=", "asset_receivable")],
            ["move_id"],
        )
        by_line = {hold.move_line_id.id: hold for hold in holds if hold.move_line_id}
        by_move = whole.grouped("move_id")
        by_line |= {line.id: by_move[line.move_id][:1] for line in lines}
        if not by_line:
            return []
        read = self.env["ar.open.item"]._read_rows
        found = []
        for row in read(scope.company.ids, ids=list(by_line), today=True):
            hold = by_line[row["id"]]
            if row["days_overdue"] > 0 and row["residual"] > 0:
                share = min(hold.amount / row["residual_currency"], 1.0) if hold.amount else 1.0
                found.append((hold.profile_id.id, row["residual"] * share))
        return found

    @api.model
    def _read_probabilities(self, company, profile_ids):
        """The probability that what customers owe overdue is not paid soon.

        From payment behaviour: the score of the last night, and how late the customer is now. A
        later room that forecasts payments answers instead.

        :param company: as superuser
        :param profile_ids: accounts of the company with something overdue
        :return: {profile id: probability, 0 to 1}
        """
        scope = self._get_scope(company)
        return {
            id_: worklist.probability_of(
                scope.accounts[id_].habit, scope.totals[id_]["max_days_overdue"]
            )
            for id_ in profile_ids
        }


def as_array(values):
    """A column as the text of an array, which PostgreSQL reads faster than single parameters. Rules
    are words of small letters, all else are numbers and days."""
    words = (
        "NULL" if one is None else f'"{one}"' if isinstance(one, str) else str(one)
        for one in values
    )
    return f"{{{','.join(words)}}}"
