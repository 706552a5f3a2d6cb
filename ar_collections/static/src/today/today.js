import { Component, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AgingBar } from "./aging_bar";

// Milliseconds after which the page is read anew when somebody comes back to its window.
const STALE = 60_000;

/** The page that the day begins with: what waits, each tile one click from its records. */
export class Today extends Component {
    static template = "ar_collections.Today";
    static components = { AgingBar, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        const kept = this.props.state || {};
        this.state = useState({ page: null, scope: kept.scope || null, unfolded: {}, busy: false });
        this.asked = 0;
        this.read = 0;
        useSetupAction({ getLocalState: () => ({ scope: this.state.scope }) });
        useExternalListener(window, "focus", () => this.refresh());
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    /** Somebody comes back to the window: the figures are of now. */
    refresh() {
        if (Date.now() - this.read > STALE) {
            return this.load();
        }
    }

    /** Of several questions the last one is answered. */
    async load(scope = this.state.scope) {
        const number = ++this.asked;
        this.state.busy = true;
        try {
            const page = await this.orm.silent.call("ar.today", "get_today", [scope]);
            if (number === this.asked) {
                Object.assign(this.state, { page, scope: page.scope });
                this.read = Date.now();
            }
        } finally {
            if (number === this.asked) {
                this.state.busy = false;
            }
        }
    }

    // -- words ----------------------------------------------------------

    money(amount, currencyId) {
        return formatCurrency(amount, currencyId, { digits: [16, 0] });
    }

    sums(sums) {
        return sums.map((one) => this.money(one.amount, one.currency_id)).join(" + ");
    }

    day(text) {
        return formatDate(deserializeDate(text));
    }

    late(days) {
        return days === 1 ? _t("1 day late") : _t("%s days late", days);
    }

    waiting(section) {
        return section.tiles.filter((tile) => tile.number);
    }

    resting(section) {
        return section.tiles.filter((tile) => !tile.number);
    }

    // -- one click ------------------------------------------------------

    async openTile(tile, part) {
        const args = [tile.code, this.state.scope];
        const kwargs = part ? { part: part.keys } : {};
        this.action.doAction(await this.orm.call("ar.today", "get_tile_action", args, kwargs));
    }

    /** The account; the others of the same list are behind its pager. */
    async openCustomer(row, rows) {
        if (row.profile_id) {
            return this.action.doAction(
                {
                    type: "ir.actions.act_window",
                    res_model: "ar.profile",
                    views: [[false, "form"]],
                },
                {
                    props: {
                        resId: row.profile_id,
                        resIds: rows.map((one) => one.profile_id).filter(Boolean),
                    },
                },
            );
        }
        const action = await this.orm.call("ar.aging.report", "get_customer_action", [
            row.partner_id,
        ]);
        this.action.doAction(action);
    }

    openAging() {
        this.action.doAction("ar_collections.ar_aging_report_action");
    }

    async openReceived() {
        const args = [this.state.scope];
        this.action.doAction(await this.orm.call("ar.today", "get_received_action", args));
    }

    async toggleStartPage() {
        const wanted = !this.state.page.is_start_page;
        this.state.page.is_start_page = await this.orm.call("ar.today", "set_start_page", [wanted]);
        const words = this.state.page.is_start_page
            ? _t("Odoo opens with this page from now on.")
            : _t("Odoo opens as it did before.");
        this.notification.add(words, { type: "success" });
    }
}

registry.category("actions").add("ar_today", Today);
