import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Two boxes, the button, the button of the dialog: four clicks. */
tours.add("ar_cockpit_dispute", {
    steps: () => [
        { content: "what is owed is at the top", trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        { content: "tick an item", trigger: ".o_ar_items tbody tr:eq(0) .o_ar_tick", run: "click" },
        { content: "and another one", trigger: ".o_ar_items tbody tr:eq(1) .o_ar_tick", run: "click" },
        { trigger: ".o_ar_items_actions strong:contains('2 ticked')" },
        { content: "they are disputed", trigger: ".o_ar_items button[name=ar_dispute]", run: "click" },
        { content: "the reason is that of the last dispute; another one is a click", trigger: ".modal .o_field_widget[name=reason_id] .o_selection_badge.active:contains('Quality')" },
        { content: "open the dispute", trigger: ".modal button[name=action_open]", run: "click" },
        { content: "it is there", trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=amount_disputed]" },
    ],
});

const willPay = (customer) => [
    { content: `${customer} is called`, trigger: `.modal .o_ar_call_head:contains('${customer}')` },
    { content: "items are at hand", trigger: ".modal .o_ar_brief_items tr" },
    { content: "will pay", trigger: ".modal .o_field_widget[name=outcome] input[data-value=will_pay]", run: "click" },
    { content: "the day is typed", trigger: ".modal .o_field_widget[name=promised_date] input", run: "edit +5d" },
    { content: "log it", trigger: ".modal button[name=action_log]", run: "click" },
];

/** The first call takes a click to open, one for the outcome, one to log; the next opens by itself. */
tours.add("ar_cockpit_call", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:eq(1)" },
        { content: "begin", trigger: ".o_control_panel button[name=action_call_next], .o_cp_buttons button[name=action_call_next]", run: "click" },
        ...willPay("Alpha"),
        ...willPay("Beta"),
        { content: "nobody is left", trigger: "body:not(:has(.modal)) .o_view_nocontent" },
    ],
});

tours.add("ar_cockpit_unplanned_call", {
    steps: () => [
        { content: "the customer rings", trigger: "button[name=action_log_call]", run: "click" },
        { trigger: ".modal .o_ar_call_head:contains('Alpha')" },
        { content: "and refuses", trigger: ".modal .o_field_widget[name=outcome] input[data-value=refuses]", run: "click" },
        { content: "log it", trigger: ".modal button[name=action_log]", run: "click" },
        { content: "see what was said", trigger: "body:not(:has(.modal)) .nav-link[name=timeline]", run: "click" },
        { trigger: ".o_ar_entry[data-kind=call]:contains('refuses')" },
    ],
});

/** An account that was opened by itself is done with, too; a note is told by the timeline alone. */
tours.add("ar_cockpit_alone", {
    steps: () => [
        { trigger: "[name=overdue] .list-group-item:contains('Beta')", run: "click" },
        { trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('700')" },
        { content: "nobody is beside it", trigger: ".o_ar_flow:not(:has(.o_ar_next))" },
        { trigger: ".nav-link[name=timeline]", run: "click" },
        { content: "a note", trigger: ".o-mail-Chatter-logNote", run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit Rings back on Monday" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { content: "is told", trigger: ".o_ar_entry[data-kind=chatter]:contains('Rings back on Monday')" },
        { content: "once", trigger: ".o_ar_account .o-mail-Chatter:not(:has(.o-mail-Thread:visible))" },
        { content: "done with it", trigger: ".o_ar_flow .o_ar_done", run: "click" },
        { content: "back on Today", trigger: ".o_ar_today [name=overdue]" },
    ],
});

tours.add("ar_cockpit_one_after_the_other", {
    steps: () => [
        { content: "open the first customer", trigger: ".o_data_row:contains('Alpha') td[name=partner_id]", run: "click" },
        { trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        { content: "done with it", trigger: ".o_ar_flow .o_ar_done", run: "click" },
        { content: "the next one opens", trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('700')" },
        { content: "done with it, too", trigger: ".o_ar_flow .o_ar_done", run: "click" },
        { content: "back in the list", trigger: ".o_list_view .o_data_row:contains('Alpha')" },
    ],
});

/** Four clicks besides typing, and the next customer opens by itself. */
tours.add("ar_worklist_day", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains('Alpha')" },
        { content: "begin", trigger: ".o_control_panel button[name=action_start], .o_cp_buttons button[name=action_start]", run: "click" },
        { trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        { content: "the customer is called", trigger: "button[name=action_log_call]", run: "click" },
        ...willPay("Alpha"),
        { content: "the next one is there", trigger: "body:not(:has(.modal)) .o_ar_card[data-card=owed] .o_ar_card_value:contains('700')" },
        { content: "and is called, too", trigger: "button[name=action_log_call]", run: "click" },
        ...willPay("Beta"),
        { content: "nobody is left", trigger: "body:not(:has(.modal)) .o_list_view .o_view_nocontent" },
    ],
});

/** What was put off comes back by two clicks: the filter, and the button of the row. */
tours.add("ar_worklist_bring_back", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains('Beta')" },
        { content: "Alpha was put off", trigger: ".o_list_view:not(:has(.o_data_row:contains('Alpha')))" },
        { content: "the filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { content: "what is put off", trigger: ".o_filter_menu .o_menu_item:contains('Done and Put Off')", run: "click" },
        { content: "it says until when", trigger: ".o_data_row:contains('Alpha') td[name=why]:contains('Put off until')" },
        { content: "back with it", trigger: ".o_data_row:contains('Alpha') button[name=action_bring_back]", run: "click" },
        { content: "it is put off no more", trigger: ".o_list_view:not(:has(.o_data_row:contains('Alpha')))" },
    ],
});
