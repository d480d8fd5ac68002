/** Several tabs, one person: what one of them does about the session, the others follow. */

import { ACCOUNT, accountId, changedElsewhere, HINT, shownAccount } from "./session.ts";

/**
 * Follow what other tabs do: signing out there ends it here. A page that shows one person's data starts afresh when
 * somebody else has signed in, or when the browser's "back" would bring it up after signing out.
 */
export function followOtherTabs(): void {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && shownAccount() !== accountId()) location.reload();
  });
  addEventListener("storage", ({ key, newValue }) => {
    const shown = shownAccount();
    if (key === ACCOUNT && shown && newValue && newValue !== shown) location.reload();
    if (key === HINT) changedElsewhere();
  });
}
