import { Activity } from "@mail/core/web/activity";
import { patch } from "@web/core/utils/patch";

/** Marking a collection call or visit as done asks for its outcome. */
patch(Activity.prototype, {
    async onClickMarkAsDone(ev) {
        const { id, res_model } = this.props.activity;
        if (res_model !== "ar.profile") {
            return super.onClickMarkAsDone(ev);
        }
        const currentTarget = ev.currentTarget;
        const { action: actions, orm } = this.env.services;
        const action = await orm.call("mail.activity", "action_ar_log_call", [[id]]);
        if (!action) {
            return super.onClickMarkAsDone({ currentTarget });
        }
        const thread = this.thread;
        await new Promise((resolve) => actions.doAction(action, { onClose: resolve }));
        this.props.onActivityChanged(thread);
        await thread.fetchNewMessages();
    },
});
