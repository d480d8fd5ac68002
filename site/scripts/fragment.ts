/** A secret in the address: read once, then taken out of the address bar and of the history. */

export function takeFragment(): string | null {
  const fragment = decodeURIComponent(location.hash.slice(1));
  if (!fragment) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return fragment;
}
