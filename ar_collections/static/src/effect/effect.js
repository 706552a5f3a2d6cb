import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { PeriodPage } from "../components/period_page";

const DAYS = [3, 7, 14, 30];

/** What was paid soon after notices, told apart by what they were. */
export class Effects extends PeriodPage {
    static template = "ar_collections.Effects";
    static model = "ar.effect";
    static choices = { by: "level", lateBy: "grade", days: 7 };
    static below = ["holdout", "steps", "late"];

    get dayChoices() {
        return DAYS;
    }

    get periodLabel() {
        return _t("Sent from");
    }

    // -- asking -------------------------------------------------------------------------

    getPageQuestion(first, last) {
        return ["get_page", [first, last, null, this.state.by, this.state.days]];
    }

    getQuestions() {
        return {
            holdout: ["get_holdout", [...this.period, this.state.page.days]],
            steps: ["get_slow_steps", this.period],
            late: ["get_late", [...this.period, this.state.lateBy]],
        };
    }

    setLateBy(by) {
        this.state.lateBy = by;
        this.loadPart("late");
    }

    setBy(by) {
        this.state.by = by;
        this.reload();
    }

    setDays(days) {
        this.state.days = days;
        this.reload();
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

    heldHint(policy) {
        return _t("All that was due was settled by money within %s days", policy.days);
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

    drill(row, what) {
        const { by, days } = this.state.page;
        return this.open("get_drill_action", ...this.period, by, row.key, what, days);
    }

    drillArm(policy, arm, what) {
        const { days } = this.state.page;
        return this.open("get_holdout_action", ...this.period, policy.policy_id, arm, what, days);
    }

    drillStep(step) {
        return this.open("get_step_action", ...this.period, step.code);
    }

    drillLate(row) {
        return this.open("get_late_action", ...this.period, this.state.late.by, row.key);
    }

    openTexts() {
        this.action.doAction("ar_collections.ar_text_test_action");
    }
}

registry.category("actions").add("ar_effects", Effects);
