import { routerBus } from "@web/core/browser/router";
import { registry } from "@web/core/registry";

/**
 * What the aging report showed when it was left, for those who come back by the browser's
 * buttons. From the menu it opens anew. Odoo's router would do for one step, but not past a
 * list of items: it goes back over lists that belong to no action, and forgets the state.
 */
export const agingHistoryService = {
    start(env) {
        let last = null;
        let isGoingBack = false;
        routerBus.addEventListener("ROUTE_CHANGE", () => (isGoingBack = true));
        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", () => (isGoingBack = false));
        return {
            keep: (state) => (last = state),
            recall: () => (isGoingBack ? last : null),
        };
    },
};

registry.category("services").add("ar_aging_history", agingHistoryService);
