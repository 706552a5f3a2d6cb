import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";

const OURS = "ar_collections";
// What was told of a screen since the page was loaded: it does not change.
const told = new Map();

/**
 * A “?” in the control panel of our screens: what the screen is for. Odoo shows the help of an
 * action only where its list is empty.
 */
export class ScreenHelp extends Component {
    static template = "ar_collections.ScreenHelp";
    static components = { Dropdown };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ help: false });
        onWillStart(() => {
            // The screen does not wait for it.
            if (this.isOurs()) {
                this.load();
            }
        });
    }

    get model() {
        return this.env.searchModel?.resModel || false;
    }

    /** Whether an action or a model of ours is shown: screens of others are not asked about. */
    isOurs() {
        const { actionId, actionXmlId } = this.env.config || {};
        if (actionXmlId?.startsWith(OURS) || this.model?.startsWith?.("ar.")) {
            return true;
        }
        // A client action does not say its name; the entry that it has in the menu does.
        const entries = (!this.model && actionId && this.env.services.menu?.getAll()) || [];
        return entries.some((one) => one.actionID === actionId && one.xmlid?.startsWith(OURS));
    }

    async load() {
        const args = [this.env.config.actionId || false, this.model];
        const key = args.join();
        if (!told.has(key)) {
            const asked = this.orm.silent.call("ir.actions.actions", "ar_get_help", args);
            // A screen without its help is still a screen.
            told.set(key, asked.catch(() => told.delete(key) && false));
        }
        const answer = await told.get(key);
        this.state.help = answer && { name: answer.name, words: markup(answer.help) };
    }
}

patch(ControlPanel.prototype, {
    /** Named by the template, which control panels of others take over with their own components. */
    get arScreenHelp() {
        return ScreenHelp;
    },
});
