/** What this phone remembers. Where storage is forbidden or full, memory serves until the page closes. */

export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/** Local storage with memory behind it; `isKept` tells whether the last write will outlive the page. */
class Phone implements Store {
  readonly #memory = memoryStore();
  isKept = true;

  get(key: string): string | null {
    const remembered = this.#memory.get(key);
    if (remembered !== null) return remembered;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
      this.#memory.remove(key);
      this.isKept = true;
    } catch {
      this.#memory.set(key, value);
      this.isKept = false;
    }
  }

  remove(key: string): void {
    this.#memory.remove(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is forbidden: nothing was kept there.
    }
  }
}

export const phone = new Phone();
