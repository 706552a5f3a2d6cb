import { Component, markup, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { accountId, useAccountData } from "./cockpit_data";

/** All that was said and done about a customer, newest first; the customer's own words stand out. */
export class CockpitTimeline extends Component {
    static template = "ar_collections.CockpitTimeline";
    static props = {
        ...standardWidgetProps,
        kinds: { type: Array, optional: true },
        limit: { type: Number, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.list = useState({ kind: "", unfolded: {} });
        const { state, load } = useAccountData((orm, id) =>
            orm.call("ar.timeline", "read_page", [id], { limit: this.limit, kinds: this.kinds })
        );
        this.state = state;
        this.load = load;
    }

    onOtherAccount() {
        this.list.unfolded = {};
    }

    get limit() {
        return this.props.limit || 20;
    }

    get kinds() {
        return this.list.kind ? [this.list.kind] : this.props.kinds || null;
    }

    get entries() {
        return this.state.data ? this.state.data.entries : [];
    }

    onFilter(ev) {
        this.list.kind = ev.target.value;
        return this.load();
    }

    async onMore() {
        const id = accountId(this.props.record);
        const last = this.entries.at(-1).moment;
        const seen = this.entries.filter((entry) => entry.moment === last).map((entry) => entry.key);
        const page = await this.orm.call("ar.timeline", "read_page", [id], {
            before: last,
            seen,
            limit: this.limit,
            kinds: this.kinds,
        });
        if (id === accountId(this.props.record)) {
            this.state.data.entries.push(...page.entries);
            this.state.data.more = page.more;
        }
    }

    async onFold(entry) {
        if (this.list.unfolded[entry.key]) {
            delete this.list.unfolded[entry.key];
            return;
        }
        const id = accountId(this.props.record);
        const html = await this.orm.call("ar.timeline", "read_text", [id, entry.key]);
        // The server sends what its own fields of HTML hold: they are cleaned when they are kept.
        this.list.unfolded[entry.key] = markup(html || "");
    }

    onOpen(entry) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: entry.model,
            res_id: entry.res_id,
            views: [[false, "form"]],
        });
    }

    canOpen(entry) {
        return !["mail.message", "ar.log"].includes(entry.model);
    }
}

registry.category("view_widgets").add("ar_cockpit_timeline", { component: CockpitTimeline });
