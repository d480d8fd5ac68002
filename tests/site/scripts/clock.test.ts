import { OfficeClock, secondsBetween } from "../../../site/scripts/clock.ts";
import { Attention } from "../../../site/scripts/evaluation/attention.ts";
import { Countdown } from "../../../site/scripts/evaluation/countdown.ts";
import { equals } from "./claims.ts";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-03-02T05:00:00Z");

/** A phone whose own clock is two hours ahead. */
function phone() {
  const time = { tick: 100, own: NOON + 2 * HOUR };
  const clock = new OfficeClock(() => time.tick, () => time.own);
  const pass = (milliseconds: number) => {
    time.tick += milliseconds;
    time.own += milliseconds;
  };
  return { time, clock, pass };
}

Deno.test("the office's time goes on by the stopwatch, whatever the phone's clock says", () => {
  const { clock, pass } = phone();
  equals(clock.now(), null);
  clock.set(NOON);
  pass(61_000);
  equals([clock.now(), clock.isSure], [NOON + 61_000, true]);
});

Deno.test("a phone's clock that is set back in the middle changes nothing", () => {
  const { clock, pass, time } = phone();
  clock.set(NOON);
  time.own -= 2 * HOUR;
  pass(1_000);
  equals([clock.now(), clock.isSure], [NOON + 1_000, true]);
});

Deno.test("a phone's clock that jumps ahead, as after sleep, makes the time unsure until the office is heard", () => {
  const { clock, pass, time } = phone();
  clock.set(NOON);
  pass(1_000);
  time.own += 2 * HOUR;
  equals([clock.now(), clock.isSure], [NOON + 1_000 + 2 * HOUR, false]);
  clock.set(NOON + 2_000);
  equals([clock.now(), clock.isSure], [NOON + 2_000, true]);
});

Deno.test("a page without a network carries on by the phone's clock, never backwards, and is unsure", () => {
  const first = phone();
  first.clock.set(NOON);
  first.pass(10_000);
  const reading = first.clock.reading();
  for (const [own, expected] of [[60_000, 70_000], [-2 * HOUR, 10_000]]) {
    const { clock, time } = phone();
    time.own += 10_000 + (own ?? 0);
    if (reading) clock.carryOn(reading);
    equals([clock.now(), clock.isSure], [NOON + (expected ?? 0), false]);
  }
});

Deno.test("answers that take a moment to travel do not make the countdown stutter", () => {
  const { clock, pass } = phone();
  clock.set(NOON);
  pass(500);
  clock.set(NOON + 1_900);
  equals(clock.now(), NOON + 500);
});

Deno.test("an office that does not say what time it is changes nothing", () => {
  const { clock } = phone();
  clock.set(NaN);
  equals([clock.now(), clock.isSure], [null, false]);
});

Deno.test("the phone's own clock never ends an attempt, and no time left is below zero", () => {
  const { clock, pass, time } = phone();
  const countdown = new Countdown(new Date(NOON + 60_000).toISOString(), clock);
  clock.set(NOON);
  time.own += 2 * HOUR;
  equals([countdown.secondsLeft(), countdown.isOver()], [0, false]);
  clock.set(NOON + 30_000);
  equals([countdown.secondsLeft(), countdown.isOver()], [30, false]);
  pass(30_000);
  equals([countdown.secondsLeft(), countdown.isOver()], [0, true]);
});

Deno.test("how long ago a deed was done is told by the office's clock, and by the phone's where there is no other", () => {
  const made = { office: NOON, phone: NOON + 2 * HOUR };
  equals(secondsBetween(made, { office: NOON + 90_400, phone: 0 }), 90);
  equals(secondsBetween({ ...made, office: null }, { office: NOON, phone: NOON + 2 * HOUR + 5_000 }), 5);
  equals(secondsBetween(made, { office: NOON - 5_000, phone: 0 }), 0);
});

Deno.test("a question's time grows over all visits, and stands still while nobody looks", () => {
  let now = 0;
  const attention = new Attention({ q1: 2_000 }, () => now);
  attention.turnTo("q1");
  now = 10_000;
  attention.turnTo(null);
  now = 60_000;
  attention.turnTo("q2");
  now = 64_000;
  equals([attention.secondsOn("q1"), attention.secondsOn("q2")], [12, 4]);
  equals(attention.spent(), { q1: 12_000, q2: 4_000 });
});
