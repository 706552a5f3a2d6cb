import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openCustomer = [
    { content: "my customer", trigger: ".o_data_row:contains('Alpha') td[name=partner_id]", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=overdue_amount]:contains('1,000')" },
];

/** Three clicks on the page of a customer, and the words. */
tours.add("ar_sales_tell", {
    steps: () => [
        ...openCustomer,
        { content: "what was told", trigger: "button[name=action_tell]", run: "click" },
        { content: "has paid", trigger: ".modal .o_field_widget[name=kind] .o_selection_badge:contains('Has paid')", run: "click" },
        { content: "when", trigger: ".modal .o_field_widget[name=day] input", run: "edit -1d" },
        { content: "in which words", trigger: ".modal .o_field_widget[name=text] textarea", run: "edit Paid by cheque" },
        { content: "to the collector", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "it is there", trigger: "body:not(:has(.modal)) .nav-link[name=hints]", run: "click" },
        { trigger: ".o_field_widget[name=hint_ids] .o_data_row:contains('Paid by cheque'):contains('To Answer')" },
    ],
});

tours.add("ar_sales_answer", {
    steps: () => [
        { content: "sales has heard something", trigger: ".o_ar_tile[data-tile=hints] .o_ar_tile_main", run: "click" },
        { content: "the answer", trigger: ".o_form_view .o_field_widget[name=answer] textarea", run: "edit The cheque is booked" },
        { content: "back to sales", trigger: "button[name=action_answer]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Answered')" },
    ],
});

tours.add("ar_sales_read", {
    steps: () => [
        ...openCustomer,
        { content: "what became of it", trigger: ".nav-link[name=hints]", run: "click" },
        { trigger: ".o_field_widget[name=hint_ids] .o_data_row:contains('The cheque is booked')" },
    ],
});
