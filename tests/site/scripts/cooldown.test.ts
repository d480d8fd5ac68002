import { Wait, waitText } from "../../../site/scripts/cooldown.ts";
import { equals } from "./claims.ts";

function clocks() {
  const now = { tick: 5_000, date: 1_780_000_000_000 };
  return { now, clocks: { tick: () => now.tick, date: () => now.date } };
}

Deno.test("a wait lasts as long as the server said, in whole seconds, and ends at nought", () => {
  const { now, clocks: given } = clocks();
  const wait = new Wait(60, given);
  const seen = [0, 500, 59_000, 500, 90_000].map((passed) => {
    now.tick += passed;
    now.date += passed;
    return wait.secondsLeft();
  });
  equals(seen, [60, 60, 1, 0, 0]);
});

Deno.test("a phone that slept is not kept waiting for the time it slept", () => {
  const { now, clocks: given } = clocks();
  const wait = new Wait(60, given);
  now.date += 45_000;
  now.tick += 2_000;
  equals(wait.secondsLeft(), 15);
});

Deno.test("a phone whose date is set back does not wait for hours", () => {
  const { now, clocks: given } = clocks();
  const wait = new Wait(60, given);
  now.date -= 7_200_000;
  now.tick += 40_000;
  equals(wait.secondsLeft(), 20);
});

Deno.test("the time left is said in the unit that people would use, never too short", () => {
  equals([1, 60, 90, 91, 125, 3_600, 5_400, 5_401].map(waitText), [
    "1 detik",
    "60 detik",
    "90 detik",
    "2 menit",
    "3 menit",
    "60 menit",
    "90 menit",
    "2 jam",
  ]);
});
