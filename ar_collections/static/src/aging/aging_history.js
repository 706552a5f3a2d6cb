import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/**
 * What the aging report showed when it was last left, for those who come back by the browser's
 * buttons. From the menu or a link it opens anew. Odoo's router would do for one step, but not
 * past a list of items: it goes back over lists that belong to no action, and forgets the state.
 */
export const agingHistoryService = {
    start() {
        let last = null;
        let isGoingBack = false;
        browser.addEventListener("popstate", () => (isGoingBack = true), { capture: true });
        for (const deed of ["click", "keydown"]) {
            browser.addEventListener(deed, () => (isGoingBack = false), { capture: true });
        }
        return {
            keep: (state) => (last = state),
            recall: () => (isGoingBack ? last : null),
        };
    },
};

registry.category("services").add("ar_aging_history", agingHistoryService);
