import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useAccountData } from "./cockpit_data";

/** The cards at the top of a customer account. */
export class CockpitCards extends Component {
    static template = "ar_collections.CockpitCards";
    static props = { ...standardWidgetProps, codes: { type: Array, optional: true } };

    setup() {
        const { state } = useAccountData((orm, id) => orm.call("ar.profile", "read_cockpit", [[id]]));
        this.state = state;
    }

    get cards() {
        const cards = this.state.data || [];
        return this.props.codes ? cards.filter((card) => this.props.codes.includes(card.code)) : cards;
    }

    toneClass(tone) {
        return tone ? `text-${tone}` : "";
    }

    /** The icon of what a line opens. */
    linkIcon(link) {
        return link.startsWith("mailto:") ? "fa fa-envelope-o" : "fa fa-phone";
    }
}

registry.category("view_widgets").add("ar_cockpit_cards", { component: CockpitCards });
