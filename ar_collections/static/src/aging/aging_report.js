import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
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
        const state = this.props.state || {};
        this.model = useState(
            new AgingModel({
                orm: this.orm,
                options: state.options || this.props.action.context.ar_aging || {},
                view: state.view,
            })
        );
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({
                options: { ...this.model.options },
                view: {
                    sort: this.model.sort,
                    search: this.model.search,
                    offset: this.model.offset,
                    limit: this.model.limit,
                },
            }),
        });
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
        this.action.doAction(await this.orm.call("ar.aging.report", method, [], request));
    }

    /** The journal items behind a row, as a list to work with. */
    async openItems(row) {
        await this.model.loadItems(row.children || [row]);
        const items = (row.children || [row]).flatMap((part) => this.model.items[part.id]);
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Items of %s", row.name),
            res_model: "account.move.line",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["id", "in", items.map((item) => item.id)]],
        });
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
