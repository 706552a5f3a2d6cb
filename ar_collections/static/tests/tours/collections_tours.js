import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const menu = (xmlid) => `.o_menu_sections [data-menu-xmlid="${xmlid}"]`;
const openCollections = (head, entry) => [
    stepUtils.showAppsMenuItem(),
    {
        content: "open Collections",
        trigger: '.o_app[data-menu-xmlid="ar_collections.ar_collections_menu"]',
        run: "click",
    },
    { content: "open the heading", trigger: menu(head), run: "click" },
    { content: "open the entry", trigger: `.dropdown-item[data-menu-xmlid="${entry}"]`, run: "click" },
];

/** The accountant proposes a run, leaves one item out, and confirms. */
registry.category("web_tour.tours").add("ar_collections_run", {
    steps: () => [
        ...openCollections("ar_collections.ar_reminder_menu", "ar_collections.ar_dunning_run_menu"),
        { content: "start a run", trigger: ".o_list_button_add", run: "click" },
        { content: "propose", trigger: "button[name=button_propose]", run: "click" },
        {
            content: "the notices are there",
            trigger: ".o_field_widget[name=notice_ids] .o_data_row:contains('Beta')",
        },
        { content: "look at the decisions", trigger: "button[name=action_view_lines]", run: "click" },
        {
            content: "the credit of Gamma covers what is due",
            trigger: ".o_data_row:contains('Gamma'):contains('credits')",
        },
        {
            content: "leave the item of Beta out",
            trigger: ".o_data_row:contains('Beta') button[name=button_leave_out]",
            run: "click",
        },
        { content: "say why", trigger: ".modal .o_field_widget[name=reason] input", run: "edit Talks" },
        { content: "leave out", trigger: ".modal button[name=action_leave_out]", run: "click" },
        { content: "it says who did", trigger: ".o_data_row:contains('Beta'):contains('by hand')" },
        { content: "back to the run", trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { content: "confirm", trigger: "button[name=action_confirm]", run: "click" },
        { content: "it says what leaves", trigger: ".modal .o_ar_confirm:contains('1 e-mail, ')" },
        { content: "that is right", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "the notice of Alpha waits in the queue",
            trigger: ".o_field_widget[name=notice_ids] .o_data_row:contains('Alpha'):contains('Queued')",
        },
    ],
});

/** An accountant drills from the open items to the invoice. */
registry.category("web_tour.tours").add("ar_collections_open_items", {
    steps: () => [
        ...openCollections("ar_collections.ar_customer_menu", "ar_collections.ar_open_item_menu"),
        { content: "the items are listed", trigger: ".o_list_view .o_data_row:contains('Alpha')" },
        { content: "open the invoice", trigger: ".o_data_row:contains('Alpha') td[name=name]", run: "click" },
        { content: "it is the invoice", trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]" },
        { content: "its collections page", trigger: ".nav-link[name=ar_dunning]", run: "click" },
        {
            content: "shows the days overdue",
            trigger: ".tab-pane.active .o_field_widget[name=ar_days_overdue]:contains('20')",
        },
    ],
});

/** A collector logs what came out of a call. */
registry.category("web_tour.tours").add("ar_collections_call", {
    steps: () => [
        ...openCollections("ar_collections.ar_reminder_menu", "ar_collections.ar_dispatch_menu_calls"),
        { content: "log the call", trigger: "button[name=action_call_next]:first", run: "click" },
        {
            content: "the customer will pay",
            trigger: ".modal .o_field_widget[name=outcome] input[data-value=will_pay]",
            run: "click",
        },
        { content: "note it", trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Pays on Friday" },
        { content: "save", trigger: ".modal button[name=action_log]", run: "click" },
        { content: "the list of calls is empty", trigger: "body:not(:has(.modal)) .o_view_nocontent" },
    ],
});

/** Marking the task as done in the chatter asks for the outcome, too. */
registry.category("web_tour.tours").add("ar_collections_call_in_chatter", {
    steps: () => [
        {
            content: "mark the call done",
            trigger: ".o-mail-Activity:contains('Call Alpha') .o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "the outcome is asked",
            trigger: ".modal .o_field_widget[name=outcome] input[data-value=disputes]",
            run: "click",
        },
        { content: "log it", trigger: ".modal button[name=action_log]", run: "click" },
        {
            content: "the task is gone",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity:contains('Call Alpha')))",
        },
    ],
});
