"""The customer's own look at the account: what the portal shows, read live."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

from ...tools.ledger import cover
from ...tools.ledger.aging import bucket_key, bucket_labels
from ..base.guarded import COLLECTOR

SCOPES = ("overdue", "due", "all")
# What is left of the next instalment of a payment plan.
PLAN = "plan"
MOST_ROWS = 20


class ArProfile(models.Model):
    """All methods are called on one profile, in sudo, after the controller has chosen it among
    ``_portal_profiles()``, or by a personal link; they give plain values in the language of the
    context."""

    _inherit = "ar.profile"

    answer_version = fields.Integer(
        string="Links Revoked",
        readonly=True,
        copy=False,
        groups=COLLECTOR,
        help="How often the links of messages were revoked. Those from before do not open.",
    )
    answer_link_date = fields.Datetime(
        string="Asked for a New Link", readonly=True, copy=False, groups=COLLECTOR
    )

    @api.model
    def _portal_profiles(self):
        """The accounts of the user's commercial entity, in the companies of the user; the
        current company's first. In sudo."""
        user = self.env.user
        profiles = self.sudo().search(
            [
                ("partner_id", "=", user.partner_id.commercial_partner_id.id),
                ("company_id", "in", user._get_company_ids()),
            ]
        )
        return profiles.sorted(
            lambda profile: (profile.company_id != self.env.company, profile.company_id.sequence)
        )

    # -- items -------------------------------------------------------------------------

    def _portal_rows(self):
        """What is open, oldest due first: the rows of the reader with

        - ``covered``: what credits cover of a debt, the oldest first, and ``left``: the rest
        - ``in_process``: a payment is on its way
        - ``mark``: the kind of hold in force on it, or None; ``part``: what of it is held, 0: all
        - ``clarifying``: of a kind that the customer is not asked to pay meanwhile
        - ``elsewhere``: of one that is asked for in another way, as instalments
        - ``free``: what the customer is asked of a debt that is clarified in part; else None
        - ``due``: it is due today or was before
        """
        self.ensure_one()
        reader = self.env["ar.open.item"].sudo().with_company(self.company_id)
        rows = reader._read_covered(self.company_id.ids, self.partner_id.ids)
        # Of an item that is only open in the company's currency nothing is left to pay.
        rows = [row for row in rows if row["residual_currency"]]
        on_their_way, (marks, parts) = self._portal_in_process(rows), self._portal_marks()
        today, kinds = self.company_id._ar_today(), self.env["ar.hold"]._get_kinds()
        for row in rows:
            row["in_process"] = row["id"] in on_their_way
            row["part"] = parts.get(row["id"], 0.0)
            row["mark"] = (
                marks.get(("line", row["id"]))
                or marks.get(("move", row["move_id"]))
                or marks.get("customer")
            )
            row["clarifying"] = bool(row["mark"]) and not kinds[row["mark"]].asked
            row["elsewhere"] = bool(row["mark"]) and kinds[row["mark"]].elsewhere
            row["free"] = self._portal_get_free(row)
            row["left"] = cover.left_of(row, row["covered"])[0]
            row["due"] = row["date_due"] <= today
        return rows

    def _portal_marks(self):
        """{('line', id) or ('move', id) or 'customer': kind of hold}, of two the later kind, and
        {item id: the part of it that holds of that kind keep back}."""
        marks, parts, kinds = {}, {}, list(self.env["ar.hold"]._get_kinds())
        holds = self.env["ar.hold"].sudo()._in_force(self, self.company_id._ar_today())
        holds = holds.filtered(lambda hold: hold.kind in kinds)
        for hold in holds.sorted(lambda hold: kinds.index(hold.kind)):
            if line_id := hold.move_line_id.id:
                before = parts.get(line_id) if marks.get(("line", line_id)) == hold.kind else 0.0
                whole = before is None or not hold.amount
                parts[line_id] = None if whole else before + hold.amount
                marks["line", line_id] = hold.kind
            elif hold.move_id:
                marks["move", hold.move_id.id] = hold.kind
            elif hold._is_whole_customer():
                marks["customer"] = hold.kind
        return marks, {line_id: part for line_id, part in parts.items() if part}

    def _portal_in_process(self, rows):
        """Ids of the items that a payment on its way pays, so that none is asked for twice.

        The reader says so of whole invoices; where the customer chose instalments, of those.
        """
        ids = [row["id"] for row in rows]
        domain = [
            ("move_line_id", "in", ids),
            ("transaction_id.state", "in", ("pending", "authorized", "done")),
        ]
        items = self.env["ar.payment.item"].sudo().search(domain)
        found = set(items._on_its_way().move_line_id.ids)
        pending = [row for row in rows if row["payment_pending"] and row["id"] not in found]
        lines = self.env["account.move.line"].sudo().browse([row["id"] for row in pending])
        # Matched with a payment of a later date.
        found |= {line.id for line in lines if line.amount_residual_currency == 0}
        for row in pending:
            move = self.env["account.move"].sudo().browse(row["move_id"])
            transactions = move.transaction_ids.filtered(
                lambda tx: not tx.ar_item_ids and tx._ar_is_on_its_way()
            )
            payments = move.matched_payment_ids.filtered(
                lambda payment: (
                    not payment.move_id
                    and payment.state in ("in_process", "paid")
                    and not payment.payment_transaction_id.ar_item_ids
                )
            )
            if transactions or payments:
                found.add(row["id"])
        return found

    def _portal_payments(self):
        """The payments of this customer that are on their way, or announced by wire."""
        domain = [
            ("partner_id", "child_of", self.partner_id.id),
            ("company_id", "in", self.company_id.parent_ids.ids),
            ("state", "in", ("pending", "authorized", "done")),
            "|",
            ("state", "!=", "done"),
            ("is_post_processed", "=", False),
        ]
        transactions = self.env["payment.transaction"].sudo().search(domain, limit=MOST_ROWS)
        transactions = transactions.filtered(
            lambda tx: (
                tx.partner_id.commercial_partner_id == self.partner_id
                and tx.operation not in ("refund", "validation")
                and (tx._ar_is_on_its_way() or tx._ar_is_announced())
            )
        )
        return [
            {
                "reference": tx.reference,
                "date": format_date(self.env, tx.company_id._ar_day_of(tx.create_date)),
                "amount": format_amount(self.env, tx.amount, tx.currency_id),
                "announced": not tx._ar_is_on_its_way(),
                "names": self.env._(
                    "For %s", ", ".join(filter(None, tx.ar_item_ids.mapped("name")))
                )
                if tx.ar_item_ids
                else "",
            }
            for tx in transactions
        ]

    # -- what to pay -------------------------------------------------------------------

    def _portal_choose(self, currency, scope=None, ids=None, rows=None, used=None):
        """The items to pay, and how much.

        :param scope: 'overdue', 'due' or 'all' of what is owed, less the credits; what is being
            clarified is left out, with the credits that cover it. Of an item that is clarified in
            part the rest is paid, chosen by name, too.
        :param ids: or the items that the customer chose, credits among them
        :param rows: of ``_portal_rows``, where the caller has them
        :param used: {credit's id: part of it, negative} of a choice by scope that comes back
        :return: ``{'rows', 'amount'}``; ``amount`` in ``currency``, 0 or less where the credits
            cover what is chosen
        :raise AccessError: an id is not this customer's
        :raise UserError: an item is paid, or its payment is on its way
        """
        rows = self._portal_rows() if rows is None else rows
        if ids is not None:
            chosen = self._portal_check_chosen(rows, currency, set(ids))
            for row in chosen:
                if row["residual_currency"] < 0 and row["id"] in (used or {}):
                    row["used"] = max(used[row["id"]], row["residual_currency"])
        else:
            tests = {"overdue": lambda row: row["days_overdue"] > 0, "due": lambda row: row["due"]}
            wanted = tests.get(scope, lambda row: True)
            rows = [row for row in rows if row["currency_id"] == currency.id]
            self._portal_use_credits(rows)
            chosen = [row for row in rows if row["used"] or (wanted(row) and self._is_asked(row))]
        chosen = [self._portal_without_disputed(row) for row in chosen]
        amount = currency.round(sum(self._portal_amount(row) for row in chosen))
        if not any(row["residual_currency"] > 0 for row in chosen):
            chosen, amount = [], 0.0
        return {"rows": chosen, "amount": amount}

    @api.model
    def _is_asked(self, row):
        """Whether a row is a debt that the customer is asked to pay now."""
        owed = cover.kind_of(row) == cover.DEBIT
        return owed and not row["in_process"] and (not row["clarifying"] or bool(row["free"]))

    @api.model
    def _portal_use_credits(self, rows):
        """Set ``used`` of the rows of one currency: the part of a credit, negative, that is not
        for what the customer is not asked to pay."""
        # Of what is clarified in part a credit covers the rest first.
        room = {
            row["id"]: row["residual_currency"] if row["free"] is None else row["free"]
            for row in rows
            if self._is_asked(row)
        }
        kept = defaultdict(float)
        for share in cover.match(rows):
            for_asked = min(share.amount, room.get(share.debit_id, 0.0))
            if share.debit_id in room:
                room[share.debit_id] -= for_asked
            kept[share.credit_id] += share.amount - for_asked
        for row in rows:
            credit = cover.kind_of(row) == cover.CREDIT
            row["used"] = row["residual_currency"] + kept[row["id"]] if credit else 0.0

    @api.model
    def _portal_amount(self, row):
        """What is to be paid of a row: the discounted amount until its date."""
        if row["residual_currency"] > 0:
            return row["asked_currency"]
        return row.get("used", row["residual_currency"])

    def _portal_check_chosen(self, rows, currency, ids):
        own = {row["id"]: row for row in rows}
        self._portal_check_own(ids - own.keys())
        chosen = [row for row in rows if row["id"] in ids]
        if ids - own.keys() or any(row["in_process"] for row in chosen):
            raise UserError(
                self.env._(
                    "Some of the items you chose have been paid or settled meanwhile. Please "
                    "look at your account again and choose what to pay."
                )
            )
        if any(row["currency_id"] != currency.id for row in chosen):
            raise UserError(self.env._("Please choose items of one currency for a payment."))
        return chosen

    def _portal_check_own(self, ids):
        """Refuse journal items that are not this account's."""
        lines = self.env["account.move.line"].sudo().browse(ids).exists()
        if len(lines) < len(ids) or any(
            line.partner_id.commercial_partner_id != self.partner_id
            or line.company_id != self.company_id
            for line in lines
        ):
            raise AccessError(self.env._("This item does not belong to your account."))

    # -- the page ----------------------------------------------------------------------

    def _portal_page(self):
        """All that the page shows: a section for each currency, the company's own first."""
        rows = self._portal_rows()
        ordered = self._portal_currencies(rows)
        return {
            "sections": self._portal_sections(rows),
            "payments": self._portal_payments(),
            "promised": self._portal_promised(),
            "notices": self._portal_notices(),
            "statements": self._portal_statements(),
            "confirmations": self._portal_confirmations(),
            "terms": self._portal_terms(ordered),
            "collector": self._portal_collector(),
            "title": self.env._(
                "Account of %(customer)s with %(company)s, %(day)s",
                customer=self.partner_id.name,
                company=self.company_id.name,
                day=format_date(self.env, self.company_id._ar_today()),
            ),
            "today": self.company_id._ar_today(),
            "questions": [(row["id"], row["name"]) for row in rows if row["residual_currency"] > 0],
        }

    def _portal_section(self, currency, rows):
        """The figures and items of one currency, formatted."""

        def money(amount):
            return format_amount(self.env, amount, currency)

        def total(part):
            return currency.round(sum(row["residual_currency"] for row in part))

        owed = [row for row in rows if row["residual_currency"] > 0]
        credits = [row for row in rows if row["residual_currency"] < 0]
        past_due = total(row for row in owed if row["days_overdue"] > 0)
        overdue = cover.figures(rows, self.company_id._ar_today(), currency.rounding).overdue
        balance = total(rows)
        numbers = self._portal_instalments(owed)
        return {
            "currency": currency,
            "balance": money(abs(balance)),
            "in_favour": currency.compare_amounts(balance, 0) < 0,
            "overdue": money(overdue) if overdue else "",
            "overdue_words": self._portal_overdue_words(currency, past_due, overdue),
            "credit": money(-total(credits)) if credits else "",
            "title": self.env._("Balance in %s", currency.name),
            "owed": self.env._("What you owe: %s", money(total(owed))),
            "aging": self._portal_aging(currency, owed),
            "rows": [self._portal_row(row, currency, numbers) for row in owed],
            "credits": [self._portal_row(row, currency, {}) for row in credits],
            "choices": self._portal_choices(currency, rows),
            "payable": any(not row["in_process"] for row in owed),
            "disputed": any(row["clarifying"] and not row["elsewhere"] for row in owed),
        }

    def _portal_choices(self, currency, rows):
        """[{'scope', 'amount', 'covered', 'discount'}], of each amount only the narrowest scope;
        ``discount`` says until when the amount holds."""
        result, seen = [], set()
        for scope in SCOPES:
            choice = self._portal_choose(currency, scope=scope, rows=rows)
            ids = frozenset(row["id"] for row in choice["rows"])
            if not ids or ids in seen:
                continue
            seen.add(ids)
            covered = currency.compare_amounts(choice["amount"], 0) <= 0
            words = format_amount(self.env, choice["amount"], currency)
            result.append(
                {
                    "scope": scope,
                    "amount": words,
                    "covered": covered,
                    "discount": self._portal_total_discount_words(currency, choice),
                }
            )
        return result

    def _portal_aging(self, currency, owed):
        """[(label, amount, percent)] of what is owed, by age."""
        limits = self.company_id._ar_limits()
        labels = bucket_labels(limits, not_due=self.env._("Not due"), over=self.env._("Over %s"))
        total = sum(row["residual_currency"] for row in owed)
        result = []
        for index, label in enumerate(labels):
            amount = sum(
                row["residual_currency"] for row in owed if row["bucket"] == bucket_key(index)
            )
            if total:
                words = format_amount(self.env, amount, currency)
                result.append(
                    {
                        "label": label,
                        "amount": words,
                        "percent": round(100 * amount / total, 1),
                        "index": min(index, 5),
                    }
                )
        return result

    def _portal_row(self, row, currency, numbers):
        """One item as formatted values."""
        sale = row["move_type"] in ("out_invoice", "out_refund")
        asked = row["free"] or self._portal_amount(row)
        kind = self.env["ar.hold"]._get_kinds().get(row["mark"])
        return {
            "id": row["id"],
            "name": row["name"] or row["ref"] or "",
            "ref": row["ref"] if row["ref"] != row["name"] else "",
            "url": f"/my/invoices/{row['move_id']}" if sale else "",
            "instalment": numbers.get(row["id"], ""),
            "date": format_date(self.env, row["invoice_date"] or row["date"]),
            "due": self._portal_due_day(row),
            "days": 0 if self._portal_is_put_off(row) else row["days_overdue"],
            "status": self._portal_status_words(row),
            "residual": format_amount(self.env, abs(row["residual_currency"]), currency),
            "asked": format_amount(self.env, asked, currency),
            "discount": self._portal_discount_words(row, currency, asked),
            "mark": self._portal_mark_words(row, kind, currency) if kind else "",
            "disputed": row["clarifying"],
            "in_process": row["in_process"],
        }

    def _portal_status_words(self, row):
        if row["paid_out"]:
            return self.env._("Paid to you")
        if self._portal_is_put_off(row):
            return self.env._("Not due, as agreed")
        if row["days_overdue"]:
            return self.env._("%s days overdue", row["days_overdue"])
        return self.env._("Not due")
