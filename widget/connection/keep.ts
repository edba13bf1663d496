// What a browser keeps for us between pages. Where storage is forbidden, it is kept for this page only.
const prefix = "handrail:";
const instead = new Map<string, string>();

const attempt = <T>(use: (storage: Storage) => T, otherwise: () => T): T => {
  try {
    return use(localStorage);
  } catch {
    return otherwise(); // Blocked by the visitor, by a sandbox, or full.
  }
};

export const recall = (key: string): string | null =>
  instead.get(key) ??
  attempt(
    (storage) => storage.getItem(prefix + key),
    () => null,
  );

export function keep(key: string, value: string | null): void {
  instead.delete(key);
  attempt(
    (storage) => (value ? storage.setItem(prefix + key, value) : storage.removeItem(prefix + key)),
    () => void (value && instead.set(key, value)),
  );
}

/** Every kept key that begins with these letters, in no order. */
export const kept = (start: string): string[] =>
  attempt(
    (storage) => Object.keys(storage).filter((key) => key.startsWith(prefix + start)),
    () => [],
  ).map((key) => key.slice(prefix.length));
