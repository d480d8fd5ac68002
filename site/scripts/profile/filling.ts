/** One person's biodata while they are filled in: what the server has, the consents, and what is on its way. */

import { ask, hasProblem, sentenceFor } from "../api.ts";
import {
  ConfirmName,
  type ConsentParts,
  GiveConsent,
  type MyProfileResult,
  type ProblemParts,
  type ProfileParts,
  type Purpose,
  type SavedParts,
  SaveProfile,
} from "../generated/documents.ts";
import { renewViewer } from "../head.ts";
import { phone } from "../storage.ts";
import { Unreachable } from "../transport.ts";
import { Drafts } from "./drafts.ts";
import { type FieldState, type Refusal, Saver } from "./saver.ts";
import { type Field, inputOf, type Value } from "./values.ts";

export type Owner = NonNullable<MyProfileResult["viewer"]>;

export interface Listener {
  fieldChanged(field: Field, state: FieldState): void;
  profileChanged(): void;
  /** The server no longer knows who this is. */
  signedOut(): void;
}

export class Filling {
  readonly version: string;
  readonly drafts: Drafts;
  readonly saver: Saver;
  profile: ProfileParts | null;
  #consents: readonly ConsentParts[];

  constructor({ id, consentVersion, consents, profile }: Owner, private readonly listener: Listener) {
    this.version = consentVersion;
    this.profile = profile;
    this.#consents = consents;
    this.drafts = new Drafts(phone, id);
    this.saver = new Saver(this.drafts, {
      save: (field, value) => this.#save(field, value),
      onChange: (field, state) => listener.fieldChanged(field, state),
    });
  }

  /** The consent that stands, if there is one. */
  consentTo(purpose: string): ConsentParts | null {
    return this.#consents.find((given) => given.purpose === purpose && !given.withdrawnAt) ?? null;
  }

  async give(purposes: readonly Purpose[]): Promise<readonly ProblemParts[]> {
    const { version } = this;
    const problems = this.#take((await ask(GiveConsent, { purposes, version })).giveConsent);
    if (problems.length > 0) return problems;
    const givenAt = new Date().toISOString();
    const others = this.#consents.filter(({ purpose }) => !purposes.includes(purpose));
    const fresh = purposes.map((purpose) => ({ purpose, version, givenAt, withdrawnAt: null }));
    this.#consents = [...others, ...fresh];
    return [];
  }

  async confirm(name: string): Promise<readonly ProblemParts[]> {
    return this.#take((await ask(ConfirmName, { name })).confirmName);
  }

  async #save(field: Field, value: Value): Promise<Refusal> {
    try {
      const problems = this.#take((await ask(SaveProfile, { input: inputOf(field, value) })).saveProfile);
      if (hasProblem(problems, "TOO_MANY_REQUESTS")) throw new Unreachable("busy");
      if (hasProblem(problems, "UNAUTHENTICATED")) this.listener.signedOut();
      return problems[0]?.message ?? null;
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      return sentenceFor(error);
    }
  }

  #take({ profile, problems }: SavedParts): readonly ProblemParts[] {
    if (profile) {
      this.profile = profile;
      renewViewer();
      this.listener.profileChanged();
    }
    return problems;
  }
}
