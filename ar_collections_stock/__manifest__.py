{
    "name": "Credit and Collections: Deliveries",
    "summary": "Deliveries pass the credit check before the goods leave",
    "version": "19.0.1.2.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections_sale", "sale_stock"],
    "data": ["views/stock_picking_views.xml"],
    "demo": ["demo/ar_collections_stock_demo.xml"],
    "images": [
        "static/description/banner.png",
        "static/description/credit_account.png",
    ],
    "auto_install": True,
}
