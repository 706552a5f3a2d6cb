import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;
const MODEL = "ar.dunning.notice";
const DAYS = [7, 14, 30];

/** One notice of a review: the message as it will look, why, and what may be done about it. */
export class ReviewPanel extends Component {
    static template = "ar_collections.ReviewPanel";
    static props = { review: Object, page: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.reason = useRef("reason");
        this.state = useState({ notice: null, face: null, open: "", ...this.empty });
        this.keepLast = new KeepLast();
        // The rows do not wait for it.
        useEffect(
            () => {
                this.load();
            },
            () => [this.key]
        );
        useEffect(
            (open) => {
                if (open === "out") {
                    this.reason.el?.focus();
                }
            },
            () => [this.state.open]
        );
    }

    get key() {
        return `${this.props.review.resId}/${this.props.review.asked}`;
    }

    get empty() {
        return { reason: "", until: serializeDate(DateTime.now().plus({ days: DAYS[0] })) };
    }

    async load() {
        const { resId } = this.props.review;
        const args = [[resId], this.state.face];
        const notice = await this.keepLast.add(this.orm.call(MODEL, "get_review", args));
        const isBegun = this.state.open && this.state.notice?.id === notice.id;
        this.state.notice = notice;
        // What somebody has begun to write about this notice stays.
        if (!isBegun) {
            Object.assign(this.state, { open: "", text: notice.added_text, ...this.empty });
        }
    }

    /** Another way is looked at, of this notice and of those that follow. */
    show(code) {
        this.state.face = code;
        return this.load();
    }

    get face() {
        return this.state.notice.face;
    }

    get periods() {
        return DAYS.map((days) => ({
            day: serializeDate(DateTime.now().plus({ days })),
            label: { 7: _t("1 week"), 14: _t("2 weeks"), 30: _t("30 days") }[days],
        }));
    }

    toggle(name) {
        this.state.open = this.state.open === name ? "" : name;
    }

    async call(method, args = [], options = {}) {
        await this.orm.call(MODEL, method, [[this.state.notice.id], ...args]);
        this.state.open = "";
        await this.props.review.changed(options);
    }

    leaveOut() {
        const { reason, until } = this.state;
        return this.call("review_leave_out", [reason, until || false], { next: true });
    }

    onReasonKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.leaveOut();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            this.state.open = "";
        }
    }

    changeContact(ev) {
        return this.call("review_tell", [Number(ev.target.value) || false]);
    }

    addText() {
        return this.call("review_add", [this.state.text]);
    }

    openCustomer() {
        return this.openForm("ar.profile", this.state.notice.profile_id);
    }

    openNotice() {
        return this.openForm(MODEL, this.state.notice.id);
    }

    openForm(res_model, res_id) {
        const views = [[false, "form"]];
        return this.action.doAction({ type: "ir.actions.act_window", res_model, res_id, views });
    }
}
