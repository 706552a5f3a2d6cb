import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { clicksAre, countClicks, fits } from "./clicks";

const tile = (code) => `.o_ar_today [data-tile=${code}] .o_ar_tile_main`;

registry.category("web_tour.tours").add("ar_collections_today", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "the app begins with it",
            trigger: '.o_app[data-menu-xmlid="ar_collections.ar_collections_menu"]',
            run: "click",
        },
        { content: "a run waits, told by level", trigger: `${tile("run")}:contains('Runs to Confirm')` },
        {
            content: "what does not wait says what to expect",
            trigger: "section[data-section=todo] button[aria-expanded=false]",
            run: "click",
        },
        { content: "in a sentence", trigger: "[data-resting=promises_due]:contains('Promises Due')" },
        { content: "the largest first", trigger: "[name=overdue] .list-group-item:first:contains('Beta Works')" },
        { content: "beside last month", trigger: "[name=aging] [data-bar=earlier]" },
        { content: "of all", trigger: ".o_ar_today button[data-scope=all]", run: "click" },
        { content: "all", trigger: ".o_ar_today button[data-scope=all].active" },
        { content: "one customer", trigger: "[name=overdue] .list-group-item:first", run: "click" },
        { content: "is one click away", trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Beta Works')" },
        { content: "it can be done with", trigger: ".o_ar_flow .o_ar_done" },
        { content: "the next largest is behind it", trigger: ".o_ar_flow .o_ar_next", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=partner_id]:not(:contains('Beta Works'))" },
        { content: "back", trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { content: "all is kept", trigger: ".o_ar_today button[data-scope=all].active" },
        { content: "a part of the run", trigger: ".o_ar_today [data-tile=run] [data-part]:first", run: "click" },
        { content: "its notices", trigger: ".o_list_view .o_data_row:contains('Beta Works')" },
        { content: "back", trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { content: "for tomorrow", trigger: ".o_ar_today button[name=start_page]", run: "click" },
        { content: "kept", trigger: ".o_ar_today button[name=start_page][aria-pressed=true]" },
    ],
});

/** The start page after signing in: the run is one click away. */
registry.category("web_tour.tours").add("ar_collections_today_start_page", {
    steps: () => [
        countClicks,
        { trigger: tile("run") },
        fits,
        { content: "the run", trigger: tile("run"), run: "click" },
        { content: "to look at and confirm", trigger: ".o_ar_confirm_run" },
        clicksAre(1),
    ],
});
