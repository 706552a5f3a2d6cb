import { onWillStart, status, useComponent, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";

/** The id of the account that a widget stands on: the record's own, or that of a dialog about one. */
export function accountId(record) {
    if (record.resModel === "ar.profile") {
        return record.resId;
    }
    return record.data.profile_id ? record.data.profile_id.id : false;
}

/**
 * What a widget on a customer account shows: read when the page opens, and again whenever the
 * record is loaded anew, after a button or by the pager.
 *
 * @param {(id: number) => Promise<object>} read
 */
export function useAccountData(read) {
    const component = useComponent();
    const orm = useService("orm");
    const state = useState({ data: null, loading: true });
    let lastId = null;
    let turn = 0;
    // While the pager goes on, the component's own record is still the one before.
    const load = async (record = component.props.record) => {
        const id = accountId(record);
        const own = ++turn;
        if (id !== lastId) {
            lastId = id;
            component.onOtherAccount?.();
        }
        if (!id) {
            state.data = null;
            state.loading = false;
            return;
        }
        state.loading = true;
        const data = await read(orm, id);
        // Whoever pages quickly sees the last one only.
        if (own === turn && status(component) !== "destroyed") {
            state.data = data;
            state.loading = false;
        }
    };
    let first = true;
    useRecordObserver((record) => {
        // Named so that the observer follows them.
        void record.data;
        void record.resId;
        if (first) {
            first = false;
            return;
        }
        return load(record);
    });
    onWillStart(() => load());
    return { state, load };
}
