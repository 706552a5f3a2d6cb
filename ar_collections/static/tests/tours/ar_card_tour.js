import { registry } from "@web/core/registry";
import { fits } from "./clicks";

/** A list is cards on a phone: one says whose it is, and opens its record. */
registry.category("web_tour.tours").add("ar_collections_card", {
    steps: () => [
        { content: "whose it is", trigger: ".o_kanban_view .o_kanban_record:contains('Alpha Trading')" },
        fits,
        { content: "open it", trigger: ".o_kanban_view .o_kanban_record:contains('Alpha Trading') .fw-bold", run: "click" },
        { content: "it is there", trigger: ".o_form_view:contains('Alpha Trading')" },
    ],
});
