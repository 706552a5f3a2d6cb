"""Open items: what every customer owes, read live from the ledger."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....tools.ledger.aging import bucket_key, bucket_labels
from ...base import arguments


class ArOpenItem(models.Model):
    """What is owed: one row per open receivable journal item, read live, never stored.

    The id is the journal item's. Every figure about what is owed comes from here, on
    screen through the ORM and for other code through ``_read_rows``, ``_read_totals``
    and ``read_as_of``; the SQL they share is in ``ar_open_item_query.py``.
    """

    _name = "ar.open.item"
    _description = "Open Item"
    _auto = False
    _order = "date_due, id"
    _rec_name = "name"
    _rec_names_search = ["name", "ref", "partner_id"]

    # What the SQL reads, so that the ORM writes it to the database before.
    _depends = {
        "account.account": ["account_type", "non_trade"],
        "account.move": [
            "invoice_date",
            "invoice_payment_term_id",
            "invoice_user_id",
            "move_type",
            "name",
            "partner_id",
            "ref",
        ],
        "account.move.line": [
            "account_id",
            "amount_currency",
            "amount_residual",
            "amount_residual_currency",
            "balance",
            "company_currency_id",
            "company_id",
            "currency_id",
            "date",
            "date_maturity",
            "discount_amount_currency",
            "discount_date",
            "display_type",
            "journal_id",
            "move_id",
            "no_followup",
            "parent_state",
            "partner_id",
            "payment_id",
            "reconciled",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_amount_currency",
            "credit_move_id",
            "debit_amount_currency",
            "debit_move_id",
            "exchange_move_id",
            "max_date",
        ],
        "account.payment": ["move_id", "payment_type", "state"],
        "account.payment.term": ["early_discount"],
        "payment.provider": ["code"],
        "payment.transaction": [
            "is_post_processed",
            "operation",
            "payment_id",
            "provider_id",
            "state",
        ],
        "res.partner": ["commercial_partner_id", "country_id", "user_id"],
    }

    name = fields.Char(string="Number", readonly=True)
    ref = fields.Char(string="Reference", readonly=True)
    move_id = fields.Many2one("account.move", string="Journal Entry", readonly=True)
    move_line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True)
    move_type = fields.Selection("_selection_move_type", string="Document Type", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        readonly=True,
        help="The contact that the document itself was made out to.",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    salesperson_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="The invoice's salesperson; for other entries the customer's.",
    )
    country_id = fields.Many2one("res.country", readonly=True)
    date = fields.Date(string="Accounting Date", readonly=True)
    invoice_date = fields.Date(readonly=True)
    date_due = fields.Date(
        string="Due Date",
        readonly=True,
        help="This instalment's own due date; the accounting date where an entry has none.",
    )
    amount = fields.Monetary(
        string="Original Amount", currency_field="company_currency_id", readonly=True
    )
    amount_currency = fields.Monetary(string="Original Amount in Currency", readonly=True)
    residual = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is still open, in the company's currency. Credits are negative.",
    )
    residual_currency = fields.Monetary(
        string="Residual in Currency",
        readonly=True,
        help="What is still open, in the currency of the document. Credits are negative.",
    )
    asked_currency = fields.Monetary(
        string="Amount Asked",
        readonly=True,
        help="What the customer has to pay today, in the currency of the document: the "
        "residual, less the early payment discount as long as it can be taken.",
    )
    discount_date = fields.Date(
        string="Discount Until",
        readonly=True,
        help="Last day of the early payment discount, as long as it can be taken.",
    )
    days_overdue = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Days since the due date; 0 for what is not due yet, for credits, and for money that "
        "we paid out.",
    )
    bucket = fields.Selection("_selection_bucket", string="Age", readonly=True)
    no_followup = fields.Boolean(
        string="Excluded from Follow-up", readonly=True, help="Nobody is reminded of this item."
    )
    paid_out = fields.Boolean(
        string="Paid Out by Us",
        readonly=True,
        help="Money that we paid to the customer. It uses up his credits first; what is left of "
        "it is for a person to look at, and nobody is reminded of it.",
    )
    payment_pending = fields.Boolean(
        readonly=True,
        help="A payment of the document is on its way: registered but not yet in the "
        "books, matched but dated later, or an online payment that the provider has not settled.",
    )

    @property
    def _table_query(self):
        companies = self.env["res.company"].sudo().with_context(active_test=False).search([])
        # As of today, as every other reader: what is matched with a later date is open.
        return self._sql_items(self._prepare_scope(companies.ids, today=True))

    def _selection_move_type(self):
        return self.env["account.move"]._fields["move_type"]._description_selection(self.env)

    def _selection_bucket(self):
        labels = bucket_labels(
            self.env.company._ar_limits(),
            not_due=self.env._("Not due"),
            over=self.env._("Over %s"),
        )
        return [(bucket_key(index), label) for index, label in enumerate(labels)]

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # EXTENDS 'base'.
        # The rows change with every posting and payment, of which this model's cache
        # learns nothing: each search starts from fresh values.
        self.invalidate_model(flush=False)
        if not limit:
            return super().search_fetch(domain, field_names, offset, limit, order)
        # A page of the list: all items are sorted without their documents, which are read
        # for those of the page alone.
        page = self.browse(self._search(domain, offset, limit, order or self._order))
        page.fetch(field_names)
        return page

    def action_open_document(self):
        """Open the invoice, payment or journal entry of the item."""
        self.ensure_one()
        # A salesperson may see that it is owed without seeing the books.
        if not self.move_id.has_access("read"):
            raise AccessError(
                self.env._(
                    "You may see that %s is open, but not the document itself. Ask accounting "
                    "for a copy, or an administrator for access to invoices.",
                    self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    @api.readonly
    def read_as_of(self, as_of, company_ids, partner_ids=None):
        """The open items as they stood at the end of the day ``as_of``.

        Later reconciliations are undone, exchange differences count at the date of
        what caused them. Entries are taken as they are posted now: one posted later
        with an older accounting date belongs to the past that it is dated to.

        :param as_of: date, or its ISO text
        :param company_ids: companies that the user may see
        :param partner_ids: customers, or contacts of customers; None for all that the user
            may see
        :return: list of dicts with the keys of the fields and ``id``; relations are ids
        :raise AccessError: for a company that the user may not see
        """
        self.browse().check_access("read")
        company_ids = arguments.to_ids(self.env, company_ids) or []
        self._check_companies(company_ids)
        partner_ids = self._allowed_partners(arguments.to_ids(self.env, partner_ids))
        return self._read_rows(company_ids, partner_ids, as_of=arguments.to_day(self.env, as_of))
