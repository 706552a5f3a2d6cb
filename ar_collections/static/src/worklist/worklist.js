import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

// The worklist opens the customer's account, whose pager goes on to the others in the same order.
// The rows have the ids of the accounts.

/**
 * @param {Object} action service of actions
 * @param {number} profileId account to begin with
 * @param {number[]} profileIds accounts in the order of the worklist
 */
function openAccounts(action, profileId, profileIds, options = {}) {
    return action.doAction(
        {
            type: "ir.actions.act_window",
            res_model: "ar.profile",
            views: [[false, "form"]],
            context: { worklist: true },
        },
        { ...options, props: { resId: profileId, resIds: profileIds } },
    );
}

function getIds(model) {
    return model.root.records.map((record) => record.resId);
}

export class WorklistListController extends ListController {
    setup() {
        super.setup();
        this.action = useService("action");
    }

    async openRecord(record, { newWindow } = {}) {
        return openAccounts(this.action, record.resId, getIds(this.model), { newWindow });
    }
}

export class WorklistKanbanController extends KanbanController {
    setup() {
        super.setup();
        this.action = useService("action");
    }

    async openRecord(record, { newWindow } = {}) {
        return openAccounts(this.action, record.resId, getIds(this.model), { newWindow });
    }
}

registry.category("views").add("ar_worklist_list", {
    ...listView,
    Controller: WorklistListController,
});
registry.category("views").add("ar_worklist_kanban", {
    ...kanbanView,
    Controller: WorklistKanbanController,
});

// What a button of the server answers: ar_worklist_request.py.
registry.category("actions").add("ar_collections.worklist_queue", (env, { params }) =>
    openAccounts(env.services.action, params.profile_id, params.profile_ids),
);
