{
    "name": "Credit and Collections: Deliveries",
    "summary": "Deliveries pass the credit check before the goods leave",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "website": "https://github.com/ar-collections/ar_collections",
    "depends": ["ar_collections_sale", "sale_stock"],
    "data": ["views/stock_picking_views.xml"],
    "auto_install": True,
}
