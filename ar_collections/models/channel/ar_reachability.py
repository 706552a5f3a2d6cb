"""Who can be reached by which way, before a run needs them: one row per customer account, live."""

from odoo import api, fields, models

from ..base.live import LiveMonetary, domain_of_figures, order_by_figures
from .ar_refused_address import DAYS

# The ways of the list, in the order of its columns. A webhook is told beside them: few have one.
WAYS = ("email", "letter", "sms", "call", "visit")
# Why a way does not reach a customer.
PROBLEMS = [
    ("missing", "Nothing Entered"),
    ("malformed", "Not Valid"),
    ("no_country", "Country Unknown"),
    ("landline", "A Landline"),
    ("other", "No Mobile"),
    ("blacklist", "On the Black List"),
    ("refused", "Came Back"),
    ("wrong", "Wrong Number"),
    ("optout", "Not Wanted"),
]


class ArReachability(models.Model):
    """Whom e-mails, letters, text messages, calls and visits would reach now, and why not.

    The id is the account's. The rows are read by one statement, in ``ar_reachability_query.py``,
    which knows the contact data; what is owed comes from the reader of open items.
    """

    _name = "ar.reachability"
    _description = "Reachability of a Customer"
    _auto = False
    _order = "overdue_amount desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]

    # What the SQL reads, so that the ORM writes it to the database before.
    _depends = {
        "ar.profile": ["collector_id", "company_id", "contact_id", "partner_id", "phone_wrong"],
        "ar.optout": ["active", "channel", "number", "partner_id", "purpose"],
        "ar.profile.contact": ["channel", "contact_id", "profile_id", "sequence", "subject"],
        "ar.outside.contact": ["contact_id", "profile_id", "state"],
        "ar.refused.address": ["address", "date"],
        "ar.webhook.endpoint": ["active", "profile_id"],
        "mail.blacklist": ["active", "email"],
        "res.partner": [
            "active",
            "ar_phone_kind",
            "city",
            "commercial_partner_id",
            "email",
            "email_normalized",
            "is_company",
            "parent_id",
            "phone",
            "phone_sanitized",
            "street",
            "street2",
            "type",
            "user_id",
            "zip",
        ],
    }

    profile_id = fields.Many2one("ar.profile", string="Customer Account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    contact_id = fields.Many2one(
        "res.partner", readonly=True, help="Whom messages to this customer go to first."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    by_email = fields.Boolean(string="E-mail", readonly=True)
    by_letter = fields.Boolean(string="Letter", readonly=True)
    by_sms = fields.Boolean(string="SMS", readonly=True)
    by_call = fields.Boolean(string="Call", readonly=True)
    by_visit = fields.Boolean(string="Visit", readonly=True)
    email_problem = fields.Selection(PROBLEMS, string="E-mail Problem", readonly=True)
    letter_problem = fields.Selection(PROBLEMS, readonly=True)
    sms_problem = fields.Selection(PROBLEMS, string="SMS Problem", readonly=True)
    call_problem = fields.Selection(PROBLEMS, readonly=True)
    visit_problem = fields.Selection(PROBLEMS, readonly=True)
    webhook = fields.Selection(
        [("on", "On"), ("off", "Switched Off")],
        readonly=True,
        help="The customer's own system: on, or switched off by an answer that it wants no more "
        "(410), or by one of us. Empty: there is none. It is no way that is counted.",
    )
    ways = fields.Integer(
        string="Ways Left",
        readonly=True,
        aggregator=None,
        help="By how many ways the customer can be reached.",
    )
    reason = fields.Text(
        string="What Is Missing", compute="_compute_reason", help="By which ways not, and why."
    )
    asked_id = fields.Many2one(
        "res.users", compute="_compute_asked", help="Who has the task to find out."
    )
    open_amount = LiveMonetary(
        string="Open", compute="_compute_amounts", search="_search_open_amount"
    )
    overdue_amount = LiveMonetary(
        string="Overdue", compute="_compute_amounts", search="_search_overdue_amount"
    )
    item_count = fields.Integer(
        string="Open Items", compute="_compute_amounts", search="_search_item_count"
    )

    @property
    def _table_query(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        return self._sql_rows(since)

    # -- what is owed ------------------------------------------------------------------

    @api.depends("profile_id")
    def _compute_amounts(self):
        read = self.env["ar.open.item"]._read_totals
        totals = read(self.company_id.ids, self.partner_id.ids) if self else {}
        for row in self:
            values = totals.get((row.partner_id.id, row.company_id.id), {})
            row.open_amount = values.get("open", 0.0)
            row.overdue_amount = values.get("overdue", 0.0)
            row.item_count = values.get("count", 0)

    def _search_open_amount(self, operator, value):
        return self._search_figure("open", operator, value)

    def _search_overdue_amount(self, operator, value):
        return self._search_figure("overdue", operator, value)

    def _search_item_count(self, operator, value):
        return self._search_figure("count", operator, value)

    def _search_figure(self, name, operator, value):
        figures = {pair: values[name] for pair, values in self._read_all_totals().items()}
        return domain_of_figures(figures, operator, value, self.env["ar.profile"]._ids_of_pairs)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # EXTENDS 'base': live figures sort, too.
        if field_name not in ("open_amount", "overdue_amount"):
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        name = field_name.removesuffix("_amount")
        figures = {pair: row[name] for pair, row in self._read_all_totals().items() if row[name]}
        pair = ("partner_id", "company_id")
        return order_by_figures(query, alias, field_name, figures, direction, nulls, pair)

    @api.model
    def _read_all_totals(self):
        """What all customers of the user's companies owe; read once for a page."""
        read = self.env["ar.open.item"]._read_totals
        return self.env["ar.profile"]._keep("totals", lambda: read(self.env.companies.ids))

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # EXTENDS 'web': the page and the number of records.
        with self.env["ar.profile"]._reading_once():
            return super().web_search_read(*args, **kwargs)

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # EXTENDS 'base': contact data changes, and this model's cache learns nothing of it.
        self.invalidate_model(flush=False)
        with self.env["ar.profile"]._reading_once():
            return super().search_fetch(domain, field_names, offset, limit, order)

    # -- why not -----------------------------------------------------------------------

    @api.depends(*(f"{way}_problem" for way in WAYS))
    def _compute_reason(self):
        for row in self:
            row.reason = "\n".join(row._list_problems()) or False

    def _list_problems(self):
        """Sentences, by which ways the customer is not reached, and why."""
        self.ensure_one()
        sentences = self._get_problem_sentences()
        return [
            sentences[way][problem]
            for way in sentences
            if (problem := self[f"{way}_problem"]) and problem in sentences[way]
        ]

    def _get_problem_sentences(self):
        """{way: {problem: sentence}}"""
        return {
            "email": {
                "missing": self.env._("E-mail: no address is entered."),
                "malformed": self.env._("E-mail: the address is not valid."),
                "blacklist": self.env._("E-mail: the address is on the blacklist."),
                "refused": self.env._("E-mail: the last message came back."),
                "optout": self.env._("E-mail: the contact wants none."),
            },
            "letter": {
                "missing": self.env._("Letter: street or city is missing."),
                "optout": self.env._("Letter: the contact wants none."),
            },
            "sms": {
                "missing": self.env._("SMS: no phone number is entered."),
                "malformed": self.env._("SMS: the phone number is not valid."),
                "no_country": self.env._(
                    "SMS: nobody can tell which country the phone number belongs to."
                ),
                "landline": self.env._("SMS: the phone number is a landline."),
                "other": self.env._("SMS: the phone number is no mobile."),
                "refused": self.env._("SMS: the last message did not arrive."),
                "optout": self.env._("SMS: the contact wants none."),
            },
            "call": {
                "missing": self.env._("Call: no phone number is entered."),
                "wrong": self.env._("Call: the phone number was wrong."),
                "optout": self.env._("Call: the contact wants none."),
            },
            "visit": {
                "missing": self.env._("Visit: street or city is missing."),
                "optout": self.env._("Visit: the contact wants none."),
            },
        }

    # -- asking ------------------------------------------------------------------------

    @api.depends("profile_id")
    def _compute_asked(self):
        asked = self._read_asked()
        for row in self:
            row.asked_id = asked.get(row.partner_id.id) or asked.get(-row.profile_id.id)
