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
        # the root menus, which the rooms' own entries hang under
        "views/menus.xml",
        # ledger
        "views/ledger/ar_open_item_views.xml",
        "views/ledger/res_config_settings_views.xml",
        # customer
        # dunning
        # channel
    ],
    "demo": [],
    "post_init_hook": "post_init_hook",
    "application": True,
}
