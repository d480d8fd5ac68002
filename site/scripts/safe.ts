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
