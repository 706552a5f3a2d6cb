{
    "name": "Credit and Collections: Dashboard",
    "summary": "Open items, trend, reminders and promises as a dashboard of Odoo's spreadsheets",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "spreadsheet_dashboard"],
    "data": ["data/dashboards.xml"],
    "images": ["static/description/banner.png"],
    "auto_install": True,
}
