import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { usePager } from "@web/search/pager_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AgingFilters } from "./aging_filters";
import { AgingModel } from "./aging_model";
import { AgingTable } from "./aging_table";
import { AgingTieOut } from "./aging_tie_out";

/** The aging report on screen: filters on top, rows that unfold to their items, its tie-out. */
export class AgingReport extends Component {
    static template = "ar_collections.AgingReport";
    static components = { AgingFilters, AgingTable, AgingTieOut, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        const history = useService("ar_aging_history");
        const state = this.props.state || history.recall() || {};
        this.model = useState(
            new AgingModel({
                orm: this.orm,
                options: state.options || this.props.action.context.ar_aging || {},
                view: state.view,
            })
        );
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => this.model.getState(),
        });
        onWillUnmount(() => history.keep(this.model.getState()));
        usePager(() => ({
            offset: this.model.offset,
            limit: this.model.limit,
            total: this.model.found.length,
            onUpdate: ({ offset, limit }) => Object.assign(this.model, { offset, limit }),
        }));
        onWillStart(async () => {
            [this.choices] = await Promise.all([
                this.orm.call("ar.aging.report", "get_choices", []),
                this.model.ask(),
            ]);
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    async print(method) {
        const request = this.model.getRequest();
        if (method === "get_pdf_action") {
            request.unfold = this.model.getPrinted();
        }
        this.action.doAction(await this.orm.call("ar.aging.report", method, [], request));
    }

    /** The items behind a row, as a list to work with. */
    async openItems(row) {
        if (!(await this.model.loadItems(row.children || [row]))) {
            return; // another report stands there by now
        }
        const items = (row.children || [row]).flatMap((part) => this.model.items[part.id]);
        const ids = items.map((item) => item.id);
        const { as_of } = this.model.options;
        this.action.doAction(
            await this.orm.call("ar.aging.report", "get_items_action", [row.name, ids, as_of])
        );
    }

    openDocument(item) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "account.move",
            res_id: item.move_id,
            views: [[false, "form"]],
        });
    }

    openMove(id) {
        this.openDocument({ move_id: id });
    }

    async openCustomer(partnerId) {
        const action = await this.orm.call("ar.aging.report", "get_customer_action", [partnerId]);
        this.action.doAction(action);
    }
}

registry.category("actions").add("ar_aging_report", AgingReport);
