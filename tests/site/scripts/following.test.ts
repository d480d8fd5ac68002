import { sharePlayed } from "../../../site/scripts/following.ts";
import { equals } from "./claims.ts";

function video(duration: number, ...ranges: readonly (readonly [number, number])[]) {
  return {
    duration,
    played: {
      length: ranges.length,
      start: (at: number) => ranges[at]?.[0] ?? 0,
      end: (at: number) => ranges[at]?.[1] ?? 0,
    },
  };
}

Deno.test("what was played counts once, however far somebody jumps", () => {
  equals(sharePlayed(video(200), 0), 0);
  equals(sharePlayed(video(200, [0, 20], [150, 200]), 0), 0.35);
  equals(sharePlayed(video(200, [0, 200]), 0), 1);
});

Deno.test("what was watched on another day counts from the beginning on", () => {
  equals(sharePlayed(video(200, [100, 200]), 0.5), 1);
  equals(sharePlayed(video(200, [50, 150]), 0.5), 0.75);
  equals(sharePlayed(video(200, [0, 50]), 0.5), 0.5);
});

Deno.test("a video whose length nobody knows yet was not watched", () => {
  equals(sharePlayed(video(NaN, [0, 20]), 0), 0);
  equals(sharePlayed(video(0), 0.5), 0);
});
