/** A list that staff search and turn the pages of: what is searched for stands in the address, pages follow by cursor. */

import { actions, button, type Child } from "./dom.ts";
import { tend, text } from "./forms.ts";

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export class Paged {
  search = new URLSearchParams(location.search).get("cari") ?? "";
  /** Where each page read so far begins; the last is the one on the screen. */
  #starts: (string | null)[] = [null];
  readonly #show: () => Promise<void>;

  /** `form` has a field `cari`; `show` draws the page after `after`. */
  constructor(form: HTMLFormElement, show: () => Promise<void>) {
    this.#show = show;
    (form.elements.namedItem("cari") as HTMLInputElement).value = this.search;
    tend(form, async (values) => {
      this.search = text(values, "cari");
      this.#starts = [null];
      const address = this.search ? `?cari=${encodeURIComponent(this.search)}` : location.pathname;
      history.replaceState(null, "", address);
      await show();
      return [];
    });
  }

  get after(): string | null {
    return this.#starts.at(-1) ?? null;
  }

  /** The buttons to the pages before and after; nothing where there is one page. */
  pager({ hasNextPage, endCursor }: PageInfo, before: string, after: string): Child {
    if (!hasNextPage && this.#starts.length === 1) return null;
    return actions(
      this.#starts.length > 1 && button(before, "quiet", () => {
        this.#starts.pop();
        return this.#show();
      }),
      hasNextPage && button(after, "quiet", () => {
        this.#starts.push(endCursor);
        return this.#show();
      }),
    );
  }
}
