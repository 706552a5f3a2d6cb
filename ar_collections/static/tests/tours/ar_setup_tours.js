import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const card = ".o_ar_today .o_ar_setup";
// A step that was taken has no button any more.
const after = (done, selector) => `.o_form_view:not(:has(button[name=${done}])) ${selector}`;

/** Follows what is written: Today leads to the first steps, each of which leads to the next. */
registry.category("web_tour.tours").add("ar_collections_first_hour", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "the app begins with Today",
            trigger: '.o_app[data-menu-xmlid="ar_collections.ar_collections_menu"]',
            run: "click",
        },
        { content: "which says that nothing leaves", trigger: `${card}:contains('Nothing reaches a customer before the last step')` },
        { content: "and leads to what is next", trigger: `${card} [data-step=company] button[name=first_steps]`, run: "click" },
        { content: "what is this", trigger: ".o_form_view .o_ar_help", run: "click" },
        { content: "the screen says it", trigger: ".o_ar_help_words:contains('The first hour')" },
        { content: "the sender", trigger: "button[name=action_done_company]", run: "click" },
        { content: "who cannot be reached", trigger: after("action_done_company", "button[name=action_done_reach]"), run: "click" },
        { content: "back to Today in between", trigger: after("action_done_reach", ".o_back_button, .breadcrumb-item a:last"), run: "click" },
        { content: "it has kept what is done", trigger: `${card} [data-step=reach] .fa-check-circle` },
        { content: "and goes on", trigger: `${card} [data-step=policy] button[name=first_steps]`, run: "click" },
        { content: "the letter is shown", trigger: ".o_form_view .o_field_widget[name=shown_letter] iframe" },
        { content: "of another level, too", trigger: ".o_field_widget[name=shown_level_id] .o_selection_badge:contains('Level 2')", run: "click" },
        { content: "that is what we say", trigger: ".o_form_view:has(.o_selection_badge.active:contains('Level 2')) button[name=action_done_policy]", run: "click" },
        { content: "begin with all of it", trigger: after("action_done_policy", ".o_field_widget[name=begin] input[data-value=all]"), run: "click" },
        { content: "one policy would not begin at the first level", trigger: ".alert-warning:contains('Ours') button[name=action_step_by_step]", run: "click" },
        { content: "it is to", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "what would tonight do", trigger: ".o_form_view:not(:has(button[name=action_step_by_step])) button[name=action_simulate]", run: "click" },
        { content: "begin at the first level", trigger: ".o_field_widget[name=tonight] tr:contains('Level 1'):contains('700')" },
        { content: "like this", trigger: "button[name=action_done_tonight]", run: "click" },
        { content: "it is kept", trigger: ".o_form_view h3:contains('What tonight would do') .fa-check-circle" },
        { content: "go live", trigger: ".o_form_sheet button[name=action_go_live]", run: "click" },
        { content: "really", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "it is live", trigger: ".alert-success:contains('Live') button[name=action_open_today]", run: "click" },
        { content: "and Today begins", trigger: ".o_ar_today:not(:has(.o_ar_setup)) [data-section=todo]" },
        { content: "with a help of its own", trigger: ".o_ar_today .o_ar_help", run: "click" },
        { content: "of what it is for", trigger: ".o_ar_help_words:contains('What waits for you today')" },
    ],
});

/** Who may not take the steps is told whom to ask. */
registry.category("web_tour.tours").add("ar_collections_first_hour_ask", {
    steps: () => [
        { content: "whom to ask", trigger: `${card}:contains('A collections manager takes these steps')` },
        { content: "and no button", trigger: `${card}:not(:has(button))` },
    ],
});
