import { Component } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";

/** The report's foot: how its total ties to the general ledger. */
export class AgingTieOut extends Component {
    static template = "ar_collections.AgingTieOut";
    static props = { report: Object, tieOut: { optional: true }, openMove: Function };

    format(amount, figures) {
        return formatMonetary(amount, { currencyId: figures.currency_id });
    }
}
