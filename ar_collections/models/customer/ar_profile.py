"""The customer account: what we decided about a customer in one company."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.ar_guard_mixin import ANY, NEW
from ..base.live import domain_of_figures


class ArProfile(models.Model):
    """One row per commercial partner and company; chatter and activities live here.

    Amounts owed are read live from the ledger's reader, never stored.
    """

    _name = "ar.profile"
    _description = "Customer Account"
    _inherit = ["ar.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "partner_id, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]
    _check_company_auto = True

    _writable = {
        NEW: ("partner_id", "company_id"),
        ANY: (
            "collector_id",
            "contact_id",
            "email_bounced",
            "hold_ids",
            "lang",
            "note",
            "outside_ids",
            "phone_wrong",
            "address_wrong",
            "reminder_mode",
        ),
    }

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="The commercial entity that owes; invoices to its contacts count here.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    collector_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        tracking=True,
        help="Follows up on this customer. Starts as the salesperson and follows a change of "
        "salesperson until another collector is chosen here.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Dunning Contact",
        tracking=True,
        domain="['|', ('commercial_partner_id', '=', partner_id), "
        "('id', 'in', outside_contact_ids)]",
        help="Receives reminders and letters. Empty: the contact that the invoices were "
        "addressed to, else the customer's invoice address. Somebody outside of the customer, a "
        "bookkeeper for example, is confirmed on the page Outside Contacts first.",
    )
    outside_ids = fields.One2many("ar.outside.contact", "profile_id", string="Outside Contacts")
    outside_contact_ids = fields.Many2many(
        "res.partner", compute="_compute_outside_contact_ids", string="Confirmed Contacts"
    )
    outside_warning = fields.Char(
        compute="_compute_outside_warning",
        help="Why nothing is sent to the dunning contact.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        tracking=True,
        help="In which reminders, statements and all other messages about what is open are "
        "written. Empty: the language of the contact who is told, else the customer's.",
    )
    reminder_mode = fields.Selection(
        [("auto", "Automatic"), ("manual", "Manual")],
        string="Reminders",
        default="auto",
        required=True,
        tracking=True,
        help="Manual: dunning runs leave this customer out; remind from this page.",
    )
    note = fields.Html(string="Internal Note")
    hold_ids = fields.One2many("ar.hold", "profile_id", string="Holds")
    held = fields.Boolean(
        string="On Hold",
        compute="_compute_held",
        search="_search_held",
        help="A hold on the whole customer is in force today.",
    )

    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    country_id = fields.Many2one(related="partner_id.country_id", string="Country")
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")

    open_amount = fields.Monetary(
        string="Open", compute="_compute_amounts", search="_search_open_amount"
    )
    overdue_amount = fields.Monetary(
        string="Overdue",
        compute="_compute_amounts",
        search="_search_overdue_amount",
        help="What is past its due date, after credits: in each currency they cover the oldest "
        "debts first. Money that we paid out is no debt.",
    )
    credit_amount = fields.Monetary(
        string="Unallocated Credits",
        compute="_compute_amounts",
        search="_search_credit_amount",
        help="Payments on account and credit notes that nobody has allocated yet.",
    )
    max_days_overdue = fields.Integer(
        string="Oldest Days Overdue",
        compute="_compute_amounts",
        search="_search_max_days_overdue",
        help="Of what credits do not cover.",
    )
    contact_checked_on = fields.Date(string="Contact Data Verified On", readonly=True, copy=False)
    contact_checked_by_id = fields.Many2one(
        "res.users", string="Verified By", readonly=True, copy=False
    )
    email_bounced = fields.Boolean(
        string="E-mail Came Back",
        tracking=True,
        copy=False,
        help="A message came back. Gone once the contact data is verified.",
    )
    phone_wrong = fields.Boolean(
        string="Wrong Number",
        tracking=True,
        copy=False,
        help="Nobody was reached at the number. Gone once the contact data is verified.",
    )
    address_wrong = fields.Boolean(
        string="Wrong Address",
        tracking=True,
        copy=False,
        help="Nobody was found at the address. Gone once the contact data is verified.",
    )
    stale_contact = fields.Char(
        compute="_compute_stale_contact",
        search="_search_stale_contact",
        help="Why the contact data should be verified.",
    )

    _partner_company_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "A customer has one account per company; open the one that exists.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        for profile in self:
            name = profile.partner_id.display_name or ""
            if several and profile.company_id:
                name = f"{name} ({profile.company_id.name})"
            profile.display_name = name

    @api.depends("partner_id", "company_id")
    def _compute_amounts(self):
        """Read the live amounts of all profiles at once."""
        totals = self.env["ar.open.item"]._read_totals(self.company_id.ids, self.partner_id.ids)
        for profile in self:
            values = totals.get((profile.partner_id.id, profile.company_id.id), {})
            profile.open_amount = values.get("open", 0.0)
            profile.overdue_amount = values.get("overdue", 0.0)
            profile.credit_amount = values.get("credit", 0.0)
            profile.max_days_overdue = values.get("max_days_overdue", 0)

    def _search_open_amount(self, operator, value):
        return self._search_amount("open", operator, value)

    def _search_overdue_amount(self, operator, value):
        return self._search_amount("overdue", operator, value)

    def _search_credit_amount(self, operator, value):
        return self._search_amount("credit", operator, value)

    def _search_max_days_overdue(self, operator, value):
        return self._search_amount("max_days_overdue", operator, value)

    def _search_amount(self, key, operator, value):
        """Domain of the profiles whose live figure ``key`` compares to ``value``."""
        read = self.env["ar.open.item"]._read_totals
        totals = self._keep("totals", lambda: read(self.env.companies.ids))
        figures = {pair: values[key] for pair, values in totals.items()}
        return domain_of_figures(figures, operator, value, self._ids_of_pairs)

    def _ids_of_pairs(self, pairs):
        """Ids of the profiles of (partner id, company id) pairs, in one query."""
        by_company = {}
        for partner_id, company_id in pairs:
            by_company.setdefault(company_id, []).append(partner_id)
        domain = Domain.OR(
            Domain("company_id", "=", company_id) & Domain("partner_id", "in", partner_ids)
            for company_id, partner_ids in by_company.items()
        )
        return self.sudo()._search(domain)

    @api.depends("hold_ids.date_from", "hold_ids.date_to", "hold_ids.scope", "hold_ids.amount")
    def _compute_held(self):
        held = self.env["ar.hold"]._in_force(self).filtered(lambda h: h._is_whole_customer())
        for profile in self:
            profile.held = profile in held.profile_id

    def _search_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        holds = self.env["ar.hold"].search(self.env["ar.hold"]._domain_in_force())
        ids = holds.filtered(lambda h: h._is_whole_customer()).profile_id.ids
        return Domain("id", "in" if True in value else "not in", ids)

    @api.model
    def _complete(self, vals_list):
        """A profile made by hand belongs to the commercial entity, like all the others."""
        for vals in vals_list:
            partner = self.env["res.partner"].browse(vals.get("partner_id"))
            vals["partner_id"] = partner.commercial_partner_id.id
            vals.setdefault("collector_id", partner.commercial_partner_id.user_id.id)
        return super()._complete(vals_list)

    @api.private
    @api.model
    def get_or_create(self, partner, company):
        """The profile of the commercial entity of ``partner`` in ``company``.

        Safe against another transaction that makes the same one. One that is missing is
        made for who may make it.

        :return: one ``ar.profile``
        :raise AccessError: there is none, and the acting person may not make it
        """
        key = (partner.commercial_partner_id.id, company.id)
        domain = [("partner_id", "=", key[0]), ("company_id", "=", key[1])]
        profile = self.sudo().search(domain, limit=1)
        if not profile:
            self.check_access("create")
            self._ensure([key])
            profile = self.sudo().search(domain, limit=1)
        return self.browse(profile.id)

    @api.model
    def _ensure(self, pairs):
        """Make the missing profiles of (commercial partner id, company id) pairs, in one query."""
        if pairs:
            values = SQL(", ").join(
                SQL("(%s::int, %s::int)", partner_id, company_id)
                for partner_id, company_id in sorted(set(pairs))
            )
            self._insert_missing(SQL("(VALUES %s) AS debtor (partner_id, company_id)", values))

    @api.model
    def _create_missing(self):
        """Make the profile of every customer with receivables, in one statement.

        Called at installation, on a ledger of any size.
        """
        self.env.flush_all()
        self._insert_missing(self.env["ar.open.item"]._sql_debtors())

    @api.model
    def _insert_missing(self, debtors):
        """Insert a profile for each row (partner_id, company_id) of the SQL ``debtors``."""
        self.env["res.partner"].flush_model(["user_id"])
        self.env.execute_query(
            SQL(
                """
                INSERT INTO ar_profile
                    (partner_id, company_id, collector_id, reminder_mode,
                     create_uid, write_uid, create_date, write_date)
                SELECT debtor.partner_id, debtor.company_id, partner.user_id, 'auto',
                       %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM %(debtors)s
                  JOIN res_partner partner ON partner.id = debtor.partner_id
                    ON CONFLICT (partner_id, company_id) DO NOTHING
             RETURNING id
                """,
                uid=self.env.uid,
                now=self.env.cr.now(),
                debtors=debtors,
            )
        )
        self.invalidate_model()

    def _pick_lang(self, contact):
        """The language in which the customer is spoken to, by way of ``contact``."""
        self.ensure_one()
        return self.company_id._ar_pick_lang(self, contact, self.partner_id)

    def _get_collector(self, *first):
        """The user who answers for the customer; never empty, so that no task is nobody's.

        :param first: users to take before the customer's collector, if they are people
        """
        self.ensure_one()
        people = (
            user
            for user in (*first, self.collector_id, self.env.user)
            if user.active and not user.share and user.id != SUPERUSER_ID
        )
        # Not env.ref(), which asks the database each time.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        admin_id = find("base.user_admin", raise_if_not_found=False)
        return next(people, None) or self.env["res.users"].browse(admin_id) or self.env.user

    def _get_acting(self, *first):
        """Who works for the customer today, and is told of what it says: the collector. A room that
        knows of absences says who stands in.

        :param first: as in ``_get_collector``
        """
        return self._get_collector(*first)

    def action_view_open_items(self):
        """Open the customer's open items."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_open_item_action")
        action["domain"] = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        action["context"] = {}
        return action

    def action_view_partner(self):
        """Open the customer's contact form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "view_mode": "form",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        for profile in self:
            if found := profile._find_history():
                raise UserError(
                    self.env._(
                        "The account of %(customer)s has a history (%(what)s) and cannot be "
                        "deleted. Archive the contact instead.",
                        customer=profile.partner_id.display_name,
                        what=found,
                    )
                )

    def _modified_triggers(self, tree, create=False):
        # EXTENDS 'base': whoever changes an account, the contacts that repeat it are found,
        # by a field that not everybody may search.
        everybody = self.with_company(self.env.company).with_user(SUPERUSER_ID)
        return super(ArProfile, everybody)._modified_triggers(tree, create)
