import { onWillStart, useExternalListener, useState, useSubEnv } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { askToConfirm } from "./confirm_run";

const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";

/** What is being reviewed: the notice that is looked at, the next one, and *Confirm*. */
export class Review {
    constructor({ services, getRoot, runId }) {
        Object.assign(this, services);
        this.getRoot = getRoot;
        this.runId = runId;
        this.run = null;
        this.resId = false;
        this.asked = 0;
    }

    async start() {
        if (this.runId) {
            [this.run] = await this.orm.read("ar.dunning.run", [this.runId], ["can_confirm"]);
        }
    }

    get records() {
        return this.getRoot().records;
    }

    get mayConfirm() {
        return Boolean(this.run && this.run.can_confirm);
    }

    select(resId) {
        this.resId = resId;
    }

    close() {
        this.resId = false;
    }

    /** The record that is looked at, wherever it stands by now. */
    get index() {
        return this.records.findIndex((record) => record.resId === this.resId);
    }

    /** "3 / 12": which of all it is; nothing where groups have pages of their own. */
    get place() {
        const root = this.getRoot();
        return root.isGrouped || this.index < 0 ? "" : `${root.offset + this.index + 1} / ${root.count}`;
    }

    /** Where the next page begins, or the one before; -1: there is none. */
    getPage(step) {
        const root = this.getRoot();
        const offset = root.offset + step * root.limit;
        return root.isGrouped || offset < 0 || offset >= root.count ? -1 : offset;
    }

    canMove(step) {
        return Boolean(this.records[this.index + step]) || this.getPage(step) >= 0;
    }

    /** Go to the next record, or the one before; over the end of a page to the next page. */
    async move(step) {
        const record = this.records[this.index + step];
        if (record) {
            return this.select(record.resId);
        }
        const root = this.getRoot();
        const offset = this.getPage(step);
        if (offset < 0) {
            return;
        }
        await root.load({ offset, limit: root.limit });
        const { records } = this;
        this.select(records.length && records[step > 0 ? 0 : records.length - 1].resId);
    }

    /** What was changed is read anew; `next`: the review goes on. */
    async changed({ next = false } = {}) {
        const after = next && this.records[this.index + 1];
        await Promise.all([this.getRoot().load(), this.start()]);
        if (after) {
            this.select(after.resId);
        }
        this.asked += 1;
    }

    async confirm() {
        if (!(await askToConfirm(this, this.runId))) {
            return;
        }
        const answer = await this.orm.call("ar.dunning.run", "action_confirm", [[this.runId]]);
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "ar.dunning.run",
                res_id: this.runId,
                views: [[false, "form"]],
            },
            { stackPosition: "replaceCurrentAction" }
        );
        if (answer && answer.params) {
            // Its "next" would load the page that has just been loaded.
            const { message, ...options } = answer.params;
            this.notification.add(message, options);
        }
    }
}

/**
 * Give a controller its review: the state of it, and the keyboard.
 *
 * @param {Object} controller of a list or of cards of notices
 * @param {Object} options `first`: the first record is looked at from the beginning
 */
export function useReview(controller, { first = false } = {}) {
    const services = {
        orm: useService("orm"),
        action: useService("action"),
        dialog: useService("dialog"),
        notification: useService("notification"),
    };
    const ui = useService("ui");
    const review = useState(
        new Review({
            services,
            getRoot: () => controller.model.root,
            runId: controller.props.context.ar_review_run,
        })
    );
    useSubEnv({ arReview: review });
    onWillStart(() => review.start());

    const onKeydown = (ev) => {
        const elsewhere = ui.activeElement !== document || ev.target.closest(`.dropdown-menu, ${TYPED}`);
        if (elsewhere || ev.ctrlKey || ev.altKey || ev.metaKey || ev.shiftKey || !first) {
            return;
        }
        const steps = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };
        if (!(ev.key in steps) || (ev.key === "Enter" && ev.target.closest("button, a, summary"))) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        review.move(steps[ev.key]);
    };
    useExternalListener(window, "keydown", onKeydown, { capture: true });
    return review;
}
