/**
 * Follows a reader through a lesson: where they are, how far they watch. Fetched after the page, and only for who takes
 * the class; it is given what it needs of the page's own script, so that it carries nothing of it a second time.
 */

import { NoteWatched, type NoteWatchedResult, RememberPlace } from "./generated/documents.ts";
import type { tell } from "./learning-deeds.ts";
import type { Said } from "./outbox/deeds.ts";
import type { outbox } from "./outbox/door.ts";

export type LessonNow = NonNullable<NoteWatchedResult["noteWatched"]["lesson"]>;

export interface Reader {
  readonly place: { readonly course: string; readonly lesson: string };
  /** Videos that must be watched, with how far they were; null without a network: any of them may be. */
  readonly videos: readonly { readonly id: string; readonly percent: number }[] | null;
  /** Where it waits how far they watch, as long as there is no network. */
  readonly outbox: typeof outbox;
  readonly account: () => string;
  readonly tell: typeof tell;
  /** Shows how the lesson stands now. */
  readonly stand: (now: LessonNow) => void;
  /** Whether there is nothing more to follow. */
  readonly isDone: () => boolean;
}

type Message = (leaving: boolean) => void;

const EVERY_MS = 20_000;
/** The line below which nobody reads yet, as a share of the screen. */
const READING = 1 / 3;

/** Lets one message through in 20 seconds, and the last ones when the reader leaves. */
class Gate {
  readonly #waiting = new Map<string, Message>();
  #timer = 0;
  #closedUntil = performance.now() + EVERY_MS;

  constructor(private readonly isDone: () => boolean) {}

  /** A newer message of a kind stands for the older one. */
  pass(kind: string, message: Message): void {
    this.#waiting.set(kind, message);
    this.#timer ||= setTimeout(() => this.#next(), Math.max(0, this.#closedUntil - performance.now()));
  }

  #next(): void {
    this.#timer = 0;
    const [first] = this.#waiting;
    if (!first || this.isDone()) return;
    const [kind, message] = first;
    this.#waiting.delete(kind);
    this.#closedUntil = performance.now() + EVERY_MS;
    message(false);
    for (const [other, waits] of this.#waiting) this.pass(other, waits);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const messages = [...this.#waiting.values()];
    this.#waiting.clear();
    if (!this.isDone()) { for (const message of messages) message(true); }
  }
}

export function follow(reader: Reader): void {
  const gate = new Gate(reader.isDone);
  const look = followPlace(gate, reader);
  const leave = () => {
    look();
    gate.leave();
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("pagehide", leave);
  for (const video of document.querySelectorAll<HTMLVideoElement>("video[data-video]")) {
    const id = video.dataset["video"] ?? "";
    const { percent } = reader.videos?.find((one) => one.id === id) ?? { percent: reader.videos ? null : 0 };
    if (percent === null) continue;
    void waiting(reader, id).then((kept) => followVideo(gate, reader, video, percent, kept));
  }
}

/** How far a video was watched as this phone alone knows. */
async function waiting({ place, outbox, account }: Reader, id: string): Promise<Said["watched"] | undefined> {
  const box = await outbox().catch(() => null);
  const kept = (await box?.of(account(), place.course) ?? [])
    .map((deed) => deed.kind === "watched" ? deed.said : undefined);
  return kept.find((said) => said?.lesson === place.lesson && said.video === id);
}

/** Gives what looks where the reader is now. */
function followPlace(gate: Gate, { place, tell }: Reader): () => void {
  const headings = [...document.querySelectorAll<HTMLElement>(".prose :is(h2, h3, h4)[id]")];
  let known: string | null = null;
  const look = () => {
    const line = innerHeight * READING;
    const above = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const heading = scrollY > 0 ? above.at(-1)?.id ?? "" : "";
    if (heading === known) return;
    known = heading;
    const since = performance.now();
    // By the phone's own stopwatch: the server keeps the youngest place, on whatever phone.
    gate.pass("place", (leaving) => {
      const ageSeconds = Math.round((performance.now() - since) / 1000);
      // Where it is lost, the next look says it again.
      tell(RememberPlace, { ...place, heading, ageSeconds }, leaving).catch(() => known = null);
    });
  };
  let frame = 0;
  addEventListener("scroll", () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      look();
    });
  }, { passive: true });
  look();
  return look;
}

/** What was watched before counts from the beginning on, and the video goes on from there. */
function followVideo(
  gate: Gate,
  { place, videos, tell, stand, outbox, account }: Reader,
  video: HTMLVideoElement,
  percent: number,
  kept: Said["watched"] | undefined,
): void {
  const id = video.dataset["video"] ?? "";
  const before = Math.max(percent, kept?.percent ?? 0);
  let known = before;
  let transcriptRead = kept?.transcriptRead ?? false;
  let isAway = videos === null;
  const watched = () => ({ ...place, video: id, percent: known, transcriptRead });
  const keep = async () => {
    const box = await outbox();
    await box.add(account(), "watched", watched());
    return box;
  };
  const send = async (leaving: boolean) => {
    const told = await tell(NoteWatched, watched(), leaving).catch(() => null);
    isAway = told === null;
    if (told?.noteWatched.lesson) return stand(told.noteWatched.lesson);
    await keep().then((box) => box.send(), () => gate.pass(id, send));
  };
  const pass = () => {
    // While the network is away nothing waits for the gate: a page that is left has no time to write.
    if (isAway) keep().catch(() => undefined);
    gate.pass(id, send);
  };
  const note = () => {
    const percent = Math.min(100, Math.floor(sharePlayed(video, before / 100) * 100));
    if (percent <= known) return;
    known = percent;
    pass();
  };
  for (const event of ["timeupdate", "pause", "ended"]) video.addEventListener(event, note);
  video.addEventListener("loadedmetadata", () => {
    if (before > 0 && before < 100 && video.currentTime === 0) {
      video.currentTime = video.duration * before / 100;
    }
  }, { once: true });
  const end = video.parentElement?.querySelector("details")?.lastElementChild;
  if (!end) return;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    seen.disconnect();
    transcriptRead = true;
    pass();
  });
  seen.observe(end);
}

/** Of the whole video, from 0 to 1; its first part counts as played. */
export function sharePlayed(
  { played, duration }: Pick<HTMLVideoElement, "played" | "duration">,
  before: number,
): number {
  if (!(duration > 0)) return 0;
  let seconds = before * duration;
  for (let at = 0; at < played.length; at++) {
    seconds += Math.max(0, played.end(at) - Math.max(played.start(at), before * duration));
  }
  return seconds / duration;
}
