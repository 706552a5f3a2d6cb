{
    "name": "Credit and Collections: Gamification",
    "summary": "Targets as challenges, badges for who reaches them and for the best CEI",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "gamification"],
    "data": [
        "data/gamification_data.xml",
        "data/ar_target_cron.xml",
        "views/res_config_settings_views.xml",
    ],
    "images": ["static/description/banner.png"],
    "auto_install": True,
}
