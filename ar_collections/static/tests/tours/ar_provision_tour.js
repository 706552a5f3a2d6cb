import { registry } from "@web/core/registry";

const item = { content: "the item", trigger: ".o_list_view .o_data_row:contains('Alpha Trading'), .o_kanban_view .o_kanban_record:contains('Alpha Trading')" };
const back = { content: "back", trigger: ".o_back_button, .breadcrumb-item a:last, .o_breadcrumb .o_back_button", run: "click" };
const fits = {
    content: "nothing is wider than the screen",
    trigger: ".o_form_view [name=loss_ledger]",
    run() {
        const { scrollWidth } = document.documentElement;
        if (scrollWidth > window.innerWidth) {
            throw new Error(`The page is ${scrollWidth} wide, the screen ${window.innerWidth}.`);
        }
    },
};
const behind = (content, trigger) => [{ content, trigger, run: "click" }, item, back];
const tie = [
    { content: "what is weak is said", trigger: ".o_form_view .alert [name=warning]:contains('months')" },
    { content: "losses tie to the ledger", trigger: "[name=loss_difference]:contains('0.00')" },
    { content: "a formula on hover", trigger: "[name=loss_ledger] button[data-tooltip*='general ledger']" },
];

/** A provision on a wide screen: its tie-out, and what is behind balance, losses, months, receivables. */
registry.category("web_tour.tours").add("ar_provision", {
    steps: () => [
        { content: "open it", trigger: ".o_list_view .o_data_row td[name=date]", run: "click" },
        { content: "compute", trigger: "button[name=action_compute]", run: "click" },
        { content: "its lines are new", trigger: "button[name=action_compute]:enabled" },
        ...tie,
        fits,
        ...behind("lost", "[name=line_ids] .o_data_row:first [name=lost] button"),
        ...behind("balance", "[name=line_ids] .o_data_row:first [name=balance] button"),
        { content: "months", trigger: ".o_notebook .nav-link[name=cohorts]", run: "click" },
        ...behind("billed", "[name=cohort_ids] .o_data_row:first [name=billed] button"),
        ...behind("all receivables", "[name=receivables] button"),
        { content: "as it was left", trigger: ".o_form_view [name=receivables] button" },
    ],
});

/** The same on a phone: cards in place of lists. */
registry.category("web_tour.tours").add("ar_provision_phone", {
    steps: () => [
        { content: "open it", trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)", run: "click" },
        ...tie,
        fits,
        ...behind("reached", "[name=line_ids] .o_kanban_record:first [name=reached] button"),
        { content: "months", trigger: ".o_notebook .nav-link[name=cohorts]", run: "click" },
        ...behind("billed", "[name=cohort_ids] .o_kanban_record:first [name=billed] button"),
        ...behind("all receivables", "[name=receivables] button"),
        { content: "as it was left", trigger: ".o_form_view [name=receivables] button" },
    ],
});
