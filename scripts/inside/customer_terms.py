"""Which terms customers read: they are translated into more languages than the screens are.

A term is one of theirs if one of its occurrences, as Odoo's export names them, fits one of
``PATTERNS``. What is new in a place that is named here is found by itself; a new place is a line
here.
"""

from fnmatch import fnmatchcase

PATTERNS = (
    # E-mails, letters, text messages, and the scripts of what is said on the phone or at the door.
    "model:mail.template,subject:*",
    "model*:mail.template,body_html:*",
    "model*:ar.dunning.level,*",
    "model*:ar.dunning.level.wording,*",
    # Pages of the portal and without login, papers, the frame and the tables of e-mails.
    "model_terms:ir.ui.view,arch_db:*.portal_*",
    "model_terms:ir.ui.view,arch_db:*.ar_dunning_mail_*",
    "model_terms:ir.ui.view,arch_db:*.ar_dunning_message_*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_dunning_letter*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_statement_*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_balance_reminder*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_answer_*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_dispute_answer*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_plan*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_charge_claim*",
    "model_terms:ir.ui.view,arch_db:*.ar_charge_claim_items",
    "model_terms:ir.ui.view,arch_db:*.report_ar_settlement*",
    "model_terms:ir.ui.view,arch_db:*.ar_settlement_items",
    "model_terms:ir.ui.view,arch_db:*.report_ar_log_*",
    "model_terms:ir.ui.view,arch_db:*.report_ar_dispute_*",
    "code:addons/*/controllers/*",
    # Sentences that are composed.
    "code:addons/*/models/base/ar_accepted_mixin.py",
    "code:addons/*/models/channel/ar_message_mixin.py",
    "code:addons/*/models/channel/ar_message_mixin_words.py",
    "code:addons/*/models/channel/ar_dunning_notice_words.py",
    "code:addons/*/models/channel/ar_dunning_notice_line.py",
    "code:addons/*/models/dunning/interest/ar_interest_rule_figures.py",
    "code:addons/*/models/dunning/interest/ar_interest_rule_words.py",
    "code:addons/*/models/dunning/ar_dunning_notice_line.py",
    "code:addons/*/models/ledger/open_item/ar_open_item.py",
    "code:addons/*/models/statement/statement/ar_statement_figures.py",
    "code:addons/*/models/statement/statement/ar_statement_line.py",
    "code:addons/*/models/statement/statement/ar_statement_paper.py",
    "code:addons/*/models/statement/statement/ar_statement_words.py",
    "code:addons/*/models/statement/confirmation/ar_balance_confirmation_page.py",
    "code:addons/*/models/statement/confirmation/ar_balance_reminder.py",
    "code:addons/*/models/statement/confirmation/ar_statement.py",
    "code:addons/*/models/portal/*.py",
    "code:addons/*/models/resolution/limitation/ar_dunning_notice.py",
    "code:addons/*/models/resolution/dispute/ar_dispute_answer*.py",
    "code:addons/*/models/resolution/dispute/ar_dunning_notice_line.py",
    "code:addons/*/models/resolution/promise/ar_promise_message.py",
    "code:addons/*/models/resolution/promise/ar_dunning_notice_line.py",
    "code:addons/*/models/resolution/plan/ar_plan_words.py",
    "code:addons/*/models/resolution/plan/ar_plan_paper.py",
    "code:addons/*/models/resolution/plan/ar_plan_reminder.py",
    "code:addons/*/models/resolution/charge/ar_charge_claim_words.py",
    "code:addons/*/models/resolution/charge/ar_charge_paper.py",
    "code:addons/*/models/resolution/case/ar_case_offer_words.py",
    "code:addons/*/models/resolution/case/ar_settlement*.py",
    "code:addons/*/models/resolution/log/ar_message_mixin.py",
    "code:addons/*/models/channel/ar_answer_mixin.py",
    "code:addons/*/models/channel/ar_thank_you.py",
    "code:addons/ar_collections_project/models/ar_milestone_billing_words.py",
    # What suppliers are asked.
    "code:addons/ar_collections_purchase/models/ar_invoice_request_paper.py",
    "code:addons/*/models/channel/reply/ar_reply.py",
    # Lists that papers and pages read out.
    "model:ar.dispute.reason,name:*",
    "model:ar.reason,name:*",
    "model:ar.interest.reference,name:*",
    # The figures that the credit application asks for.
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__*_assets",
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__*_liabilities",
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__e*",
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__net_profit",
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__retained_earnings",
    "model:ir.model.fields,field_description:*.field_ar_credit_financials__sales",
    "model:ir.model.constraint,message:*.constraint_ar_reply_answer_uniq",
    "model:ir.model.fields.selection,name:*selection__ar_balance_*__cause__*",
    "model:ir.model.fields.selection,name:*selection__ar_interest_rule__rate_unit__*",
    "model:ir.model.fields.selection,name:*selection__ar_statement__state__*",
    "model:ir.model.fields.selection,name:*selection__ar_statement_line__kind__*",
)


def places_of_customers(term):
    """Those occurrences of ``term``, an entry of a translation file, where customers read it."""
    return [
        (place, line)
        for place, line in term.occurrences
        if any(fnmatchcase(place, pattern) for pattern in PATTERNS)
    ]


def is_for_customers(term):
    return bool(places_of_customers(term))
