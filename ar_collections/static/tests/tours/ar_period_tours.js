import { registry } from "@web/core/registry";

const choose = (label) => [
    { content: "other days", trigger: "button[name=periods]", run: "click" },
    { content: label, trigger: `.o-dropdown-item:contains('${label}')`, run: "click" },
];
const back = { content: "back", trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" };

/** Key figures: another period and group, the invoices behind a figure, and back as it was left. */
registry.category("web_tour.tours").add("ar_kpi_period", {
    steps: () => [
        { content: "a figure", trigger: ".o_ar_kpi [data-code=to_send] .o_ar_kpi_value:contains('0.0 d')" },
        { content: "its groups", trigger: ".o_ar_kpi_table th:contains('Collector')" },
        { content: "others", trigger: "button[name=by]", run: "click" },
        { content: "by country", trigger: ".o-dropdown-item[data-by=country]", run: "click" },
        { content: "told anew", trigger: ".o_ar_kpi_table th:contains('Country')" },
        { content: "the last part", trigger: "section[name=billing] td:contains('From invoice to sending')" },
        ...choose("Last year"),
        { content: "nothing then", trigger: ".o_ar_kpi [data-code=to_send] .o_ar_kpi_value:disabled" },
        { content: "still by country", trigger: "button[name=by]:contains('Country')" },
        ...choose("Three months until today"),
        { content: "behind it", trigger: "[data-code=to_send] .o_ar_kpi_value:enabled", run: "click" },
        { content: "the invoice", trigger: ".o_list_view .o_data_row:contains('Alpha Trading')" },
        back,
        { content: "as it was left", trigger: ".o_ar_kpi button[name=by]:contains('Country')" },
    ],
});

/** What works: the same page of a period, with the items behind the time of a step. */
registry.category("web_tour.tours").add("ar_effect_period", {
    steps: () => [
        { content: "paid within two weeks", trigger: ".o_ar_effect button[name=days_14]", run: "click" },
        { content: "chosen", trigger: ".o_ar_effect button[name=days_14].active" },
        ...choose("Last year"),
        { content: "nothing then", trigger: "section[name=effects] td:contains('No notice was sent')" },
        ...choose("Three months until today"),
        { content: "late until told", trigger: "section[name=steps] button[name=step]:first:contains('1')", run: "click" },
        { content: "the item", trigger: ".o_list_view .o_data_row:contains('Alpha Trading')" },
        back,
        { content: "as it was left", trigger: ".o_ar_effect button[name=days_14].active" },
        { content: "by customer", trigger: "section[name=late] button[name=late_by]", run: "click" },
        { content: "by country", trigger: ".o-dropdown-item[data-late-by=country]", run: "click" },
        { content: "told anew", trigger: "section[name=late] button[name=late_by]:contains('Country')" },
    ],
});
