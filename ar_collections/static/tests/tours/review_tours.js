import { registry } from "@web/core/registry";

const row = (name) => `.o_ar_review .o_data_row:contains('${name}')`;
const looked = (name) => `.o_ar_review .o_ar_looked_at:contains('${name}')`;
const panel = (name) => `.o_ar_review_panel header:contains('${name}')`;

/** From the run (a tile opens it): look, Confirm, OK. Two clicks after the tile's. */
registry.category("web_tour.tours").add("ar_collections_review_confirm", {
    steps: () => [
        { content: "the largest is looked at first", trigger: looked("Beta") },
        { content: "its message stands beside it", trigger: ".o_ar_review_panel iframe.o_ar_face[sandbox='allow-same-origin']" },
        { content: "no script runs in it", trigger: "body:not([data-ar-script])" },
        { content: "confirm", trigger: ".o_ar_confirm_run", run: "click" },
        { content: "in figures", trigger: ".modal .o_ar_confirm:contains('3 e-mails, '):contains('1,500.00')" },
        { content: "that is right", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "the run is on its way", trigger: ".o_form_view .o_statusbar_status button.o_arrow_button_current:contains('Confirmed')" },
    ],
});

/** A customer is left out until a day: the row, Leave Out, the day; Enter ends the reason. */
registry.category("web_tour.tours").add("ar_collections_review_leave_out", {
    steps: () => [
        { content: "the largest is looked at first", trigger: looked("Beta") },
        { content: "another one", trigger: `${row("Alpha")} td[name=why_now]`, run: "click" },
        { content: "its panel", trigger: panel("Alpha") },
        { content: "leave it out", trigger: ".o_ar_review_panel button[name=leave_out]", run: "click" },
        { content: "until in two weeks", trigger: ".o_ar_out button:contains('2 weeks')", run: "click" },
        {
            content: "say why",
            trigger: ".o_ar_out input[name=reason]",
            run: "edit Talks with their managing director && press Enter",
        },
        { content: "the review goes on", trigger: panel("Gamma") },
        { content: "it is left out", trigger: `.o_ar_review .o_data_row.text-muted:contains('Alpha')` },
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
