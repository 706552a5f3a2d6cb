import { onMounted, onWillUnmount, status, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const INTERVAL = 3000;

/** A list of messages: it says how far those are that leave in the background. */
export class SendingListController extends ListController {
    static template = "ar_collections.SendingListView";

    setup() {
        super.setup();
        this.rpc = useService("orm");
        this.sending = useState({ left: 0, total: 0 });
        onMounted(() => this.look());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get sendingWords() {
        const { left, total } = this.sending;
        return _t("Leaving in the background: %(done)s of %(total)s", { done: total - left, total });
    }

    get sendingPercent() {
        const { left, total } = this.sending;
        return total ? Math.round((100 * (total - left)) / total) : 0;
    }

    /** The most that waited since the page was opened is the whole. */
    async look() {
        clearTimeout(this.timer);
        const before = this.sending.left;
        const left = await this.rpc.silent.call(this.props.resModel, "read_waiting", []);
        if (status(this) === "destroyed") {
            return;
        }
        const total = left ? Math.max(this.sending.total, left) : 0;
        Object.assign(this.sending, { left, total });
        if (before > left && !this.editedRecord && !this.hasSelectedRecords) {
            await this.model.root.load();
        }
        if (left) {
            this.timer = setTimeout(() => this.look(), INTERVAL);
        }
    }

    /** A button may have put messages into the queue. */
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        this.look();
    }
}

registry.category("views").add("ar_sending_list", { ...listView, Controller: SendingListController });
