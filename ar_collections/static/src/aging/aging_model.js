import { markRaw } from "@odoo/owl";
import { groupBy, unique } from "@web/core/utils/arrays";

const MODEL = "ar.aging.report";

/** Options that are sent to the server; the others are understood from them. */
const REQUEST = [
    "company_ids",
    "as_of",
    "compare_to",
    "group_by",
    "then_by",
    "scheme_id",
    "limits",
    "basis",
    "credits",
    "hide_credits",
    "currency",
    "only_overdue",
    "min_amount",
    "partner_ids",
    "filters",
];

/** Columns that are no amounts. */
const TEXTS = ["name", "currency"];

/**
 * The aging report as the screen knows it: what was asked, the rows that the server gave
 * for it, and which of them are unfolded. All figures are the server's; here they are only
 * sorted, searched and paged.
 */
export class AgingModel {
    constructor({ orm, options = {}, view = {} }) {
        this.orm = orm;
        this.requests = 0;
        this.wanted = null; // the options last asked for, until they are answered
        this.options = options;
        this.report = null;
        this.tieOut = null;
        this.items = {}; // {row id: its items}
        this.unfolded = view.unfolded || {}; // {row id: true, or the bucket whose items are shown}
        this.reopening = {}; // what is to be unfolded again once its items are there
        this.loading = false;
        this.memo = markRaw({});
        this.sort = view.sort || { column: "name", descending: false };
        this.search = view.search || "";
        this.offset = view.offset || 0;
        this.limit = view.limit || 80;
    }

    // -- asking ---------------------------------------------------------

    /** What brings the same report back, as plain values. */
    getState() {
        const { options, sort, search, offset, limit } = this;
        const unfolded = { ...this.reopening, ...this.unfolded };
        return JSON.parse(
            JSON.stringify({ options, view: { sort, search, offset, limit, unfolded } })
        );
    }

    /** What is sent for the options, as keyword arguments of `get_aging`. */
    getRequest(options = this.options) {
        const request = {};
        for (const name of REQUEST) {
            if (options[name] !== undefined) {
                request[name] = options[name];
            }
        }
        return request;
    }

    /** Ask anew. Options that the server refuses leave the report as it was. */
    async ask(changes = {}) {
        // Beside what was asked for just before, whether or not its answer is there.
        const wanted = { ...this.asked, ...changes };
        this.wanted = wanted;
        const request = this.getRequest(wanted);
        const number = ++this.requests;
        this.loading = true;
        try {
            const report = await this.orm.call(MODEL, "get_aging", [], {
                ...request,
                tie_out: false,
            });
            if (number !== this.requests) {
                return; // asked again meanwhile
            }
            const unfolded = this.getUnfoldedFor(report);
            this.take(report, wanted);
            this.reopen(unfolded);
        } finally {
            if (number === this.requests) {
                this.loading = false;
                this.wanted = null;
            }
        }
        this.askTieOut(number);
    }

    take(report, options) {
        for (const row of report.rows) {
            identify(row, "");
        }
        this.report = markRaw(report); // thousands of rows that never change
        // What a salesperson is shown of all customers is no choice of theirs.
        const { scheme_id, partner_ids } = options;
        this.options = { ...report.options, scheme_id, partner_ids };
        this.tieOut = null;
        this.items = {};
        this.unfolded = {};
        this.offset = Math.min(this.offset, Math.max(0, report.rows.length - 1));
        this.offset -= this.offset % this.limit;
        const { column } = this.sort;
        if (!TEXTS.includes(column) && !this.columns.some(({ name }) => name === column)) {
            this.sort = { column: "name", descending: false };
        }
    }

    /** What stays unfolded in another report: its rows of the same groups and ages. */
    getUnfoldedFor(report) {
        const same = (name) => String(this.options[name]) === String(report.options[name]);
        if (!same("group_by") || !same("then_by")) {
            return {};
        }
        const sameAges = same("limits") && same("basis");
        return Object.fromEntries(
            Object.entries({ ...this.reopening, ...this.unfolded }).filter(
                ([, shown]) => shown === true || sameAges
            )
        );
    }

    /** Unfold what was unfolded before, as far as there is still something below. */
    async reopen(unfolded) {
        this.reopening = unfolded;
        const rows = this.report.rows
            .flatMap((row) => [row, ...(row.children || [])])
            .filter((row) => row.id in unfolded);
        if (!(await this.loadItems(rows.filter((row) => !row.children)))) {
            return;
        }
        this.reopening = {};
        for (const row of rows) {
            const shown = unfolded[row.id];
            if (shown === true || this.items[row.id]?.some((item) => item.bucket === shown)) {
                this.unfolded[row.id] = shown;
            }
        }
    }

    /** The tie-out reads the whole ledger: the rows do not wait for it. */
    async askTieOut(number) {
        const tieOut = await this.orm.silent.call(MODEL, "get_tie_out", [], this.getRequest());
        if (number === this.requests) {
            this.tieOut = markRaw(tieOut);
        }
    }

    /** Only items with one of these keys of a group; none for all. */
    setFilter(name, keys) {
        const filters = { ...this.asked.filters };
        delete filters[name];
        return this.ask({ filters: keys.length ? { ...filters, [name]: keys } : filters });
    }

    /** The options last asked for, answered or not. */
    get asked() {
        return this.wanted || this.options;
    }

    /** The items behind rows of one level, in one request; false if they are no longer wanted. */
    async loadItems(rows) {
        const missing = rows.filter((row) => !(row.id in this.items));
        if (!missing.length) {
            return true;
        }
        const { group_by, then_by } = this.options;
        const filters = { [group_by]: unique(missing.map((row) => (row.parent || row).key)) };
        if (missing[0].parent) {
            filters[then_by] = unique(missing.map((row) => row.key));
        }
        const number = this.requests;
        const items = await this.orm.call(MODEL, "get_items", [], {
            ...this.getRequest(),
            filters: { ...this.options.filters, ...filters },
        });
        if (number !== this.requests) {
            return false;
        }
        const found = groupBy(items, (item) => this.getItemPlace(item));
        for (const row of missing) {
            this.items[row.id] = markRaw(found[this.getRowPlace(row)] || []);
        }
        return true;
    }

    /** What a row and its items have in common, as text. */
    getRowPlace(row) {
        const keys = row.parent ? [row.parent.key, row.key] : [row.key];
        return JSON.stringify([row.currency, ...keys]);
    }

    getItemPlace(item) {
        const byDocument = this.options.currency === "document";
        const keys = this.options.then_by ? [item.key, item.then_key] : [item.key];
        return JSON.stringify([byDocument ? item.currency : item.company_currency, ...keys]);
    }

    // -- what is shown --------------------------------------------------

    /** Whether something may be left out of what customers owe. */
    get isFiltered() {
        const { partner_ids, only_overdue, hide_credits, min_amount } = this.options;
        return Boolean(
            this.filterCount || partner_ids?.length || only_overdue || hide_credits || min_amount
        );
    }

    get filterCount() {
        return Object.keys(this.options.filters || {}).length;
    }

    /** The columns of amounts: {name, bucket, label, get(row)}. */
    get columns() {
        const columns = this.report.buckets.map((label, index) => ({
            name: `bucket_${index}`,
            bucket: index,
            label,
            get: (row) => row.buckets[index],
        }));
        if (this.options.credits === "apart") {
            columns.push({ name: "credits", bucket: false, get: (row) => row.credits });
        }
        columns.push({ name: "total", get: (row) => row.total });
        if (this.options.compare_to) {
            columns.push({ name: "previous", get: (row) => row.previous });
            columns.push({ name: "delta", get: (row) => row.delta });
        }
        return columns;
    }

    get showCurrency() {
        return this.options.currency === "document" || this.report.totals_by_currency.length > 1;
    }

    sortBy(name) {
        const same = this.sort.column === name;
        // Texts from A to Z first, amounts from the largest.
        const descending = same ? !this.sort.descending : !TEXTS.includes(name);
        this.sort = { column: name, descending };
        this.offset = 0;
    }

    setSearch(text) {
        this.search = text;
        this.offset = 0;
    }

    getSorted(rows) {
        const sign = this.sort.descending ? -1 : 1;
        if (this.sort.column === "name") {
            return sign === 1 ? rows : [...rows].reverse(); // they come by name
        }
        if (this.sort.column === "currency") {
            return [...rows].sort((a, b) => sign * a.currency.localeCompare(b.currency));
        }
        const column = this.columns.find((col) => col.name === this.sort.column);
        return [...rows].sort((a, b) => sign * (column.get(a) - column.get(b)));
    }

    /** The rows of the first level that are found, in order; sorted once for all who ask. */
    get found() {
        const { report, sort, search, memo } = this;
        if (memo.report !== report || memo.sort !== sort || memo.search !== search) {
            Object.assign(memo, { report, sort, search, rows: this.findRows() });
        }
        return memo.rows;
    }

    findRows() {
        const text = this.search.trim().toLowerCase();
        const rows = text
            ? this.report.rows.filter((row) => row.name.toLowerCase().includes(text))
            : this.report.rows;
        return this.getSorted(rows);
    }

    /** The lines of the page: {type: 'row'|'item', level, …}, unfolded ones with what is below. */
    getLines(found) {
        const lines = [];
        for (const row of found.slice(this.offset, this.offset + this.limit)) {
            this.addLines(lines, row, 1);
        }
        return lines;
    }

    addLines(lines, row, level) {
        const shown = this.unfolded[row.id];
        lines.push({ type: "row", id: row.id, level, row, unfolded: shown !== undefined });
        if (shown === undefined) {
            return;
        }
        if (row.children) {
            this.getSorted(row.children).forEach((child) => this.addLines(lines, child, level + 1));
            return;
        }
        for (const item of this.items[row.id] || []) {
            if (shown === true || shown === item.bucket) {
                lines.push({ type: "item", id: `${row.id}/${item.id}`, level: level + 1, item, row });
            }
        }
    }

    // -- folding --------------------------------------------------------

    /** Unfold a row, or fold it. With a bucket: show the items of that age only. */
    async toggle(row, bucket = true) {
        if (this.unfolded[row.id] === bucket) {
            delete this.unfolded[row.id];
            return;
        }
        if (row.children) {
            this.unfolded[row.id] = true;
        } else if (await this.loadItems([row])) {
            this.unfolded[row.id] = bucket;
        }
    }

    /** The unfolded rows whose items are to be printed, as the server names them. */
    getPrinted() {
        const rows = this.report.rows.flatMap((row) => row.children || [row]);
        const shown = rows.filter((row) => row.id in this.unfolded);
        return Object.fromEntries(shown.map((row) => [row.id, this.unfolded[row.id]]));
    }

    fold(row) {
        delete this.unfolded[row.id];
    }

    /** Unfold what is folded on the page, one level further; fold all if nothing is. */
    async toggleAll(found) {
        const rows = this.getLines(found)
            .filter((line) => line.type === "row" && !line.unfolded)
            .map((line) => line.row);
        if (!rows.length) {
            this.unfolded = {};
            return;
        }
        const parents = rows.filter((row) => row.children);
        if (!parents.length && !(await this.loadItems(rows))) {
            return;
        }
        for (const row of parents.length ? parents : rows) {
            this.unfolded[row.id] = true;
        }
    }
}

function identify(row, prefix, parent = null) {
    row.id = `${prefix}${row.key}-${row.currency_id}`;
    row.parent = parent;
    for (const child of row.children || []) {
        identify(child, `${row.id}/`, row);
    }
}
