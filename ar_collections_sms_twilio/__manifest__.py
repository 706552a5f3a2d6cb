{
    "name": "Credit and Collections: Twilio",
    "summary": "Hears what customers answer to text messages: STOP stops them at once",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "sms_twilio"],
    "images": ["static/description/banner.png"],
    "auto_install": True,
}
