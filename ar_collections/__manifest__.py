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
        # ledger
        # customer
        # dunning
        # channel
        "security/ar_channel_rules.xml",
        "data/ar_channel_cron.xml",
        "views/channel/ar_dunning_message_templates.xml",
        "data/ar_mail_templates.xml",
        "data/ar_channel_data.xml",
        "wizard/ar_dispatch_views.xml",
        "views/channel/ar_dispatch_views.xml",
        "report/ar_dunning_letter_templates.xml",
        "report/ar_dunning_letter_reports.xml",
        # menus
        "views/menus.xml",
    ],
    "demo": [],
    "post_init_hook": "post_init_hook",
    "application": True,
}
