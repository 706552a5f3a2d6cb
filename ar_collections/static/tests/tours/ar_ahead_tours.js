import { registry } from "@web/core/registry";

/** From the menu to each screen that looks ahead, and what one does there first. */
const walk = (phone) => {
    const open = (menu) =>
        phone
            ? [
                  { content: "the menu", trigger: ".o_menu_toggle", run: "click" },
                  { content: menu, trigger: `.o_app_menu_sidebar li[data-menu-xmlid='ar_collections.${menu}']`, run: "click" },
              ]
            : [
                  { content: "the reports", trigger: ".o_menu_sections button[data-menu-xmlid='ar_collections.ar_report_menu']", run: "click" },
                  { content: menu, trigger: `.o-dropdown--menu [data-menu-xmlid='ar_collections.${menu}']`, run: "click" },
              ];
    const record = (words) => ({
        content: words,
        trigger: phone ? `.o_kanban_view .o_kanban_record:contains('${words}')` : `.o_list_view .o_data_row:contains('${words}') .o_data_cell:first`,
        run: "click",
    });
    const fits = (trigger) => ({
        content: "nothing is wider than the screen",
        trigger,
        run() {
            const { scrollWidth } = document.documentElement;
            if (scrollWidth > window.innerWidth) {
                throw new Error(`The page is ${scrollWidth} wide, the screen ${window.innerWidth}.`);
            }
        },
    });
    return [
        // The forecast: a week, item by item.
        ...open("ar_forecast_menu"),
        { content: "what is left out is said", trigger: ".o_ar_forecast p:contains('Other Ltd')" },
        fits(".o_ar_forecast_table"),
        { content: "the first week", trigger: ".o_ar_forecast_table tbody tr:first button.fw-bold", run: "click" },
        { content: "its items, and when they are expected", trigger: ".modal .o_ar_forecast_parts tr:contains('Alpha Trading') .o_ar_forecast_when:contains('late')" },
        fits(".modal .o_ar_forecast_parts"),
        { content: "close", trigger: ".modal-footer .btn-primary:contains('Close')", run: "click" },
        { content: "closed", trigger: "body:not(:has(.modal)) .o_ar_forecast_table" },

        // A provision is computed.
        ...open("ar_ecl_menu"),
        record("Draft"),
        { content: "compute", trigger: "button[name=action_compute]", run: "click" },
        { content: "computed", trigger: ".o_form_view [name=line_ids] :contains('1,200.00')" },
        fits(".o_form_view [name=line_ids]"),

        // An alert is acknowledged, with cause and route.
        ...open("ar_alert_menu"),
        record("Alpha Trading"),
        { content: "why", trigger: ".o_field_widget[name=cause] textarea, .o_field_widget[name=cause] input", run: "edit Strike" },
        { content: "what is done", trigger: ".o_field_widget[name=route] textarea, .o_field_widget[name=route] input", run: "edit Call on Monday" },
        { content: "acknowledge", trigger: "button[name=action_acknowledge]", run: "click" },
        { content: "acknowledged", trigger: ".o_form_view .o_field_widget[name=acknowledged_on]" },
        fits(".o_form_view [name=route]"),

        // A contingency plan is drilled.
        ...open("ar_contingency_plan_menu"),
        record("The bank is down"),
        { content: "start or drill", trigger: ".o_form_view button[name=action_start]", run: "click" },
        fits(".modal .o_form_view"),
        { content: "drill", trigger: ".modal button[name=action_drill]", run: "click" },
        { content: "its protocol", trigger: ".o_form_view .alert:contains('drill')" },
        { content: "what was done", trigger: ".o_form_view [name=line_ids] :contains('Tell the team')" },
        fits(".o_form_view [name=line_ids]"),

        // The review of a quarter is opened.
        ...open("ar_process_review_menu"),
        record("In Preparation"),
        { content: "its figures", trigger: ".o_form_view [name=figures] table" },
        fits(".o_form_view [name=figures]"),
    ];
};

// One browser for all screens of a size: it takes longer to start than to walk through them.
registry.category("web_tour.tours").add("ar_ahead", { steps: () => walk(false) });
registry.category("web_tour.tours").add("ar_ahead_phone", { steps: () => walk(true) });
