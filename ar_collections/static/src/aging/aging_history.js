import { browser } from "@web/core/browser/browser";
import { routerBus } from "@web/core/browser/router";
import { registry } from "@web/core/registry";

// Milliseconds in which the router follows a link that was clicked.
const FOLLOW = 100;

/**
 * What the aging report showed when it was last left, for those who come back by the browser's
 * buttons. From the menu or a link it opens anew. Odoo's router would do for one step, but not
 * past a list of items: it goes back over lists that belong to no action, and forgets the state.
 */
export const agingHistoryService = {
    start() {
        let last = null;
        let isGoingBack = false;
        let clicked = -FOLLOW;
        // Not "popstate": the router hears of it first, and opens the report at once.
        routerBus.addEventListener("ROUTE_CHANGE", () => {
            isGoingBack = performance.now() - clicked > FOLLOW;
        });
        const stop = () => (isGoingBack = false);
        browser.addEventListener("keydown", stop, { capture: true });
        browser.addEventListener(
            "click",
            () => {
                clicked = performance.now();
                stop();
            },
            { capture: true }
        );
        return {
            keep: (state) => (last = state),
            recall: () => (isGoingBack ? last : null),
        };
    },
};

registry.category("services").add("ar_aging_history", agingHistoryService);
