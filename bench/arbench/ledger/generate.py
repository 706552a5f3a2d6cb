"""Fills a database with a receivable ledger, one INSERT … SELECT for each table.

Customers differ in size, currency, terms and in how they pay; invoices have one to three products
and a tax, some have instalments, some are paid in parts, together, late or never; there are
credit notes and payments on account. Residuals, matching and states are stored as Odoo would have
stored them, which ``checks.sql`` proves; columns of other modules stay empty.

Needs a company with a chart of accounts, and that no Odoo runs on the database.
"""

import datetime
import json
import random
from pathlib import Path

SQL = Path(__file__).parent / "sql"
STEPS = (
    "1_staging",
    "2_matching",
    "3_partners",
    "4_moves",
    "5_invoice_lines",
    "6_other_lines",
    "7_reconciliation",
)
# Share of the customers, the term, its days, and what they mean: after the invoice, after the end
# of the next month, or 30 % at once and the rest after them.
TERMS = (
    (0.38, "account_payment_term_30days", 30, "days"),
    (0.15, "account_payment_term_15days", 15, "days"),
    (0.12, "account_payment_term_45days", 45, "days"),
    (0.08, "account_payment_term_immediate", 0, "days"),
    (0.12, "account_payment_term_end_following_month", 0, "month"),
    (0.05, "account_payment_term_21days", 21, "days"),
    (0.10, "account_payment_term_advance_60days", 60, "parts"),
)
OTHER_CURRENCIES = {"EUR": 0.92, "USD": 1.08, "GBP": 0.79}
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_full_reconcile",
    "account_payment",
    "account_move_line_account_tax_rel",
    "account_move__account_payment",
    "res_partner",
    "ar_profile",
    "ar_kpi_piece",
)
# Their indexes are made again at the end, which is faster than keeping them.
INDEXED = TABLES[:3] + TABLES[4:7]
MOVE_COLUMNS = """
    id, sequence_number, journal_id, company_id, partner_id, commercial_partner_id,
    partner_shipping_id, currency_id, invoice_user_id, create_uid, write_uid, sequence_prefix, name,
    ref, state, move_type, auto_post, payment_reference, payment_state,
    invoice_partner_display_name, date, invoice_date, invoice_date_due, invoice_currency_rate,
    amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
    amount_untaxed_in_currency_signed, amount_tax_signed, amount_total_signed,
    amount_total_in_currency_signed, amount_residual_signed, always_tax_exigible, checked,
    posted_before, made_sequence_gap, is_manually_modified, is_move_sent, create_date, write_date,
    invoice_payment_term_id, origin_payment_id, reversed_entry_id"""
LINE_COLUMNS = """
    id, move_id, journal_id, company_id, company_currency_id, sequence, account_id, currency_id,
    partner_id, payment_id, tax_line_id, tax_group_id, tax_repartition_line_id, full_reconcile_id,
    create_uid, write_uid, move_name, parent_state, ref, name, matching_number, display_type, date,
    invoice_date, date_maturity, debit, credit, balance, amount_currency, tax_base_amount,
    amount_residual, amount_residual_currency, quantity, price_unit, price_subtotal, price_total,
    discount, discount_amount_currency, discount_balance, is_storno, reconciled, no_followup,
    create_date, write_date, deductible_amount"""
LINE_VALUES = """
    line.id, move.id, move.journal_id, %(company)s, %(currency_1)s, line.place, line.account,
    move.currency_id, move.commercial_partner_id, move.origin_payment_id, line.tax_line,
    CASE WHEN line.tax_line IS NOT NULL THEN %(tax_group)s END, line.repartition, line.full_id,
    %(user)s, %(user)s, move.name, 'posted', move.ref, line.name, line.matching, line.kind,
    move.date, move.invoice_date, line.maturity, greatest(line.home, 0), greatest(-line.home, 0),
    line.home, line.amount, line.base, line.left_home, line.left_amount, line.quantity, line.price,
    line.untaxed, line.taxed, 0, CASE WHEN line.kind = 'payment_term' THEN 0 END,
    CASE WHEN line.kind = 'payment_term' THEN 0 END, FALSE, line.settled, line.no_followup,
    move.create_date, now(), 100"""
LATERAL_COLUMNS = """
    id, place, account, kind, name, maturity, home, amount, left_home, left_amount, settled,
    full_id, matching, quantity, price, untaxed, taxed, tax_line, repartition, base, no_followup"""


class LedgerError(Exception):
    """The database cannot take the ledger, or the ledger is not what it should be."""


def today():
    """The day that the ledger leads up to."""
    return datetime.datetime.now(datetime.UTC).date()


def fill(connection, customers, invoices, *, seed=1, days=540, slowness=1.6):
    """Write the ledger and check it.

    :param connection: of psycopg2; committed
    :param days: how long the history is
    :param slowness: a factor on how late customers pay, which sets the share of open items
    :raise LedgerError: if a check fails
    """
    with connection.cursor() as cursor:
        ledger = Ledger(cursor, customers, invoices, days, slowness)
        ledger.prepare(seed)
        ledger.write()
        connection.commit()
        ledger.check()
        cursor.execute("DROP SCHEMA staging CASCADE")
        connection.commit()


class Ledger:
    """The steps from an empty ledger to a full one."""

    def __init__(self, cursor, customers, invoices, days, slowness):
        self.cursor = cursor
        self.values = {
            "customers": customers,
            "invoices": invoices,
            "days": days,
            "slowness": slowness,
            "today": today(),
        }

    # -- reading --------------------------------------------------------

    def rows(self, statement, **values):
        self.cursor.execute(statement, {**self.values, **values})
        return self.cursor.fetchall()

    def row(self, statement, what="", **values):
        rows = self.rows(statement, **values)
        if not rows and what:
            raise LedgerError(f"The database has no {what}.")
        return rows[0] if rows else (None,)

    def one(self, statement, what="", **values):
        return self.row(statement, what, **values)[0]

    # -- steps ----------------------------------------------------------

    def prepare(self, seed):
        """Look up what the ledger hangs on, and set the dice."""
        self.cursor.execute(
            "SET synchronous_commit = off; SET work_mem = '256MB'; SET jit = off;"
            "SET maintenance_work_mem = '512MB'; SET max_parallel_workers_per_gather = 0;"
            "SET client_min_messages = warning"
        )
        self.find_company()
        self.find_journals()
        self.find_tax()
        self.open_currencies()
        self.number_rows()
        self.cursor.execute("DROP SCHEMA IF EXISTS staging CASCADE; CREATE SCHEMA staging")
        self.list_terms()
        self.cursor.execute("SELECT setseed(%s)", [random.Random(seed).uniform(-1, 1)])

    def write(self):
        """Write all tables, without indexes and, as a superuser, without checking keys."""
        self.run(STEPS[0])
        self.number_other_documents()
        self.ignore_keys()
        indexes = self.drop_indexes()
        for step in STEPS[1:]:
            self.run(step)
        for definition in indexes:
            self.cursor.execute(definition)
        for table in (*TABLES[:5], "res_partner", "res_currency_rate"):
            self.cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
            )
        self.cursor.execute("RESET session_replication_role")

    def number_other_documents(self):
        """Credit notes come after the invoices, payments after the credit notes."""
        credits = self.one("SELECT COUNT(*) FROM staging.credit")
        first = self.values
        first["credit_move_id"] = first["move_id"] + first["invoices"]
        first["credit_line_id"] = first["line_id"] + 6 * first["invoices"]
        first["payment_move_id"] = first["credit_move_id"] + credits
        first["payment_line_id"] = first["credit_line_id"] + 5 * credits

    def ignore_keys(self):
        """Foreign keys need no checking here; only a superuser may leave it out."""
        if self.one("SELECT usesuper FROM pg_user WHERE usename = current_user"):
            self.cursor.execute("SET session_replication_role = replica")

    def drop_indexes(self):
        """Drop what is no constraint; returns the statements that make it again."""
        # With their comments: Odoo keeps the definition there, and takes an index without one for
        # tuned by hand, which it leaves alone for ever.
        indexes = self.rows(
            """SELECT indexrelid::regclass::text,
                      pg_get_indexdef(indexrelid) || format('; COMMENT ON INDEX %%s IS %%L',
                          indexrelid::regclass, obj_description(indexrelid, 'pg_class'))
                 FROM pg_index index
                WHERE indrelid::regclass::text = ANY(%(tables)s) AND NOT indisprimary
                  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
            tables=list(INDEXED),
        )
        for name, _definition in indexes:
            self.cursor.execute(f"DROP INDEX {name}")
        return [definition for _name, definition in indexes]

    def run(self, step):
        text = (SQL / f"{step}.sql").read_text(encoding="utf-8")
        for name, columns in (
            ("{move_columns}", MOVE_COLUMNS),
            ("{line_columns}", LINE_COLUMNS),
            ("{line_values}", LINE_VALUES),
            ("{lateral_columns}", LATERAL_COLUMNS),
        ):
            text = text.replace(name, columns)
        self.cursor.execute(text, self.values)

    def check(self):
        text = (SQL / "checks.sql").read_text(encoding="utf-8")
        wrong = [f"{count} {what}" for what, count in self.rows(text) if count]
        if wrong:
            raise LedgerError(f"The ledger is wrong: {'; '.join(wrong)}.")

    # -- what it hangs on -----------------------------------------------

    def find_company(self):
        company, currency, name = self.row(
            """SELECT company.id, company.currency_id, currency.name
                 FROM res_company company JOIN res_currency currency
                   ON currency.id = company.currency_id
                WHERE chart_template IS NOT NULL ORDER BY company.id LIMIT 1""",
            "company with a chart of accounts",
        )
        self.home = name
        self.values.update(company=company, company_key=str(company), currency_1=currency)
        self.values["user"] = self.one(
            "SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'user_admin'",
            "administrator",
        )
        self.values["receivable"] = self.default_account("property_account_receivable_id")

    def default_account(self, field):
        value = self.one(
            """SELECT fallback.json_value FROM ir_default fallback
                 JOIN ir_model_fields field ON field.id = fallback.field_id
                WHERE field.name = %(field)s AND field.model = 'res.partner'
                  AND (fallback.company_id = %(company)s OR fallback.company_id IS NULL)
                ORDER BY fallback.company_id NULLS LAST LIMIT 1""",
            "receivable account for customers",
            field=field,
        )
        return json.loads(value)

    def find_journals(self):
        journal = """SELECT id, code, default_account_id FROM account_journal
                      WHERE type = %(type)s AND company_id = %(company)s
                        AND default_account_id IS NOT NULL ORDER BY sequence, id LIMIT 1"""
        sale = self.row(journal, "sales journal with an account", type="sale")
        bank = self.row(journal, "bank journal with an account", type="bank")
        self.values.update(zip(("sale_journal", "sale_code", "income"), sale, strict=True))
        self.values.update(zip(("bank_journal", "bank_code", "bank_account"), bank, strict=True))
        method = self.row(
            """SELECT line.id, method.id FROM account_payment_method_line line
                 JOIN account_payment_method method ON method.id = line.payment_method_id
                WHERE line.journal_id = %(bank_journal)s AND method.payment_type = 'inbound'
                ORDER BY line.id LIMIT 1""",
            "payment method of the bank journal",
        )
        self.values.update(zip(("method_line", "method"), method, strict=True))

    def find_tax(self):
        tax = self.row(
            """SELECT id, amount, tax_group_id FROM account_tax
                WHERE type_tax_use = 'sale' AND amount_type = 'percent' AND amount > 0 AND active
                  AND company_id = %(company)s ORDER BY sequence, id LIMIT 1""",
            "sales tax in percent",
        )
        self.values.update(zip(("tax", "tax_percent", "tax_group"), tax, strict=True))
        for document in ("invoice", "refund"):
            line, account = self.row(
                """SELECT id, account_id FROM account_tax_repartition_line
                    WHERE tax_id = %(tax)s AND document_type = %(document)s
                      AND repartition_type = 'tax' ORDER BY account_id LIMIT 1""",
                "repartition of the sales tax",
                document=document,
            )
            self.values[f"repartition_{document}"] = line
            self.values["tax_account"] = account or self.values["income"]

    def open_currencies(self):
        """Two foreign currencies, active and with a rate."""
        others = [name for name in OTHER_CURRENCIES if name != self.home][:2]
        for place, name in enumerate(others, 2):
            currency = self.one(
                "UPDATE res_currency SET active = TRUE WHERE name = %(name)s RETURNING id",
                f"currency {name}",
                name=name,
            )
            root = self.one(
                """SELECT split_part(parent_path, '/', 1)::int FROM res_company
                    WHERE id = %(company)s"""
            )
            self.cursor.execute(
                """INSERT INTO res_currency_rate
                       (currency_id, company_id, name, rate, create_uid, write_uid)
                   SELECT %(currency)s, %(root)s, '2010-01-01', %(rate)s, 1, 1
                    WHERE NOT EXISTS (SELECT FROM res_currency_rate
                       WHERE currency_id = %(currency)s AND company_id = %(root)s)""",
                {"currency": currency, "root": root, "rate": OTHER_CURRENCIES[name]},
            )
            rate = self.one(
                """SELECT rate FROM res_currency_rate WHERE currency_id = %(currency)s
                      AND company_id = %(root)s ORDER BY name LIMIT 1""",
                currency=currency,
                root=root,
            )
            self.values.update({f"currency_{place}": currency, f"rate_{place}": float(rate)})

    def number_rows(self):
        """The ids that the new rows begin with."""
        for name, table in (
            ("partner", "res_partner"),
            ("move", "account_move"),
            ("line", "account_move_line"),
            ("partial", "account_partial_reconcile"),
            ("full", "account_full_reconcile"),
            ("payment", "account_payment"),
        ):
            first = self.one(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")
            self.values[f"{name}_id"] = first

    def list_terms(self):
        self.cursor.execute(
            "CREATE UNLOGGED TABLE staging.term "
            "(low float, high float, id int, days int, kind text)"
        )
        low = 0.0
        for share, name, days, kind in TERMS:
            term = self.one(
                """SELECT res_id FROM ir_model_data WHERE module = 'account' AND name = %(name)s
                      AND res_id IN (SELECT id FROM account_payment_term)""",
                name=name,
            )
            high = 1.1 if name == TERMS[-1][1] else low + share
            self.cursor.execute(
                "INSERT INTO staging.term VALUES (%s, %s, %s, %s, %s)",
                (low, high, term, days, kind),
            )
            low = high
