import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** By which ways a message leaves, as icons; a triangle where something stands in the way. */
export class WaysField extends Component {
    static template = "ar_collections.WaysField";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name] || { ways: [], warning: "" };
    }
}

registry.category("fields").add("ar_ways", {
    component: WaysField,
    supportedTypes: ["json"],
});
