import { registry } from "@web/core/registry";
import { fits } from "./clicks";

/** A list is cards on a phone: each says whose it is, and fits. */
registry.category("web_tour.tours").add("ar_collections_card", {
    steps: () => [
        { content: "whose it is", trigger: ".o_kanban_view .o_kanban_record:contains('Alpha Trading')" },
        fits,
    ],
});
