/** The screens of the biodata, in their order, and where a reader belongs. */

import type { ProfileParts, ProfileStepKind } from "../generated/documents.ts";

export const STEPS = ["persetujuan", "pribadi", "alamat", "kelompok", "nama"] as const;

/** A step's fragment in the address, or the screen after the last one. */
export type Place = typeof STEPS[number] | "selesai";

const PLACES: Readonly<Record<ProfileStepKind, Place>> = {
  CONSENT: "persetujuan",
  PERSON: "pribadi",
  ADDRESS: "alamat",
  GROUP: "kelompok",
  NAME: "nama",
};

type Steps = Pick<ProfileParts, "steps">;

/** The first step that still lacks what is required. */
export function firstIncomplete(profile: Steps | null): Place {
  if (!profile) return "persetujuan";
  const open = profile.steps.find(({ isComplete }) => !isComplete);
  return open ? PLACES[open.kind] : "selesai";
}

/** The screen that the fragment names, as far as it may be shown: nothing is asked before the consent to it. */
export function placeFor(fragment: string, profile: Steps | null): Place {
  const first = firstIncomplete(profile);
  if (first === "persetujuan") return first;
  const name = fragment.replace("#", "");
  return STEPS.find((step) => step === name) ?? first;
}

/** Whether the fragment is ours: a skip link has another. */
export function isPlace(fragment: string): boolean {
  return ["", "#selesai", ...STEPS.map((step) => `#${step}`)].includes(fragment);
}

/** The neighbours of a step; null before the first. */
export function before(place: Place): Place | null {
  return STEPS[STEPS.findIndex((step) => step === place) - 1] ?? null;
}

export function after(place: Place): Place {
  return STEPS[STEPS.findIndex((step) => step === place) + 1] ?? "selesai";
}
