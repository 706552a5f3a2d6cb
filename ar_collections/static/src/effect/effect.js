import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "ar.effect";
const DAYS = [3, 7, 14, 30];

/** What was paid soon after notices, told apart by what they were. All figures are the server's. */
export class Effects extends Component {
    static template = "ar_collections.Effects";
    static components = { DateTimeInput, Dropdown, DropdownItem, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.requests = 0;
        this.choices = DAYS;
        const kept = this.props.state?.ar_effect || {};
        this.state = useState({
            page: null,
            holdout: null,
            steps: null,
            late: null,
            lateBy: kept.lateBy || "grade",
            by: kept.by || "level",
            days: kept.days || 7,
        });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({
                ar_effect: {
                    by: this.state.by,
                    lateBy: this.state.lateBy,
                    days: this.state.days,
                    period: [this.state.page.date_from, this.state.page.date_to],
                },
            }),
        });
        onWillStart(() => this.load(...(kept.period || [false, false])));
    }

    get display() {
        return { controlPanel: {} };
    }

    // -- asking -------------------------------------------------------------------------

    async load(first, last) {
        const number = ++this.requests;
        const { by, days } = this.state;
        const page = await this.orm.call(MODEL, "get_page", [first, last, null, by, days]);
        if (number !== this.requests) {
            return; // something else was asked for meanwhile
        }
        Object.assign(this.state, { page, holdout: null, steps: null, late: null });
        this.loadMore(number);
    }

    /** What stands below the comparison, one part after the other. */
    async loadMore(number) {
        const { date_from, date_to, company_ids, days } = this.state.page;
        const period = [date_from, date_to, company_ids];
        const take = (name) => (answer) => {
            if (number === this.requests) {
                this.state[name] = answer;
            }
        };
        await this.orm.call(MODEL, "get_holdout", [...period, days]).then(take("holdout"));
        await this.orm.call(MODEL, "get_slow_steps", period).then(take("steps"));
        await this.loadLate(number);
    }

    async loadLate(number = this.requests) {
        const { date_from, date_to, company_ids } = this.state.page;
        const by = this.state.lateBy;
        const late = await this.orm.call(MODEL, "get_late", [date_from, date_to, company_ids, by]);
        if (number === this.requests && by === this.state.lateBy) {
            this.state.late = late;
        }
    }

    setLateBy(by) {
        this.state.lateBy = by;
        this.loadLate();
    }

    reload() {
        return this.load(this.state.page.date_from, this.state.page.date_to);
    }

    setBy(by) {
        this.state.by = by;
        this.reload();
    }

    setDays(days) {
        this.state.days = days;
        this.reload();
    }

    get first() {
        return deserializeDate(this.state.page.date_from);
    }

    get last() {
        return deserializeDate(this.state.page.date_to);
    }

    setPeriod(first, last) {
        if (first && last) {
            this.load(serializeDate(first), serializeDate(last < first ? first : last));
        }
    }

    // -- showing ------------------------------------------------------------------------

    number(value) {
        return formatFloat(value, { digits: [16, 0] });
    }

    money(amount) {
        return formatMonetary(amount, {
            currencyId: this.state.page.currency_id,
            digits: [16, 0],
        });
    }

    percent(share) {
        return share === null ? "–" : `${formatFloat(100 * share, { digits: [16, 1] })} %`;
    }

    numberOfDays(value) {
        return value === null ? "–" : _t("%s d", formatFloat(value, { digits: [16, 1] }));
    }

    /** Of the steps that follow each other, the one that takes longest. */
    isSlowest(step) {
        const steps = this.state.steps.filter((one) => !["paid", "whole"].includes(one.code));
        const most = Math.max(...steps.map((one) => one.median || 0));
        return most > 0 && step.median === most && steps.includes(step);
    }

    /** A difference of two shares, in points. */
    points(gap) {
        return `${gap > 0 ? "+" : ""}${formatFloat(100 * gap, { digits: [16, 1] })}`;
    }

    interval(row) {
        return _t("%(low)s to %(high)s", {
            low: this.percent(row.low),
            high: this.percent(row.high),
        });
    }

    shareHint(row) {
        const words = [this.state.page.formulas.share];
        if (row.notices) {
            words.push(`${row.paid} / ${row.notices}: ${this.interval(row)}`);
        }
        return words.join("\n");
    }

    gapHint(row) {
        const words = [this.state.page.formulas.gap];
        if (row.gap !== null) {
            words.push(
                _t("%(low)s to %(high)s points: %(verdict)s", {
                    low: this.points(row.gap_low),
                    high: this.points(row.gap_high),
                    verdict: row.differs ? _t("more than chance") : _t("may be chance"),
                })
            );
        }
        return words.join("\n");
    }

    gapClass(row) {
        if (!row.differs) {
            return "text-muted";
        }
        return row.gap > 0 ? "text-success fw-bold" : "text-danger fw-bold";
    }

    band(row) {
        return `left: ${100 * row.low}%; width: ${100 * (row.high - row.low)}%;`;
    }

    // -- what is behind -----------------------------------------------------------------

    async drillLate(row) {
        const { date_from, date_to, company_ids } = this.state.page;
        this.action.doAction(
            await this.orm.call(MODEL, "get_late_action", [
                date_from,
                date_to,
                company_ids,
                this.state.late.by,
                row.key,
            ])
        );
    }

    openTexts() {
        this.action.doAction("ar_collections.ar_text_test_action");
    }

    async drillArm(policy, arm) {
        const { date_from, date_to, company_ids } = this.state.page;
        this.action.doAction(
            await this.orm.call(MODEL, "get_holdout_action", [
                date_from,
                date_to,
                company_ids,
                policy.policy_id,
                arm,
            ])
        );
    }

    async drill(row, what) {
        const { date_from, date_to, company_ids, by, days } = this.state.page;
        this.action.doAction(
            await this.orm.call(MODEL, "get_drill_action", [
                date_from,
                date_to,
                company_ids,
                by,
                row.key,
                what,
                days,
            ])
        );
    }
}

registry.category("actions").add("ar_effects", Effects);
