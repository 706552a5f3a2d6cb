"""The demo company: who it is, who works there and who buys from it."""

import base64
from datetime import timedelta

import pytz

from odoo import Command, api, fields, models
from odoo.tools.misc import file_open

from . import clock
from .company_tables import RATE_EVERY, RATES, TAGS, TERM_XMLIDS
from .customer_tables import CUSTOMERS
from .ledger_tables import OPENING_DAY
from .told import Told

# Not our own module name: books cannot be deleted, so uninstalling must not try to.
XMLID_MODULE = "ar_collections_demo"
ZONE = "Europe/Dublin"


class ArDemo(models.AbstractModel):
    """Builds the demo company through Odoo's own posting, payment and reconciliation.

    What it builds stands in the tables beside it (``…_tables.py``); ``ar_demo_ledger`` keeps the
    books, ``ar_demo_story`` tells day by day who did what.
    """

    _name = "ar.demo"
    _description = "Demo Company Builder"

    @api.model
    def _load(self):
        """Build the demo company, unless it is already there; returns the company.

        It lives through its story day by day, on days that only this transaction knows of.
        """
        company = self.env.ref(f"{XMLID_MODULE}.company", raise_if_not_found=False)
        if company:
            return company
        self._activate_languages()
        with clock.telling(self.env.cr):
            return self._build().with_env(self.env)

    def _build(self):
        """Found the company on the day of its opening balance, and tell its story up to today."""
        today = self._get_today()
        clock.tell(today + timedelta(days=OPENING_DAY))
        company = self._create_company()
        users = self._create_users(company)
        builder = self.with_context(
            allowed_company_ids=company.ids,
            tracking_disable=True,
            mail_create_nolog=True,
            # Nobody is told of tasks by e-mail.
            mail_activity_quick_update=True,
            mail_notify_force_send=False,
        )
        company = company.with_env(builder.env)
        told = Told(company, today, users)
        builder._create_rates(told)
        told.terms.update(builder._create_terms(company))
        told.partners.update(builder._create_customers(users))
        builder._create_policies(told)
        builder._set_up(told)
        builder._tell_story(told)
        return company

    def _get_today(self):
        """The day in Dublin, where the company will be."""
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(pytz.timezone(ZONE)).date()

    def _make(self, model, values_by_key):
        """Create records under external ids of the demo; returns {key: record}."""
        records = (
            self.env[model]
            # says that the ids are meant to be of another module than the one being installed
            .with_context(foreign_record_to_create=True)
            ._load_records(
                [
                    {"xml_id": f"{XMLID_MODULE}.{key}", "values": values, "noupdate": True}
                    for key, values in values_by_key.items()
                ]
            )
            .with_env(self.env)
        )
        return dict(zip(values_by_key, records, strict=True))

    # -- company -----------------------------------------------------------------------

    def _activate_languages(self):
        """Load the languages of the customers, so that they can be written to in their own."""
        codes = {customer.lang for customer in CUSTOMERS.values()}
        langs = self.env["res.lang"].with_context(active_test=False).search([("code", "in", codes)])
        missing = langs.filtered(lambda lang: not lang.active)
        if missing:
            self.env["base.language.install"].create(
                {"lang_ids": [Command.set(missing.ids)], "overwrite": False}
            ).lang_install()
        # Ours are loaded by themselves, but after the demo: too late for the policies it copies.
        self.env["ir.module.module"]._load_module_terms(["ar_collections"], list(codes))

    def _create_company(self):
        """A company of its own, so that core's demo invoices stay out of its ledger."""
        company = self._make(
            "res.company",
            {
                "company": {
                    "name": "Harbour & Pine Ltd",
                    "logo": self._read_logo(),
                    "report_footer": "Harbour & Pine Ltd · Registered in Ireland no. 000000 · "
                    "Demo Harbour Bank · IE52 DEMO 9012 3412 3456 78 · DEMOIE2D",
                    "external_report_layout_id": self.env.ref("web.external_layout_standard").id,
                    "paperformat_id": self.env.ref("base.paperformat_euro").id,
                }
            },
        )["company"]
        # _load, not try_loading: that one warns while modules are being installed, lest the chart
        # of a module not yet there be missed; the generic one is account's own.
        self.env["account.chart.template"]._load("generic_coa", company, install_demo=False)
        # Now, not at first: the chart brings its own currency, a company created with a country
        # installs that country's localization, and one with a domain is looked up on the internet.
        company.currency_id = self.env.ref("base.EUR")
        company.partner_id.write(
            {
                "street": "2 Boatbuilder's Wharf",
                "city": "Dublin",
                "zip": "D01 XX00",
                "country_id": self.env.ref("base.ie").id,
                "email": "accounts@harbourpine.example.com",
                "phone": "+353 1 555 0100",
                "website": "https://harbourpine.example.com",
                "tz": ZONE,
            }
        )
        if "iap_enrich_auto_done" in company._fields:
            # or the admin's first visit looks an invented company up on the internet
            company.iap_enrich_auto_done = True
        self._create_bank(company)
        self._set_taxes(company)
        return company

    def _read_logo(self):
        """Our own drawing: without one, Odoo's "Your logo" would stand on every letter."""
        with file_open("ar_collections/demo/harbour_and_pine.png", "rb") as file:
            return base64.b64encode(file.read())

    def _create_bank(self, company):
        """The account customers pay to, and structured references for their transfers."""
        bank = self._make("res.bank", {"bank": {"name": "Demo Harbour Bank", "bic": "DEMOIE2D"}})
        account = self._make(
            "res.partner.bank",
            {
                "bank_account": {
                    "acc_number": "IE52 DEMO 9012 3412 3456 78",
                    "partner_id": company.partner_id.id,
                    "bank_id": bank["bank"].id,
                    "company_id": company.id,
                    "allow_out_payment": True,
                }
            },
        )["bank_account"]
        self._get_journal(company, "bank").bank_account_id = account
        self._get_journal(company, "sale").invoice_reference_model = "euro"

    def _set_taxes(self, company):
        """The generic chart taxes as the United States do: the company does as Ireland."""
        company.account_fiscal_country_id = company.country_id
        taxes = self.env["account.tax"].search([("company_id", "=", company.id)])
        taxes.tax_group_id.country_id = company.country_id
        taxes.country_id = company.country_id
        tax = company.account_sale_tax_id
        tax.write({"name": "VAT 23%", "amount": 23.0, "invoice_label": "VAT 23%"})
        tax.tax_group_id.name = "VAT 23%"

    def _get_journal(self, company, kind):
        """The first journal of a type in the company."""
        Journal = self.env["account.journal"]
        return Journal.search(
            [*Journal._check_company_domain(company), ("type", "=", kind)], limit=1
        )

    def _create_users(self, company):
        """A collector and a salesperson; admin and demo start in the demo company, too.

        Returns {key: user}: the collector, and those who sell.
        """
        collector = self._get_user(
            "collector", "Collector (demo)", "ar_collections.ar_collections_group_collector"
        )
        salesperson = self._get_user(
            "salesperson", "Salesperson (demo)", "ar_collections.ar_collections_group_sales"
        )
        company.ar_aging_for_sales = True
        users = collector | salesperson
        for xmlid in ("base.user_admin", "base.user_demo"):
            users |= self.env.ref(xmlid, raise_if_not_found=False) or users.browse()
        users.write({"company_ids": [Command.link(company.id)]})
        users.write({"company_id": company.id})
        demo_user = self.env.ref("base.user_demo", raise_if_not_found=False)
        if demo_user:
            # Sells, and looks after customers of its own.
            group = self.env.ref("ar_collections.ar_collections_group_collector")
            demo_user.group_ids = [Command.link(group.id)]
        collector.notification_type = "inbox"
        return {
            "collector": collector,
            "salesperson": salesperson,
            "demo": demo_user or collector,
            "manager": self.env.ref("base.user_admin", raise_if_not_found=False) or self.env.user,
        }

    def _get_user(self, login, name, group):
        """The user with this login; created with the login as password if there is none."""
        users = self.env["res.users"].with_context(active_test=False)
        # no invitation: the password is known, and nothing may be mailed from a demo
        builder = self.with_context(no_reset_password=True)
        return (
            users.search([("login", "=", login)], limit=1)
            or builder._make(
                "res.users",
                {
                    f"user_{login}": {
                        "name": name,
                        "login": login,
                        "password": login,
                        "email": f"{login}@harbourpine.example.com",
                        "tz": ZONE,
                        "group_ids": [Command.set(self.env.ref(group).ids)],
                    }
                },
            )[f"user_{login}"]
        )

    # -- master data -------------------------------------------------------------------

    def _create_rates(self, told):
        """Rates that move every month, so that bills and their payments meet different ones."""
        currencies = {code: self.env.ref(f"base.{code}") for code in RATES}
        self.env["res.currency"].union(*currencies.values()).action_unarchive()
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currencies[code].id,
                    "company_id": told.company.id,
                    "name": told.day(-RATE_EVERY * (len(rates) - 1 - position)),
                    "rate": rate,
                }
                for code, rates in RATES.items()
                for position, rate in enumerate(rates)
            ]
        )

    def _create_terms(self, company):
        """Core's payment terms, and two of the company's own: instalments and a discount."""
        own = self._make(
            "account.payment.term",
            {
                "term_halves": {
                    "name": "Half in 30 days, half in 60 days",
                    "company_id": company.id,
                    "line_ids": [
                        Command.create({"value": "percent", "value_amount": 50.0, "nb_days": days})
                        for days in (30, 60)
                    ],
                },
                "term_discount": {
                    "name": "30 days, 3% within 10 days",
                    "company_id": company.id,
                    "early_discount": True,
                    "discount_percentage": 3.0,
                    "discount_days": 10,
                    "early_pay_discount_computation": "included",
                    "line_ids": [
                        Command.create({"value": "percent", "value_amount": 100.0, "nb_days": 30})
                    ],
                },
            },
        )
        terms = {key: self.env.ref(xmlid) for key, xmlid in TERM_XMLIDS.items()}
        return terms | {"halves": own["term_halves"], "discount": own["term_discount"]}

    def _create_customers(self, users):
        """The customers of the table, their tags and their contacts; returns {key: partner}."""
        tags = self._make(
            "res.partner.category", {f"tag_{key}": {"name": name} for key, name in TAGS.items()}
        )
        made = self._make(
            "res.partner",
            {
                f"customer_{key}": self._prepare_customer_values(number, customer, tags, users)
                for number, (key, customer) in enumerate(CUSTOMERS.items(), start=1)
            },
        )
        partners = {key: made[f"customer_{key}"] for key in CUSTOMERS}
        for key, customer in CUSTOMERS.items():
            if customer.parent:
                partners[key].parent_id = partners[customer.parent]
        self._create_contacts(partners)
        return partners

    def _get_tag(self, key):
        return self.env.ref(f"{XMLID_MODULE}.tag_{key}")

    def _prepare_customer_values(self, number, customer, tags, users):
        country = self.env.ref(
            f"base.{'uk' if customer.country == 'GB' else customer.country.lower()}"
        )
        return {
            "name": customer.name,
            "ref": f"C{1000 + number}",
            "is_company": True,
            "customer_rank": 1,
            "street": customer.street,
            "city": customer.city,
            "zip": customer.zip,
            "country_id": country.id,
            "email": customer.email,
            "phone": customer.phone,
            "lang": customer.lang,
            "user_id": users[customer.seller].id,
            "category_id": [Command.set([tags[f"tag_{tag}"].id for tag in customer.tags])],
            "property_payment_term_id": self.env.ref(TERM_XMLIDS[customer.terms]).id,
        }

    def _create_contacts(self, partners):
        """People are called by what they do: one gets the bills, one does not."""
        self._make(
            "res.partner",
            {
                "contact_juniper": {
                    "name": "Accounts Payable",
                    "parent_id": partners["juniper"].id,
                    "type": "invoice",
                    "street": "Shared Service Centre, 15 Evergreen Quay",
                    "city": "Dublin",
                    "country_id": partners["juniper"].country_id.id,
                    "email": "accounts.payable@juniper.example.com",
                    "phone": "+353 1 555 0125",
                },
                "contact_lantern": {
                    "name": "Front Desk",
                    "parent_id": partners["lantern"].id,
                    "type": "contact",
                    "email": "frontdesk@quietlantern.example.com",
                },
            },
        )
