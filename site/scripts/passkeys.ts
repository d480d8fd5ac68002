/** Passkeys: between the API's JSON and the browser's bytes, and what to say when the browser refuses. */

import * as words from "#messages/screen-account.ts";

type Ceremony = "make" | "show";

const SENTENCES: Readonly<Record<Ceremony, Readonly<Record<string, string>>>> = {
  make: {
    InvalidStateError: words.passkeyExists,
    NotAllowedError: words.passkeyCancelled,
    other: words.passkeyImpossible,
  },
  show: {
    NotAllowedError: words.passkeyNotUsed,
    other: words.passkeyUnsupported,
  },
};

/** The browser or its owner said no; the message is for the reader. */
export class PasskeyRefused extends Error {
  constructor(ceremony: Ceremony, cause: unknown) {
    const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
    super(SENTENCES[ceremony][name] ?? SENTENCES[ceremony]["other"]);
  }
}

export function canUsePasskeys(): boolean {
  return "PublicKeyCredential" in globalThis && "credentials" in navigator;
}

/** Whether the browser offers passkeys while the address is typed, without a button. */
export async function canSuggestPasskeys(): Promise<boolean> {
  if (!canUsePasskeys()) return false;
  const { isConditionalMediationAvailable } = PublicKeyCredential;
  return await isConditionalMediationAvailable?.call(PublicKeyCredential) ?? false;
}

/** Make a passkey for the API's options; the answer is what the API verifies. PasskeyRefused when it came to nothing. */
export async function makePasskey(options: string): Promise<string> {
  try {
    return answered(await navigator.credentials.create({ publicKey: creationOptions(options) }));
  } catch (error) {
    throw new PasskeyRefused("make", error);
  }
}

export interface Showing {
  readonly signal?: AbortSignal;
  /** Offer it in the address field, and wait in silence until one is chosen. */
  readonly inField?: boolean;
}

/** As makePasskey, for a passkey that is there; null when `signal` put an end to it. */
export async function showPasskey(
  options: string,
  { signal, inField }: Showing = {},
): Promise<string | null> {
  const request: CredentialRequestOptions = { publicKey: requestOptions(options) };
  if (signal) request.signal = signal;
  if (inField) request.mediation = "conditional";
  try {
    return answered(await navigator.credentials.get(request));
  } catch (error) {
    if (signal?.aborted) return null;
    throw new PasskeyRefused("show", error);
  }
}

function answered(credential: Credential | null): string {
  return JSON.stringify(credentialJson(credential as PublicKeyCredential));
}

// ---- The fallback for browsers that know passkeys but not their JSON (Safari before 18.4, Chrome before 129).

interface Named {
  readonly id: string;
}

type OptionsJson = Record<string, unknown> & {
  readonly challenge: string;
  readonly user?: Named;
  readonly allowCredentials?: readonly Named[];
  readonly excludeCredentials?: readonly Named[];
};

export function creationOptions(json: string): PublicKeyCredentialCreationOptions {
  const parsed = JSON.parse(json);
  const parse = native()?.parseCreationOptionsFromJSON;
  return parse
    ? parse.call(native(), parsed)
    : inBytes(parsed) as unknown as PublicKeyCredentialCreationOptions;
}

export function requestOptions(json: string): PublicKeyCredentialRequestOptions {
  const parsed = JSON.parse(json);
  const parse = native()?.parseRequestOptionsFromJSON;
  return parse
    ? parse.call(native(), parsed)
    : inBytes(parsed) as unknown as PublicKeyCredentialRequestOptions;
}

function native(): typeof PublicKeyCredential | undefined {
  return (globalThis as { PublicKeyCredential?: typeof PublicKeyCredential }).PublicKeyCredential;
}

function inBytes(options: OptionsJson): Record<string, unknown> {
  const named = <Kind extends Named>(one: Kind) => ({ ...one, id: bytesFrom(one.id) });
  const { user, allowCredentials, excludeCredentials } = options;
  return {
    ...options,
    challenge: bytesFrom(options.challenge),
    ...(user && { user: named(user) }),
    ...(allowCredentials && { allowCredentials: allowCredentials.map(named) }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(named) }),
  };
}

/** What PublicKeyCredential.toJSON gives, made by hand where it is missing. */
export function credentialJson(credential: PublicKeyCredential): unknown {
  if ("toJSON" in credential) return credential.toJSON();
  const { id, rawId, type, authenticatorAttachment, response } = credential as PublicKeyCredential;
  const made = response as AuthenticatorAttestationResponse & Partial<AuthenticatorAssertionResponse>;
  const parts: Record<string, unknown> = { clientDataJSON: textFrom(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"] as const) {
    const value = made[name];
    if (value) parts[name] = textFrom(value);
  }
  if ("getTransports" in made) parts["transports"] = made.getTransports();
  const clientExtensionResults = (credential as PublicKeyCredential).getClientExtensionResults();
  return {
    id,
    rawId: textFrom(rawId),
    type,
    authenticatorAttachment,
    response: parts,
    clientExtensionResults,
  };
}

/** base64url -> bytes */
export function bytesFrom(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** bytes -> base64url without padding */
export function textFrom(buffer: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
