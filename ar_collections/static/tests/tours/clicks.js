/**
 * How many clicks a flow takes, counted in the browser: the events that reach the document between
 * two steps, whatever made them. A click into a field to type there is part of the typing.
 */
const TYPING = "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

let clicks = null;
let isNoted = false;

function note(ev) {
    // A label hands its click on to its box within the same task: a person clicks once.
    if (isNoted || ev.target.closest(TYPING)) {
        return;
    }
    clicks += 1;
    isNoted = true;
    setTimeout(() => {
        isNoted = false;
    });
}

/** From this step on clicks are counted. */
export const countClicks = {
    content: "clicks are counted from here",
    trigger: "body",
    run() {
        clicks = 0;
        document.addEventListener("click", note, { capture: true });
    },
};

/** So many clicks since `countClicks`: one more fails, and one less is to be written down here. */
export const clicksAre = (number) => ({
    content: `${number} clicks until here`,
    trigger: "body",
    run() {
        if (clicks !== number) {
            throw new Error(`${clicks} clicks were counted, ${number} are wanted.`);
        }
    },
});

const only = (size) => (steps) => steps.map((step) => ({ ...step, isActive: [size] }));

/** Steps of one size alone: lists are cards on a phone. */
export const onDesk = only("desktop");
export const onPhone = only("mobile");

/** Nothing has to be moved sideways to be read. */
export const fits = {
    content: "nothing is wider than the screen",
    trigger: "body",
    run() {
        const { scrollWidth } = document.documentElement;
        if (scrollWidth > window.innerWidth) {
            throw new Error(`The page is ${scrollWidth} wide, the screen ${window.innerWidth}.`);
        }
    },
};
