"""The world of our tests: a company with a chart of accounts, and short factories."""

from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

# Of HttpCase.browser_size: what people have in their pockets.
PHONE = "390x844"


@tagged("post_install", "-at_install")
class ArCommon(AccountTestInvoicingCommon):
    """A ledger of its own per class; every class that has a date sets ``freeze_time``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.company.partner_id.tz = "UTC"
        # All that can be shown is shown; tests of switches switch off.
        cls.env["ar.switch"]._switch_on()
        # Its ledger is older than itself.
        cls.company.ar_dunning_start = False
        # What leaves leaves at once; tests of courtesy switch it on.
        cls.company.ar_courtesy = False
        cls.partner = cls._make_partner("Alpha Trading")

    @classmethod
    def setup_independent_company(cls, **kwargs):
        # EXTENDS 'account': a chart takes longer than most tests; `./dev test` loads it once.
        made = cls.env["ir.config_parameter"].sudo().get_param("ar_collections.test_company")
        if not made or kwargs or cls.chart_template or cls.country_code:
            return super().setup_independent_company(**kwargs)
        company = cls.env["res.company"].browse(int(made))
        cls.env.user.sudo().company_ids = [Command.link(company.id)]
        return company

    @classmethod
    def setup_other_company(cls, **kwargs):
        # EXTENDS 'account'
        data = super().setup_other_company(**kwargs)
        data["company"].ar_courtesy = False
        # Their ledgers are older than they are.
        data["company"].ar_dunning_start = False
        return data

    @classmethod
    def get_default_groups(cls):
        # EXTENDS 'account'
        return super().get_default_groups() | cls.env.ref(
            "ar_collections.ar_collections_group_manager"
        )

    @classmethod
    def _add_companies(cls):
        """A branch of the company, and another one with a ledger of its own; ``cls.branch`` and
        ``cls.other``, and the tests' own user is of all of them."""
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch North", "parent_id": cls.company.id}
        )
        cls.other = cls.setup_other_company(name="Other Ltd")["company"]
        (cls.branch | cls.other).write({"ar_dunning_start": False, "ar_courtesy": False})
        cls.env.cr.precommit.run()  # the branch's share of the chart of accounts
        cls.env.user.company_ids |= cls.branch | cls.other

    @classmethod
    def _make_partner(cls, name, **values):
        """A customer that is a company, with an e-mail unless told otherwise."""
        values.setdefault("email", f"{name.split()[0].lower()}@example.com")
        return cls.env["res.partner"].create({"name": name, "is_company": True, **values})

    @classmethod
    def _make_user(cls, login, groups, companies=None, **values):
        """A user with these groups, of ``companies`` alone (ours); the first is the main one."""
        companies = companies or cls.company
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
            **values,
        )

    @classmethod
    def _make_invoice(cls, partner=None, amount=1000.0, date="2026-01-01", due=None, **values):
        """A posted customer invoice without taxes (``move_type='out_refund'`` for a credit note).

        :param due: its one due date; or pass ``invoice_payment_term_id``
        :param post: False leaves it in draft
        """
        post = values.pop("post", True)
        company = values.pop("company", cls.company)
        if due:
            values["invoice_date_due"] = due
        elif "invoice_payment_term_id" not in values:
            values["invoice_date_due"] = date
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": values.pop("move_type", "out_invoice"),
                    "partner_id": (partner or cls.partner).id,
                    "invoice_date": date,
                    "date": date,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Goods", "quantity": 1, "price_unit": amount, "tax_ids": []}
                        )
                    ],
                    **values,
                }
            )
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _pay(cls, moves, amount, date, **values):
        """Register a payment of ``amount`` on invoices and reconcile it; returns the payment."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"amount": amount, "payment_date": date, "group_payment": True, **values})
        )
        return wizard._create_payments()

    @classmethod
    def _pay_on_account(cls, partner, amount, date, currency=None, **values):
        """A posted inbound payment that nobody has allocated yet (a credit on account)."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": partner.id,
                "amount": amount,
                "date": date,
                "currency_id": (currency or cls.company.currency_id).id,
                "journal_id": cls.company_data["default_journal_bank"].id,
                **values,
            }
        )
        payment.action_post()
        return payment

    def _make_transaction(self, move, state, code="online", **values):
        """An online payment of a move with a provider of that code."""
        provider = self.env["payment.provider"].create({"name": code, "code": "none"})
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": f"{code}-{state}-{move.id}",
                "amount": move.amount_residual,
                "currency_id": move.currency_id.id,
                "partner_id": move.partner_id.id,
                "invoice_ids": [Command.set(move.ids)],
                **values,
            }
        )
        self.env.flush_all()
        # The add-ons of real providers, which bring their codes and states, are not there.
        self.env.cr.execute(
            "UPDATE payment_provider SET code = %s WHERE id = %s", [code, provider.id]
        )
        self.env.cr.execute(
            "UPDATE payment_transaction SET state = %s WHERE id = %s", [state, transaction.id]
        )
        self.env.invalidate_all()
        return transaction

    def _pay_without_entry(self, invoice, amount):
        """A payment on a method without outstanding account: no journal entry, wherever an
        add-on lets bank lines be matched with payments."""
        journal = self.company_data["default_journal_bank"]
        journal.inbound_payment_method_line_ids.payment_account_id = False
        with patch.object(
            self.env.registry["account.move"],
            "_get_invoice_in_payment_state",
            lambda self: "in_payment",
        ):
            return self._pay(invoice, amount, "2026-03-15", journal_id=journal.id)

    @classmethod
    def _make_entry(cls, amount, date, partner=None, account=None, due=None, **values):
        """A posted entry of the general journal that puts ``amount`` on a receivable account
        (an opening balance; negative for a credit), in the company's currency."""
        account = account or cls.company_data["default_account_receivable"]
        line = {"account_id": account.id, "partner_id": partner.id if partner else False}
        move = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": date,
                "journal_id": cls.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create({**line, "balance": amount, "date_maturity": due}),
                    Command.create(
                        {
                            "account_id": cls.company_data["default_account_revenue"].id,
                            "balance": -amount,
                        }
                    ),
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _receivable(cls, moves):
        """The receivable lines of moves, oldest due date first."""
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    @classmethod
    def _instalment_term(cls, *parts):
        """A payment term of ``parts``: (percent, days after the invoice date)."""
        return cls.env["account.payment.term"].create(
            {
                "name": " + ".join(f"{percent}% at {days} days" for percent, days in parts),
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": percent, "nb_days": days})
                    for percent, days in parts
                ],
            }
        )

    @classmethod
    def _make_policy(cls, *levels, **values):
        """A dunning policy that comes before all others in the company of the tests.

        :param levels: delays in days, or dicts of a level's values
        """
        rows = []
        for number, level in enumerate(levels, 1):
            row = level if isinstance(level, dict) else {"delay_days": level}
            # To make the PDFs of invoices takes time, and another test does it.
            usual = {"name": f"Level {number}", "sequence": number, "invoices_attached": False}
            rows.append({**usual, **row})
        values.setdefault("level_ids", [Command.create(row) for row in rows])
        return cls.env["ar.dunning.policy"].create(
            {"name": "Test policy", "sequence": 1, "company_id": cls.company.id, **values}
        )

    @classmethod
    def _run(cls, date=None, confirm=False, **values):
        """A dunning run of the day, proposed; with ``confirm`` its notices are queued."""
        run = cls.env["ar.dunning.run"].create(
            {"company_id": cls.company.id, **({"date": date} if date else {}), **values}
        )
        run.action_propose()
        if confirm:
            run.action_confirm()
        return run

    @classmethod
    def _remind(cls, **values):
        """A run whose notices have all left; returns the notices."""
        run = cls._run(confirm=True, **values)
        return run.notice_ids._set_sent()

    def _items(self, partner=None):
        """The open items of a customer, oldest due date first."""
        return self.env["ar.open.item"].search(
            [("partner_id", "=", (partner or self.partner).id)], order="date_due, id"
        )

    @staticmethod
    def _day(value):
        return fields.Date.to_date(value)
