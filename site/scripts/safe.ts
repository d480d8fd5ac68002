/** Where a link may lead, whoever wrote it. */

function parsed(value: string, base: string): URL | null {
  try {
    return new URL(value, base);
  } catch {
    return null;
  }
}

/** The address when a link may lead there: http or https, relative to this site; null otherwise. */
export function safeAddress(value: string, origin: string): URL | null {
  const address = parsed(value, origin);
  return address?.protocol === "https:" || address?.protocol === "http:" ? address : null;
}

/** A path inside this site, or null: what a query parameter names must not lead elsewhere. */
export function localPath(value: string | null, origin: string): string | null {
  const address = value?.startsWith("/") ? safeAddress(value, origin) : null;
  return address?.origin === origin ? address.pathname + address.search + address.hash : null;
}
