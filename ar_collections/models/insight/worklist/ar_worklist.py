"""The worklist: whom to work on today, in which order, why, and what is next."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Reasons that a list shows of each row.
MOST_REASONS = 3


class ArWorklist(models.Model):
    """One row per customer account with work; the id is the account's.

    Nothing is stored: facts are read for all customers of the companies switched on, in a fixed
    number of queries (``ar_worklist_query.py``), ``tools/insight/worklist.py`` decides, and the
    rows are handed to PostgreSQL as a table, so that lists search, sort, group and page them.
    """

    _name = "ar.worklist"
    _description = "Worklist"
    _auto = False
    _order = "points desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]

    profile_id = fields.Many2one("ar.profile", string="Customer Account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    collector_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who works on the customer today: the collector, or the deputy of one who is away.",
    )
    points = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator=None,
        help="For the amount at risk, for the rules that are met, and by hand.",
    )
    risk = fields.Monetary(
        string="At Risk",
        readonly=True,
        help="What is overdue and not on hold, times the probability that it is not paid soon.",
    )
    probability = fields.Float(
        string="Not Paid Soon",
        readonly=True,
        aggregator=None,
        help="The probability that what is overdue is not paid soon: from how the customer used to "
        "pay, and how late it is now.",
    )
    overdue = fields.Monetary(readonly=True, help="Past its due date, after credits.")
    open_amount = fields.Monetary(string="Open", readonly=True)
    days_overdue = fields.Integer(string="Oldest Days", readonly=True, aggregator="max")
    rule_id = fields.Many2one(
        "ar.worklist.rule", string="Main Reason", readonly=True, help="The rule with most points."
    )
    kinds = fields.Char(string="Rules Met", readonly=True)
    next_date = fields.Date(string="Day", readonly=True, help="The day of the next step.")
    last_contact = fields.Date(
        readonly=True, help="When the customer last talked with us, or wrote to us."
    )
    bump = fields.Float(readonly=True, digits=(16, 1), aggregator=None, help="Points by hand.")
    key_account = fields.Boolean(readonly=True)
    active = fields.Boolean(
        string="To Do Today",
        readonly=True,
        help="Not set: done for today, or put off. Such rows are shown where they are asked for.",
    )
    put_off_until = fields.Date(
        readonly=True, help="The last day on which the customer is not in the worklist."
    )
    rating_id = fields.Many2one("ar.credit.rating", string="Grade", readonly=True)

    why = fields.Text(compute="_compute_words", help="The heaviest reasons.")
    reasons = fields.Text(
        string="All Reasons",
        compute="_compute_words",
        help="What is at risk, and the rules that are met, with their points.",
    )
    next_step = fields.Char(string="Next", compute="_compute_words")
    in_my_team = fields.Boolean(
        compute="_compute_in_my_team",
        search="_search_in_my_team",
        help="Of the own team: of those with the same lead, and of the lead.",
    )

    for_me = fields.Boolean(
        compute="_compute_for_me",
        search="_search_for_me",
        help="One's own customers and nobody's; all of them for who has none.",
    )

    # Where the rows are not asked for, as when Odoo looks which models have a table.
    _table_query = SQL("SELECT NULL::int AS id WHERE FALSE")

    @property
    def _table_sql(self):
        # OVERRIDES 'base'
        return SQL("(%s)", self._sql_rows())

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_words(self):
        found = self._read_ranking()
        for row in self:
            ranked = found.get(row.id)
            reasons = self._list_reasons(ranked) if ranked else []
            row.why = "\n".join(words for words, _points in reasons[:MOST_REASONS])
            row.reasons = "\n".join(self._add_points(*reason) for reason in reasons)
            row.next_step = ranked and self._get_step_words(ranked)

    @api.depends("collector_id")
    @api.depends_context("uid")
    def _compute_in_my_team(self):
        team = self.env.user._ar_get_team()
        for row in self:
            row.in_my_team = row.collector_id in team

    def _search_in_my_team(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("collector_id", "in", self.env.user._ar_get_team().ids)
        return mine if True in value else ~mine

    @api.depends("collector_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_for_me(self):
        mine = self.filtered_domain(self._get_domain_for_me())
        for row in self:
            row.for_me = row in mine

    def _search_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_domain_for_me()
        return domain if True in value else ~domain

    def _get_domain_for_me(self):
        """What the acting user begins with."""
        collectors = {ranked.row.customer.collector for ranked in self._read_ranking().values()}
        own = Domain("collector_id", "=", self.env.uid) | Domain("collector_id", "=", False)
        return own if self.env.uid in collectors else self._get_domain_without_own(own)

    def _get_domain_without_own(self, own):
        """Of who has no customer in the list: nothing is left for a collector, a manager looks
        after all of them."""
        collects = self.env["ar.profile"].search_count(
            [("collector_id", "=", self.env.uid)], limit=1
        )
        return own if collects else Domain.TRUE

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # EXTENDS 'base': the rows change without notice; each search starts from fresh values.
        self.invalidate_model(flush=False)
        with self._reading_once():
            return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # EXTENDS 'web': the page, its words, and the number of rows.
        with self._reading_once():
            return super().web_search_read(*args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        # EXTENDS 'web': the groups and what is in them.
        with self._reading_once():
            return super().web_read_group(*args, **kwargs)

    @api.readonly
    def read(self, fields=None, load="_classic_read"):
        # EXTENDS 'base': columns and words.
        with self._reading_once():
            return super().read(fields, load)
