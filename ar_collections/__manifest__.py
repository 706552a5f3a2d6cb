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
        # menus: the root, under which each room adds its own
        "views/menus.xml",
        # ledger
        "views/ledger/ar_open_item_views.xml",
        "views/ledger/res_config_settings_views.xml",
        # customer
        "views/customer/ar_hold_views.xml",
        "views/customer/ar_profile_views.xml",
        "views/customer/account_move_views.xml",
        "views/customer/res_partner_views.xml",
        # dunning
        "data/ar_interest_data.xml",
        "views/dunning/ar_interest_rule_views.xml",
        "views/dunning/ar_interest_rate_views.xml",
        "data/ar_dunning_data.xml",
        "views/dunning/ar_dunning_policy_views.xml",
        "views/dunning/ar_dunning_run_views.xml",
        "views/dunning/ar_dunning_notice_views.xml",
        "views/dunning/ar_profile_views.xml",
        "views/dunning/account_move_views.xml",
        # channel
        "security/ar_channel_rules.xml",
        "data/ar_channel_cron.xml",
        "views/channel/ar_dunning_message_templates.xml",
        "data/ar_mail_templates.xml",
        "data/ar_channel_data.xml",
        "wizard/ar_dispatch_views.xml",
        "views/channel/ar_dispatch_views.xml",
        "views/channel/ar_dunning_views.xml",
        "report/ar_dunning_letter_templates.xml",
        "report/ar_dunning_letter_reports.xml",
    ],
    "demo": ["demo/ar_collections_demo.xml"],
    "assets": {
        "web.assets_backend": ["ar_collections/static/src/**/*"],
        "web.assets_tests": ["ar_collections/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "application": True,
}
