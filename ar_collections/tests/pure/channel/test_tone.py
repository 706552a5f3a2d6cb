"""The tone: each reason alone, what goes before what, and where each begins."""

from odoo.tests import BaseCase

from ....tools.channel.tone import FIRM, GENTLE, NEUTRAL, TONES, Facts, choose

CASES = (
    (Facts(), NEUTRAL, "usual"),
    (Facts(key_account=True), GENTLE, "key_account"),
    (Facts(long_known=True), GENTLE, "loyal"),
    (Facts(long_known=True, behaviour=70), GENTLE, "loyal"),
    (Facts(long_known=True, behaviour=69.9), NEUTRAL, "usual"),
    (Facts(long_known=True, reminders=2), GENTLE, "loyal"),
    (Facts(long_known=True, reminders=3), NEUTRAL, "usual"),
    (Facts(long_known=True, broken=1), NEUTRAL, "usual"),
    (Facts(score=80), GENTLE, "strong"),
    (Facts(score=79.9), NEUTRAL, "usual"),
    (Facts(score=80, reminders=3), NEUTRAL, "usual"),
    (Facts(score=80, broken=1), NEUTRAL, "usual"),
    (Facts(score=90, behaviour=69.9), NEUTRAL, "usual"),
    (Facts(score=90, behaviour=70), GENTLE, "strong"),
    (Facts(score=30), NEUTRAL, "usual"),
    (Facts(score=29.9), FIRM, "weak"),
    (Facts(score=0), FIRM, "weak"),
    (Facts(behaviour=40), NEUTRAL, "usual"),
    (Facts(behaviour=39.9), FIRM, "always_late"),
    (Facts(behaviour=0), FIRM, "always_late"),
    (Facts(reminders=5), NEUTRAL, "usual"),
    (Facts(reminders=6), FIRM, "often_reminded"),
    (Facts(broken=1), NEUTRAL, "usual"),
    (Facts(broken=2), FIRM, "broken"),
)


class TestTone(BaseCase):
    def test_reasons(self):
        for facts, tone, reason in CASES:
            with self.subTest(facts=facts):
                self.assertEqual(choose(facts), (tone, reason))
                self.assertIn(tone, TONES)

    def test_what_goes_first(self):
        """Whom we must not lose is spoken to gently, whatever happened; a broken word weighs more
        than a good score."""
        worst = Facts(score=0, behaviour=0, reminders=50, broken=9)
        self.assertEqual(choose(worst._replace(key_account=True)).tone, GENTLE)
        self.assertEqual(choose(worst).reason, "broken")
        self.assertEqual(choose(worst._replace(broken=0)).reason, "always_late")
        self.assertEqual(choose(worst._replace(broken=0, behaviour=90)).reason, "often_reminded")
        loyal = Facts(score=100, behaviour=100, long_known=True)
        self.assertEqual(choose(loyal._replace(broken=2)).tone, FIRM)
        self.assertEqual(choose(loyal._replace(reminders=6)).tone, FIRM)
        self.assertEqual(choose(loyal._replace(score=10)).tone, FIRM)

    def test_worse_is_never_gentler(self):
        """From gentle to firm, as any one fact gets worse."""
        for facts, _tone, _reason in CASES:
            before = TONES.index(choose(facts).tone)
            worse = [facts._replace(reminders=facts.reminders + 1)]
            worse.append(facts._replace(broken=facts.broken + 1))
            worse += [facts._replace(score=facts.score - 10)] if facts.score is not None else []
            worse += (
                [facts._replace(behaviour=facts.behaviour - 10)]
                if facts.behaviour is not None
                else []
            )
            for other in worse:
                with self.subTest(facts=facts, other=other):
                    self.assertGreaterEqual(TONES.index(choose(other).tone), before)
