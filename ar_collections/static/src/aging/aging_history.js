import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/**
 * What the aging report showed when it was last left, for those who come back by the browser's
 * buttons. From the menu or a link it opens anew. Odoo's router would do for one step, but not
 * past a list of items: it goes back over lists that belong to no action, and forgets the state.
 */
export const agingHistoryService = {
    start(env) {
        let last = null;
        let isGoingBack = false;
        const stop = () => (isGoingBack = false);
        browser.addEventListener("popstate", () => (isGoingBack = true), { capture: true });
        browser.addEventListener("click", stop, { capture: true });
        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", stop);
        return {
            keep: (state) => (last = state),
            recall: () => (isGoingBack ? last : null),
        };
    },
};

registry.category("services").add("ar_aging_history", agingHistoryService);
