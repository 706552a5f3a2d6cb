{
    "name": "Credit and Collections",
    "summary": "Dunning, open items, holds and reminders for accounts receivable",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "website": "https://github.com/ar-collections/ar_collections",
    "depends": ["account", "account_payment", "mail", "phone_validation"],
    "data": [
        # security
        "security/ar_collections_groups.xml",
        "security/ir.model.access.csv",
        "security/ar_collections_rules.xml",
        # the menus' roots, under which each room puts its entries
        "views/menus.xml",
        # ledger
        # customer
        # dunning
        "data/ar_interest_data.xml",
        "views/dunning/ar_interest_rule_views.xml",
        "views/dunning/ar_interest_rate_views.xml",
        # channel
    ],
    "demo": [],
    "post_init_hook": "post_init_hook",
    "application": True,
}
