{
    "name": "Credit and Collections: Snailmail",
    "summary": "Letters to customers are printed and posted by the post office",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "snailmail"],
    "data": ["views/ar_dispatch_views.xml", "views/res_config_settings_views.xml"],
    "images": ["static/description/banner.png"],
    "auto_install": True,
}
