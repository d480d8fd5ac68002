/** What the parts of "Akun saya" work with. */

import { ask } from "../api.ts";
import { MyAccount, type MyAccountResult } from "../generated/documents.ts";

export type Loaded = MyAccountResult & { readonly viewer: Owner };
export type Owner = NonNullable<MyAccountResult["viewer"]>;

export interface Desk {
  /** The server-rendered part of this name, marked by `data-part`. */
  readonly part: (name: string) => HTMLElement;
  /** Ask the server how things stand and draw all parts anew; what is being typed stays. */
  readonly renew: () => Promise<void>;
}

export async function loadAccount(): Promise<Loaded | null> {
  const { signInWays, viewer } = await ask(MyAccount, {});
  return viewer && { signInWays, viewer };
}
