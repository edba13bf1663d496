// One customer, several tabs: what one keeps the others hear of, and what one could not send another sends.
import { newClientId } from "./client_id.ts";

/** This tab among all. A reload is another one: the old one is gone. */
export const tab = newClientId();

const lock = (of: string): string => `handrail:${of}`;
const locks = (): LockManager | undefined => navigator.locks; // Pages without TLS have none.

/** Held until the browser takes it back: at the end of the page, or its crash. */
export const alive: Promise<void> = new Promise((held) => {
  const forEver = (): Promise<never> => (held(), new Promise(() => {}));
  (locks()?.request(lock(tab), forEver) ?? Promise.resolve(held())).catch(() => held());
});

/** Calls back once that tab is gone, for one after another of those who wait. False where nobody can know. */
export function outlived(other: string, inherit: () => Promise<void>): boolean {
  locks()
    ?.request(lock(other), inherit)
    .catch(() => {}); // A page without an origin: nothing is kept there either.
  return !!locks();
}

/** What other tabs keep under names that begin with these letters; null: it is gone. Returns how to stop. */
export function hear(start: string, heard: (name: string, value: string | null) => void): () => void {
  const stored = ({ key, newValue }: StorageEvent): void => {
    if (key?.startsWith(`handrail:${start}`)) heard(key.slice(9), newValue);
  };
  addEventListener("storage", stored);
  return () => removeEventListener("storage", stored);
}
