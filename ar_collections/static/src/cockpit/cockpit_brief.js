import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CockpitCards } from "./cockpit_cards";
import { useAccountData } from "./cockpit_data";
import { CockpitTimeline } from "./cockpit_timeline";

const MOST_ITEMS = 6;

/** What one has to know while one speaks to a customer: debts, agreements, credit, last talks. */
export class CockpitBrief extends Component {
    static template = "ar_collections.CockpitBrief";
    static components = { CockpitCards, CockpitTimeline };
    static props = { ...standardWidgetProps };

    setup() {
        const { state } = useAccountData((orm, id) =>
            orm.call("ar.profile", "read_open_items", [[id]], { limit: MOST_ITEMS })
        );
        this.state = state;
        this.codes = ["owed", "next", "agreed", "credit"];
        this.talks = ["reply", "call"];
    }

    get items() {
        return this.state.data ? this.state.data.items : [];
    }

    get others() {
        return this.state.data ? this.state.data.count - this.items.length : 0;
    }
}

registry.category("view_widgets").add("ar_cockpit_brief", { component: CockpitBrief });
