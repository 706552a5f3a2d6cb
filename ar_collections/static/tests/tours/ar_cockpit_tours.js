import { registry } from "@web/core/registry";
import { clicksAre, countClicks, fits } from "./clicks";

const tours = registry.category("web_tour.tours");

/** Two boxes, the button, the button of the dialog: four clicks. */
tours.add("ar_cockpit_dispute", {
    steps: () => [
        { content: "what is owed is at the top", trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        countClicks,
        fits,
        { content: "tick an item", trigger: ".o_ar_items tbody tr:eq(0) .o_ar_tick", run: "click" },
        { content: "and another one", trigger: ".o_ar_items tbody tr:eq(1) .o_ar_tick", run: "click" },
        { trigger: ".o_ar_items_actions strong:contains('2 ticked')" },
        { content: "they are disputed", trigger: ".o_ar_items button[name=ar_dispute]", run: "click" },
        { content: "the reason is the usual one; another one is a click", trigger: ".modal .o_field_widget[name=reason_id] .o_selection_badge.active:contains('Quality')" },
        { content: "open the dispute", trigger: ".modal button[name=action_open]", run: "click" },
        clicksAre(4),
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
        { trigger: ".o_list_view .o_data_row:eq(1), .o_kanban_view .o_kanban_record:eq(1)" },
        countClicks,
        fits,
        { content: "begin", trigger: ".o_control_panel button[name=action_call_next], .o_cp_buttons button[name=action_call_next]", run: "click" },
        ...willPay("Alpha"),
        clicksAre(3),
        { content: "the next opens by itself", trigger: ".modal .o_ar_call_head:contains('Beta')" },
        clicksAre(3),
        ...willPay("Beta"),
        clicksAre(5),
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
        { content: "open the first customer", trigger: ".o_data_row:contains('Alpha') td[name=partner_id], .o_kanban_record:contains('Alpha')", run: "click" },
        { trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        { content: "done with it", trigger: ".o_ar_flow .o_ar_done", run: "click" },
        { content: "the next one opens", trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('700')" },
        { content: "done with it, too", trigger: ".o_ar_flow .o_ar_done", run: "click" },
        { content: "back in the list", trigger: ".o_list_view .o_data_row:contains('Alpha'), .o_kanban_view .o_kanban_record:contains('Alpha')" },
    ],
});

/** Four clicks besides typing, and the next customer opens by itself. */
tours.add("ar_worklist_day", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains('Alpha'), .o_kanban_view .o_kanban_record:contains('Alpha')" },
        fits,
        countClicks,
        { content: "begin", trigger: ".o_control_panel button[name=action_start], .o_cp_buttons button[name=action_start]", run: "click" },
        { trigger: ".o_ar_card[data-card=owed] .o_ar_card_value:contains('800')" },
        { content: "the customer is called", trigger: "button[name=action_log_call]", run: "click" },
        ...willPay("Alpha"),
        clicksAre(4),
        { content: "the next one is there", trigger: "body:not(:has(.modal)) .o_ar_card[data-card=owed] .o_ar_card_value:contains('700')" },
        clicksAre(4),
        { content: "and is called, too", trigger: "button[name=action_log_call]", run: "click" },
        ...willPay("Beta"),
        clicksAre(7),
        { content: "nobody is left", trigger: "body:not(:has(.modal)) .o_view_nocontent" },
    ],
});

/** What stands above the worklist of a desk is above the cards of a phone, too. */
tours.add("ar_worklist_phone", {
    steps: () => [
        { trigger: ".o_kanban_view .o_kanban_record:contains('Alpha')" },
        { content: "to start is the first", trigger: ".o_control_panel button[name=action_start]:visible" },
        { content: "the others", trigger: ".o_control_panel_main_buttons button.o-control-panel-adaptive-dropdown", run: "click" },
        { trigger: ".o-control-panel-adaptive-dropdown.dropdown-menu button:contains('Absences')" },
        { content: "put off", trigger: ".o-control-panel-adaptive-dropdown.dropdown-menu button:contains('Put Off')", run: "click" },
        { content: "what was put off", trigger: ".o_breadcrumb:contains('Done and Put Off'), .o_last_breadcrumb_item:contains('Done and Put Off')" },
    ],
});

/** Without the head of the table: all are ticked by one box, and sorted by a menu. */
tours.add("ar_cockpit_items_phone", {
    steps: () => [
        { content: "the oldest first", trigger: ".o_ar_items tbody tr:eq(0):contains('500')" },
        { content: "by amount, the largest first", trigger: ".o_ar_items_bar select[name=order]", run: "select amount" },
        { trigger: ".o_ar_items tbody tr:eq(0):contains('500')" },
        { content: "the other way round", trigger: ".o_ar_items_bar button[name=turn_round]", run: "click" },
        { content: "the smallest first", trigger: ".o_ar_items tbody tr:eq(0):contains('300')" },
        { content: "all of them", trigger: ".o_ar_items_bar input[name=tick_all]", run: "click" },
        { trigger: ".o_ar_items_actions strong:contains('2 ticked')" },
        { content: "none", trigger: ".o_ar_items_bar input[name=tick_all]:checked", run: "click" },
        { trigger: ".o_ar_items:not(:has(.o_ar_items_actions)) .o_ar_tick:not(:checked)" },
        fits,
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
