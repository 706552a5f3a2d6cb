"""Every night: interest accrues, what is old lapses, what was paid late is claimed and booked."""

import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.dunning.interest import as_rows
from ....tools.resolution.charge import charge_anew
from .ar_charge import OPEN

# Customers whose interest is read and written in one batch.
BATCH = 500
# What was matched up to so long before the first night is looked at.
FIRST_DAYS = 30
# A night may have begun while payments of that moment were not committed yet.
OVERLAP = timedelta(days=1)


class ArCharge(models.Model):
    _inherit = "ar.charge"

    @api.model
    def _cron_nightly(self):
        """Charge what was late, company by company, each step on its own."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        for step in self._get_steps():
            # A company's step that fails is done again tomorrow, and keeps no other back.
            if not self._work_through(companies, step, whole=True):
                return

    @api.model
    def _get_steps(self):
        """What the night does for each company, in this order."""
        return [self._accrue, self._lapse, self._claim_rest, self._book_rest]

    # -- interest accrues --------------------------------------------------------------

    @api.model
    def _accrue(self, company):
        """Charge the interest of all late items of a company up to today. What a night that was
        stopped has done is not done again: the company remembers the last customer."""
        began, since = fields.Datetime.now(), self._get_since(company)
        partner_ids = self._find_customers(company, since)
        for batch in self._in_batches(partner_ids, BATCH):
            self._attempt(
                batch,
                lambda part: self._accrue_for(company, part, since),
                failed=lambda part, error: self._note_failure(company, part, error),
                level=logging.ERROR,
            )
            company.sudo().ar_charges_reached = batch[-1]
        company.sudo().write({"ar_charges_read_on": began, "ar_charges_reached": 0})

    @api.model
    def _get_since(self, company):
        """Matching from this moment on has not been looked at."""
        read_on = company.sudo().ar_charges_read_on
        if read_on:
            return read_on - OVERLAP
        return fields.Datetime.now() - timedelta(days=FIRST_DAYS)

    @api.model
    def _find_customers(self, company, since):
        """Ids of the customers with something late, or paid late since, after the one that the
        company remembers."""
        due = self.env["ar.dunning.planner"]._read_due(company)
        found = {partner_id for _item_id, partner_id, _delay in due if partner_id}
        found |= {partner_id for _item_id, partner_id in self._find_settled_late(company, since)}
        return sorted(id_ for id_ in found if id_ > company.sudo().ar_charges_reached)

    @api.model
    def _note_failure(self, company, partner_ids, error):
        """Interest that cannot be computed is told on the account; nothing else waits for it."""
        partners = self.env["res.partner"].browse(partner_ids)
        for partner in partners:
            profile = self.env["ar.profile"].sudo().get_or_create(partner, company)
            profile._message_log(
                body=self.env._("Late interest could not be computed: %s", str(error))
            )

    @api.model
    def _accrue_for(self, company, partner_ids, since=None, only=None):
        """Charge the interest of the late items of some customers up to today.

        :param only: ids of the items that are charged; None for all
        """
        today = company._ar_today()
        late = self._find_late(company, today, partner_ids, since)
        if only is not None:
            late = [one for one in late if one.item.id in only]
        ids = [one.item.id for one in late]
        past, accrued = self._read_past(ids), self._read_accrued(ids)
        missing, values = set(), []
        by_rule = {}
        for one in late:
            by_rule.setdefault(one.rule, []).append(one)
        profiles = {one.item: one.profile for one in late}
        whole = {one.item: one.whole for one in late}
        for rule, own in by_rule.items():
            debts = self._prepare_debts(rule, own, past, today)
            for item, charge in rule._interest_for_items(debts, today).items():
                if charge.missing:
                    missing.add((rule.reference_id, charge.missing))
                    continue
                before = past.get(item.id, ())
                new = charge_anew(charge.amount, charge.lines, before, whole[item])
                self._lower(item, float(new.excess))
                row = self._prepare_interest(item, profiles[item], rule, new)
                values += self._renew(accrued.get(item.id), row)
        self.sudo().create(values)
        self.env["ar.interest.reference"]._ask_for_rates(missing, company)

    @api.model
    def _read_accrued(self, item_ids):
        """{journal item id: the charge that its interest accrues on}."""
        domain = [("move_line_id", "in", item_ids), ("kind", "=", "interest")]
        accrued = self.sudo().search([*domain, ("state", "=", "accrued")])
        return {charge.move_line_id.id: charge for charge in accrued}

    @api.model
    def _prepare_interest(self, item, profile, rule, new):
        """Values of the charge of what is new on an item; {} if that is nothing."""
        amount = item.currency_id.round(float(new.amount))
        if not new.date_from or amount <= 0:
            return {}
        return {
            "kind": "interest",
            **self._prepare_origin(item),
            "profile_id": profile.id,
            "rule_id": rule.id,
            "date_from": new.date_from,
            "date_to": new.date_to,
            "amount": amount,
            "interest_lines": as_rows(new.lines),
        }

    @api.model
    def _prepare_origin(self, item):
        """Values that say which item a charge is on."""
        return {
            "move_line_id": item.id,
            "origin_id": item.move_id.id,
            "origin_name": item.move_id.name,
            "date_due": item.date_maturity or item.date,
            "currency_id": item.currency_id.id,
        }

    @api.model
    def _renew(self, charge, values):
        """Bring what accrues up to date; returns the values of charges that are to be made."""
        if not charge:
            return [values] if values else []
        if not values:
            charge.unlink()
        elif charge.date_to != values["date_to"] or charge.currency_id.compare_amounts(
            charge.amount, values["amount"]
        ):
            waived = min(charge.amount_waived, values["amount"])
            charge.write({**values, "amount_waived": waived})
        return []

    @api.model
    def _lower(self, item, excess):
        """What was claimed too much, because a payment became known late, is not asked for."""
        currency = item.currency_id
        if currency.compare_amounts(excess, 0) <= 0:
            return
        domain = [("move_line_id", "=", item.id), ("kind", "=", "interest")]
        for charge in self.sudo().search([*domain, ("state", "=", "claimed")]):
            part = currency.round(min(charge.amount_left, excess))
            if part <= 0:
                continue
            excess -= part
            words = self.env._(
                "Lowered by %s: a payment of an earlier day became known.", currency.format(part)
            )
            note = "\n".join(filter(None, [charge.note, words]))
            charge.write({"amount": charge.amount - part, "note": note})
            if currency.is_zero(charge.amount_left):
                charge._move_to("lapsed")

    # -- what is old, or has lost its ground -------------------------------------------

    @api.model
    def _lapse(self, company):
        """Give up what is too old, what the company only shows, and what has no item any more."""
        own = Domain("company_id", "=", company.id) & Domain("state", "in", OPEN)
        own &= Domain("exception_id", "=", False)
        gone = Domain("move_line_id", "=", False)
        gone |= Domain("move_line_id.parent_state", "!=", "posted")
        for charges in self._in_batches(self.sudo().search(own & gone, order="id"), BATCH):
            # What only accrued was told to nobody.
            untold = charges.filtered(lambda one: one.state == "accrued" and not one.claim_id)
            told = charges - untold
            untold.unlink()
            told._give_up(self.env._("Its document is not in the books any more."))
        # A due date that was moved: nothing is late any more.
        moved = Domain("move_line_id.date_maturity", ">=", company._ar_today())
        moved &= Domain("state", "=", "accrued") & Domain("kind", "=", "interest")
        self.sudo().search(own & moved & Domain("claim_id", "=", False)).unlink()
        for domain, words in self._get_lapsing(company):
            for charges in self._in_batches(self.sudo().search(own & domain, order="id"), BATCH):
                charges._give_up(words)

    @api.model
    def _get_lapsing(self, company):
        """[(domain, sentence)] of what lapses in a company."""
        settled = Domain("move_line_id.reconciled", "=", True)
        found, days = [], company.sudo().ar_charge_lapse_days
        if company.sudo().ar_charge_mode == "threat":
            found.append(
                (
                    settled & Domain("state", "=", "accrued"),
                    self.env._("Its item is settled, and the company only shows charges."),
                )
            )
        if days:
            last = company._ar_today() - timedelta(days=days)
            words = self.env._("Nobody booked it within %s days.", days)
            found.append((settled & Domain("date_to", "<", last), words))
        return found

    def _give_up(self, words):
        """Let charges lapse, and say why on them."""
        for charge in self._move_to("lapsed"):
            charge.sudo().note = "\n".join(filter(None, [charge.note, words]))

    # -- what was paid late ------------------------------------------------------------

    @api.model
    def _get_rest_domain(self, company):
        """Charges that no further notice asks for: their items are settled, or they are costs of
        returned payments."""
        domain = Domain("company_id", "=", company.id) & Domain("amount_left", ">", 0)
        settled = Domain("move_line_id.reconciled", "=", True)
        return domain & (settled | Domain("exception_id", "!=", False))

    def _filter_worth(self, company):
        """The charges of customers whose charges reach the company's least claim."""
        least = company.sudo().ar_charge_min_amount
        worth = self.browse()
        for own in self.grouped("profile_id").values():
            if company.currency_id.compare_amounts(sum(own.mapped("left_company")), least) >= 0:
                worth |= own
        return worth

    @api.model
    def _claim_rest(self, company):
        """Claims of what was paid late: drafts, or queued where the company wants it."""
        if company.sudo().ar_charge_mode == "threat":
            return
        domain = self._get_rest_domain(company) & Domain("state", "in", OPEN)
        charges = self.sudo().search(domain & Domain("claim_id", "=", False), order="id")
        charges = charges._filter_worth(company)
        paid = charges._find_paid(company)
        paid._ask_to_book(company)
        claims = (charges - paid)._make_claims()
        if company.sudo().ar_charge_claim_auto:
            claims._queue()

    def _find_paid(self, company):
        """Those that the customer has paid, as it seems: his unallocated credits in their currency
        cover all of them. One query."""
        credits = defaultdict(float)
        rows = self.env["ar.open.item"]._read_rows(
            company.ids, partner_ids=self.partner_id.ids, include_future=True
        )
        for row in rows:
            if row["residual_currency"] < 0:
                credits[row["partner_id"], row["currency_id"]] -= row["residual_currency"]
        paid = self.browse()
        for (partner, currency), own in self.grouped(
            lambda one: (one.partner_id, one.currency_id)
        ).items():
            left = sum(own.mapped("amount_left"))
            if currency.compare_amounts(credits[partner.id, currency.id], left) >= 0:
                paid |= own
        return paid

    def _ask_to_book(self, company):
        """Nobody is asked for what he has paid: the collector sees to it that it is booked and
        allocated; one task for each customer."""
        for profile, charges in self.grouped("profile_id").items():
            sums = [
                currency.format(sum(own.mapped("amount_left")))
                for currency, own in charges.grouped("currency_id").items()
            ]
            company._ar_ask(
                profile.sudo(),
                profile._get_collector(),
                self.env._("Book the charges of %s", profile.partner_id.name),
                self.env._(
                    "Unallocated payments cover the charges of %s. Book them, and allocate the "
                    "payment.",
                    ", ".join(sums),
                ),
            )

    @api.model
    def _book_rest(self, company):
        """Debit notes of what was claimed and is settled, where the company books by night."""
        if company.sudo().ar_charge_mode != "book":
            return
        domain = self._get_rest_domain(company) & Domain("state", "=", "claimed")
        charges = self.sudo().search(domain, order="id")._filter_worth(company)
        if not charges:
            return
        if problem := charges._find_book_problem():
            company._ar_tell_manager(self.env._("Charges cannot be booked"), problem)
            return
        self._attempt(
            list(charges.grouped(lambda one: (one.profile_id, one.currency_id)).values()),
            lambda groups: self.browse().union(*groups)._book(),
            failed=lambda groups, error: groups[0]._log_on_accounts(
                self.env._("Charges could not be booked: %s", str(error))
            ),
            level=logging.ERROR,
        )
