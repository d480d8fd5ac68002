// What the provider remembers: codes, sessions, grants. Outside the provider, since a new key makes a new provider.

const rows = new Map();

/** The provider's rows of one kind. */
export function kept(kind) {
  const place = (id) => `${kind}:${id}`;
  const first = (matches) => [...rows.values()].find((row) => row.kind === kind && matches(row));
  return {
    upsert: (id, row) => Promise.resolve(void rows.set(place(id), { ...row, kind })),
    find: (id) => Promise.resolve(rows.get(place(id))),
    findByUid: (uid) => Promise.resolve(first((row) => row.uid === uid)),
    findByUserCode: (code) => Promise.resolve(first((row) => row.userCode === code)),
    consume: (id) => Promise.resolve(void (rows.get(place(id)).consumed = Math.floor(Date.now() / 1000))),
    destroy: (id) => Promise.resolve(void rows.delete(place(id))),
    revokeByGrantId(grant) {
      for (const [key, row] of rows) if (row.grantId === grant) rows.delete(key);
      return Promise.resolve();
    },
  };
}
