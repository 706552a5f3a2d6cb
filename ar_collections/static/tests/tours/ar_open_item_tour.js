import { registry } from "@web/core/registry";

const ROW = ".o_data_row:contains('Drill Down Ltd')";

registry.category("web_tour.tours").add("ar_open_item_tour", {
    steps: () => [
        {
            content: "both items of the customer are listed",
            trigger: `.o_list_view ${ROW}:eq(1)`,
        },
        {
            content: "keep what is 31-60 days overdue; the labels are the company's limits",
            trigger: ".o_search_panel_filter_value:contains('31-60') input",
            run: "click",
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('250.00'))) ${ROW}`,
        },
        {
            content: "see the same by age",
            trigger: ".o_switch_view.o_pivot",
            run: "click",
        },
        {
            trigger: ".o_pivot th:contains('31-60')",
        },
        {
            trigger: ".o_switch_view.o_graph",
            run: "click",
        },
        {
            trigger: ".o_graph_renderer canvas",
        },
        {
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "open the invoice of an item",
            trigger: `${ROW} td[name=date_due]`,
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Drill Down Ltd')",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=amount_residual]:contains('1,000.00')",
        },
    ],
});
