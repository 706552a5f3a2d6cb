{
    "name": "Credit and Collections: Sales",
    "summary": "Orders count in the credit exposure and pass the credit check",
    "version": "19.0.1.1.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "sale"],
    "data": [
        "views/sale_order_views.xml",
        "views/ar_profile_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "data/ar_check_data.xml",
    ],
    "demo": ["demo/ar_collections_sale_demo.xml"],
    "images": [
        "static/description/banner.png",
        "static/description/credit_order.png",
    ],
    "auto_install": True,
}
