import { registry } from "@web/core/registry";
import { clicksAre, countClicks, fits, onDesk, onPhone } from "./clicks";

const row = (name) => `.o_ar_review .o_data_row:contains('${name}')`;
const looked = (name) => `.o_ar_review .o_ar_looked_at:contains('${name}')`;
const panel = (name) => `.o_ar_review_panel header:contains('${name}')`;

const card = (name) => `.o_kanban_view .o_kanban_record:contains('${name}')`;
const tile = ".o_ar_today [data-tile=run] .o_ar_tile_main";

/** Three clicks: the tile, Confirm, OK. What is to be known of each customer is there meanwhile. */
const confirmFromToday = (state) => [
    countClicks,
    { content: "from the tile", trigger: tile, run: "click" },
    ...onDesk([
        { content: "the largest is looked at first", trigger: looked("Beta") },
        { content: "its message stands beside it", trigger: ".o_ar_review_panel iframe.o_ar_face[sandbox='allow-same-origin']" },
        { content: "no script runs in it", trigger: "body:not([data-ar-script])" },
        { content: "to whom it goes", trigger: `${row("Beta")} td[name=goes_to]:contains('@')` },
    ]),
    ...onPhone([
        { content: "to whom it goes, and why", trigger: `${card("Beta")}:contains('@'):contains('days')` },
    ]),
    fits,
    { content: "confirm", trigger: ".o_ar_confirm_run", run: "click" },
    { content: "in figures", trigger: ".modal .o_ar_confirm:contains('3 e-mails, '):contains('1,500.00')" },
    { content: "that is right", trigger: ".modal .modal-footer .btn-primary", run: "click" },
    clicksAre(3),
    { content: "the run is on its way", trigger: `.o_form_view .o_field_widget[name=state]:contains('${state}')` },
];

registry.category("web_tour.tours").add("ar_collections_review_confirm", {
    steps: () => confirmFromToday("Confirmed"),
});

/** One notice waits for somebody else's approval: it takes no click more. */
registry.category("web_tour.tours").add("ar_collections_review_confirm_the_rest", {
    steps: () => confirmFromToday("Proposed"),
});

/** A customer is left out until a day: the row, Leave Out, the day; Enter ends the reason. */
registry.category("web_tour.tours").add("ar_collections_review_leave_out", {
    steps: () => [
        ...onDesk([{ content: "the largest is looked at first", trigger: looked("Beta") }]),
        countClicks,
        ...onDesk([{ content: "another one", trigger: `${row("Alpha")} td[name=why_now]`, run: "click" }]),
        ...onPhone([{ content: "a card", trigger: card("Alpha"), run: "click" }]),
        { content: "its panel", trigger: panel("Alpha") },
        fits,
        { content: "leave it out", trigger: ".o_ar_review_panel button[name=leave_out]", run: "click" },
        { content: "until in two weeks", trigger: ".o_ar_out button:contains('2 weeks')", run: "click" },
        {
            content: "say why",
            trigger: ".o_ar_out input[name=reason]",
            run: "edit Talks with their managing director && press Enter",
        },
        { content: "the review goes on", trigger: panel("Gamma") },
        clicksAre(3),
        ...onDesk([{ content: "it is left out", trigger: `.o_ar_review .o_data_row.text-muted:contains('Alpha')` }]),
        ...onPhone([{ content: "it is left out", trigger: `${card("Alpha")}:contains('Left out')` }]),
    ],
});

/** On a phone arrows go from message to message; Confirm stays at hand. */
registry.category("web_tour.tours").add("ar_collections_review_arrows", {
    steps: () => [
        { content: "the largest", trigger: card("Beta"), run: "click" },
        { content: "its message", trigger: panel("Beta") },
        { content: "nothing is before it", trigger: ".o_ar_review_moves:contains('1 / 3') button[name=previous]:disabled" },
        { content: "next", trigger: ".o_ar_review_moves button[name=next]", run: "click" },
        { content: "the next one", trigger: panel("Alpha") },
        { content: "next", trigger: ".o_ar_review_moves button[name=next]", run: "click" },
        { content: "the last", trigger: panel("Gamma") },
        { content: "nothing follows", trigger: ".o_ar_review_moves:contains('3 / 3') button[name=next]:disabled" },
        { content: "before", trigger: ".o_ar_review_moves button[name=previous]", run: "click" },
        { content: "the one before", trigger: panel("Alpha") },
        { content: "back to the cards", trigger: ".o_ar_review_moves button[name=close]", run: "click" },
        { content: "all are there", trigger: "body:not(:has(.o_ar_review_panel)) .o_kanban_view" },
    ],
});

/** Arrows, Enter, the shortcut; a lower level, a sentence and another recipient. */
registry.category("web_tour.tours").add("ar_collections_review_keyboard", {
    steps: () => [
        { content: "the largest is looked at first", trigger: looked("Beta") },
        { content: "down", trigger: "body", run: "press ArrowDown" },
        { content: "the next one", trigger: panel("Alpha") },
        { content: "Enter", trigger: "body", run: "press Enter" },
        { content: "the one after", trigger: panel("Gamma") },
        { content: "up", trigger: "body", run: "press ArrowUp" },
        { content: "back again", trigger: panel("Alpha") },
        { content: "one level lower", trigger: ".o_ar_review_panel button[name=lower]", run: "click" },
        { content: "the row says so", trigger: `${row("Alpha")} td[name=why_now]:contains('lower')` },
        { content: "one sentence", trigger: ".o_ar_review_panel button[name=add]", run: "click" },
        { content: "as agreed", trigger: ".o_ar_review_panel textarea[name=added_text]", run: "edit As agreed." },
        { content: "keep it", trigger: ".o_ar_review_panel button[name=add_now]", run: "click" },
        { content: "it is in the message", trigger: ".o_ar_review_panel iframe[srcdoc*='As agreed.']" },
        { content: "somebody else", trigger: ".o_ar_review_panel button[name=tell]", run: "click" },
        { content: "their accounts", trigger: ".o_ar_review_panel select[name=contact]", run: "selectByLabel Alpha Trading, Accounts" },
        { content: "it goes there", trigger: ".o_ar_review_panel header:contains('accounts@alpha.example.com')" },
    ],
});
