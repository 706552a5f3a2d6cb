{
    "name": "Credit and Collections: Job Queue",
    "summary": "Messages to customers leave by jobs of OCA's queue as soon as they are confirmed",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "ar_collections contributors",
    "license": "LGPL-3",
    "depends": ["ar_collections", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "images": ["static/description/banner.png"],
    "auto_install": True,
}
