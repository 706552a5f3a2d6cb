import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, serializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * A page of figures of a period: the page at once, then what stands below it, one part after the
 * other. What is asked for anew meanwhile overtakes the answers that are on their way. Who comes
 * back finds the page as it was left. All figures are the server's.
 */
export class PeriodPage extends Component {
    static components = { DateTimeInput, Dropdown, DropdownItem, Layout };
    static props = { ...standardActionServiceProps };
    /** The model that is asked. */
    static model = "";
    /** What is chosen beside the period, with what it is at first. */
    static choices = {};
    /** The parts below the page, in the order in which they are asked for. */
    static below = [];

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.loads = 0;
        this.asked = {};
        const { choices } = this.constructor;
        const kept = this.props.state?.ar_period || {};
        this.state = useState({ page: null, ...this.nothing, ...choices, ...kept.choices });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({
                ar_period: {
                    choices: Object.fromEntries(
                        Object.keys(choices).map((name) => [name, this.state[name]])
                    ),
                    days: [this.state.page.date_from, this.state.page.date_to],
                },
            }),
        });
        onWillStart(() => this.load(...(kept.days || [false, false])));
    }

    get display() {
        return { controlPanel: {} };
    }

    get nothing() {
        return Object.fromEntries(this.constructor.below.map((name) => [name, null]));
    }

    // -- what a page answers --------------------------------------------------------------

    /** [method, arguments] of the page of a period. */
    getPageQuestion(first, last) {
        throw new Error(`${this.constructor.name}.getPageQuestion`);
    }

    /** {part below: [method, arguments]}, of the page that is shown. */
    getQuestions() {
        return {};
    }

    // -- asking -----------------------------------------------------------------------------

    /** The arguments that most questions about the page begin with. */
    get period() {
        const { date_from, date_to, company_ids } = this.state.page;
        return [date_from, date_to, company_ids];
    }

    ask([method, words]) {
        return this.orm.call(this.constructor.model, method, words);
    }

    async load(first, last) {
        const load = ++this.loads;
        const page = await this.ask(this.getPageQuestion(first, last));
        if (load !== this.loads) {
            return; // something else was asked for meanwhile
        }
        Object.assign(this.state, { page, ...this.nothing });
        this.loadBelow(load);
    }

    reload() {
        return this.load(this.state.page.date_from, this.state.page.date_to);
    }

    async loadBelow(load) {
        for (const name of this.constructor.below) {
            if (load === this.loads) {
                await this.loadPart(name);
            }
        }
    }

    /** One part below the page; of several questions about it the newest is answered. */
    async loadPart(name) {
        const load = this.loads;
        const question = (this.asked[name] = this.getQuestions()[name]);
        const answer = await this.ask(question);
        if (load === this.loads && question === this.asked[name]) {
            this.state[name] = answer;
        }
    }

    /** The action that a method answers: records, or a paper. */
    async open(method, ...words) {
        this.action.doAction(await this.ask([method, words]));
    }

    // -- the period -------------------------------------------------------------------------

    get periodLabel() {
        return _t("Period");
    }

    get first() {
        return deserializeDate(this.state.page.date_from);
    }

    get last() {
        return deserializeDate(this.state.page.date_to);
    }

    /** The day that was changed is meant; the other one gives way. */
    setFirst(day) {
        this.setPeriod(day, this.last < day ? day : this.last);
    }

    setLast(day) {
        this.setPeriod(this.first < day ? this.first : day, day);
    }

    setPeriod(first, last) {
        if (first && last) {
            this.load(serializeDate(first), serializeDate(last));
        }
    }

    get periods() {
        const now = today();
        const before = (unit) => now.minus({ [unit + "s"]: 1 });
        const whole = (unit) => [before(unit).startOf(unit), before(unit).endOf(unit)];
        const since = (months) => now.minus({ months }).startOf("month");
        return [
            { label: _t("This month"), days: [now.startOf("month"), now] },
            { label: _t("Last month"), days: whole("month") },
            { label: _t("Last quarter"), days: whole("quarter") },
            { label: _t("Three months until today"), days: [since(2), now] },
            { label: _t("Twelve months until today"), days: [since(11), now] },
            { label: _t("This year"), days: [now.startOf("year"), now] },
            { label: _t("Last year"), days: whole("year") },
        ];
    }
}
