import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const row = (name) => `.o_ar_aging_row:contains('${name}')`;

/** An accountant reads the aging: sorts, unfolds, narrows to an age, groups, and drills. */
registry.category("web_tour.tours").add("ar_collections_aging", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open Collections",
            trigger: '.o_app[data-menu-xmlid="ar_collections.ar_collections_menu"]',
            run: "click",
        },
        {
            content: "open the reports",
            trigger: '.o_menu_sections [data-menu-xmlid="ar_collections.ar_report_menu"]',
            run: "click",
        },
        {
            content: "open the aging",
            trigger: '.dropdown-item[data-menu-xmlid="ar_collections.ar_aging_report_menu"]',
            run: "click",
        },
        { content: "by name", trigger: ".o_ar_aging_row:first:contains('Alpha')" },
        {
            content: "the report ties to the ledger",
            trigger: "section[name=tie_out]:contains('Tied'):contains('1,500.00')",
        },
        { content: "the largest first", trigger: "th[data-column=total] button", run: "click" },
        { content: "that is Beta", trigger: ".o_ar_aging_row:first:contains('Beta')" },
        { content: "unfold Alpha", trigger: `${row("Alpha")} .o_ar_aging_name`, run: "click" },
        {
            content: "two items",
            trigger: ".o_ar_aging_table:has(.o_ar_aging_item:eq(1)):not(:has(.o_ar_aging_item:eq(2)))",
        },
        { content: "only what is 1-30 days late", trigger: `${row("Alpha")} td:nth-child(3)`, run: "click" },
        {
            content: "one item",
            trigger:
                ".o_ar_aging_table:has(.o_ar_aging_item:contains('20 days overdue')):not(:has(.o_ar_aging_item:eq(1)))",
        },
        { content: "by keyboard: go there", trigger: row("Alpha"), run: ({ anchor }) => anchor.focus() },
        { content: "by keyboard: fold", trigger: `${row("Alpha")}:focus`, run: "press ArrowLeft" },
        { content: "folded", trigger: ".o_ar_aging_table:not(:has(.o_ar_aging_item))" },
        { content: "find by name", trigger: ".o_ar_aging input[type=search]", run: "edit alp" },
        { content: "only Alpha is left", trigger: ".o_ar_aging_table:not(:has(.o_ar_aging_row:eq(1)))" },
        { content: "the total is that of all", trigger: "tr[name=total]:contains('Total of all rows')" },
        { content: "choose groups", trigger: ".o_ar_aging button[name=group_by]", run: "click" },
        { content: "a second level", trigger: ".dropdown-item[data-then=salesperson]", run: "click" },
        { content: "it is taken", trigger: ".o_ar_aging button[name=group_by]:contains('Salesperson')" },
        { content: "unfold all", trigger: "button[name=toggle_all]", run: "click" },
        { content: "two levels", trigger: ".o_ar_aging_row[aria-level='2']" },
        { content: "unfold further", trigger: "button[name=toggle_all]", run: "click" },
        { content: "own buckets", trigger: ".o_ar_aging button[name=ages]", run: "click" },
        { content: "only whole, ascending days", trigger: "input[name=limits]", run: "edit 15, 10 && press Enter" },
        { content: "the sentence says why", trigger: ".modal:contains('10 does not come after')" },
        { content: "understood", trigger: ".modal footer button", run: "click" },
        { content: "the report is as it was", trigger: "th[data-column=bucket_1]:contains('1-30')" },
        { content: "two limits", trigger: "input[name=limits]", run: "edit 10, 25 && press Enter" },
        { content: "new columns, the same items", trigger: "th[data-column=bucket_2]:contains('11-25')" },
        { content: "open the invoice", trigger: ".o_ar_aging_item button", run: "click" },
        { content: "it is the invoice", trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]" },
        { content: "back", trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { content: "the filters are kept", trigger: "th[data-column=bucket_2]:contains('11-25')" },
        { content: "and what is unfolded", trigger: ".o_ar_aging_item" },
        { content: "all rows again", trigger: ".o_ar_aging input[type=search]", run: "clear" },
        { content: "of both", trigger: row("Beta") },
        { content: "more filters", trigger: ".o_ar_aging button[name=more]", run: "click" },
        {
            content: "by country",
            trigger: ".o_ar_aging_filter[data-filter=country] input",
            run: "edit Belgium",
        },
        { content: "Belgium", trigger: ".o-autocomplete--dropdown-item:contains(Belgium)", run: "click" },
        {
            content: "only Alpha is there",
            trigger: ".o_ar_aging_table:not(:has(.o_ar_aging_row:eq(2))):not(:contains('Beta'))",
        },
        {
            content: "one filter is counted, and it ties without the rest",
            trigger: ".o_ar_aging:has(button[name=more] .badge:contains(1)) section[name=tie_out]:contains('leaves out'):contains('Tied')",
        },
        { content: "in the currency of the documents", trigger: "button[name=show]", run: "click" },
        { content: "chosen", trigger: ".dropdown-item[data-currency=document]", run: "click" },
        { content: "sort by currency", trigger: "th[data-column=currency] button", run: "click" },
        { content: "sorted", trigger: "th[data-column=currency][aria-sort=ascending]" },
        { content: "the items as a list", trigger: ".o_ar_aging_row button[name=items]", run: "click" },
        { content: "open items, their residual", trigger: ".o_list_view:contains('Open items of Alpha') .o_data_row:contains('300.00')" },
        { content: "its document", trigger: ".o_list_view .o_data_row td[name=partner_id]", run: "click" },
        { content: "opens", trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]", run: () => history.back() },
        { content: "back where it was", trigger: ".o_ar_aging button[name=more] .badge:contains(1)" },
        { content: "with its ages", trigger: "th[data-column=bucket_2]:contains('11-25')" },
        { content: "and its order", trigger: "th[data-column=currency][aria-sort=ascending]" },
        { content: "what is shown", trigger: "button[name=show]", run: "click" },
        {
            content: "two options, the second before the first is answered",
            trigger: ".dropdown-item[data-option=only_overdue]",
            run: () => {
                document.querySelector("[data-option=only_overdue]").click();
                document.querySelector("[data-credits=apart]").click();
            },
        },
        {
            content: "both are taken",
            trigger: "button[name=show]:contains('Only overdue'):contains('Credits in a column')",
        },
        { content: "the column is there", trigger: "th[data-column=credits]" },
        { content: "an amount", trigger: "button[name=show]", run: "click" },
        { content: "Enter takes it, and nothing else", trigger: "#ar_aging_min_amount", run: "edit 1 && press Enter" },
        { content: "taken", trigger: "button[name=show]:contains('Only overdue'):contains('From 1')" },
    ],
});

/** The report was opened by its address: the browser brings it back as it was left. */
registry.category("web_tour.tours").add("ar_collections_aging_back", {
    steps: () => [
        { content: "the largest first", trigger: "th[data-column=total] button", run: "click" },
        { content: "sorted", trigger: "th[data-column=total][aria-sort=descending]" },
        { content: "the items of Beta", trigger: `${row("Beta")} button[name=items]`, run: "click" },
        { content: "back", trigger: ".o_list_view .o_data_row", run: () => history.back() },
        { content: "as it was", trigger: "th[data-column=total][aria-sort=descending]" },
        {
            content: "from the menu",
            trigger: '.o_menu_sections [data-menu-xmlid="ar_collections.ar_report_menu"]',
            run: "click",
        },
        {
            content: "it opens",
            trigger: '.dropdown-item[data-menu-xmlid="ar_collections.ar_aging_report_menu"]',
            run: "click",
        },
        { content: "anew", trigger: "th[data-column=name][aria-sort=ascending]" },
    ],
});
