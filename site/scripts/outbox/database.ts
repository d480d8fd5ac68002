/** The phone's database: what waits to be sent, and what pages keep for their owner. */

const NAME = "jawara";
const VERSION = 1;

export const DEEDS = "deeds";
/** Which deed is about what: [account, kind, about]. */
export const ABOUT = "about";
export const KEPT = "kept";

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const deeds = request.result.createObjectStore(DEEDS, { keyPath: "order", autoIncrement: true });
      deeds.createIndex(ABOUT, ["account", "kind", "about"]);
      request.result.createObjectStore(KEPT);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // A newer version of the site in another tab must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
}

/**
 * One transaction, and the result of what `work` asked for. Rejects where databases are forbidden or full, with nothing changed.
 * What is written is on the disk when this resolves: phones die of empty batteries.
 */
export async function within<Result>(
  mode: IDBTransactionMode,
  name: string,
  work: (store: IDBObjectStore, ask: (request: IDBRequest<Result>) => void) => void,
): Promise<Result> {
  opened ??= open();
  try {
    const database = await opened;
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      let asked: IDBRequest<Result> | null = null;
      transaction.oncomplete = () => resolve(asked?.result as Result);
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(name), (request) => {
        asked = request;
      });
    });
  } catch (error) {
    // Browsers close databases of pages in the background: the next one opens it anew.
    opened = null;
    throw error;
  }
}
