// The keyboard of the console. Single letters can be switched off: speech input types letters nobody pressed.
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { keep, recall } from "../widget/connection/keep.ts";
import type { Station } from "./station.ts";

export const singleKeys = (): boolean => recall("single-keys") !== "off";
export const setSingleKeys = (on: boolean): void => keep("single-keys", on ? null : "off");

export function useShortcuts(station: Station, page: RefObject<HTMLElement | null>, help: () => void): void {
  useEffect(() => {
    const find = (selector: string) => page.current?.querySelector<HTMLElement>(selector);
    const write = (mode: string): void => {
      find(`[data-mode=${mode}]`)?.click();
      find("textarea")?.focus();
    };
    const step = (by: 1 | -1): void => {
      station.step(by);
      requestAnimationFrame(() => find("[aria-current=true]")?.focus());
    };
    const acts: Record<string, () => void> = {
      j: () => step(1),
      k: () => step(-1),
      t: () => take(station),
      r: () => write("say"),
      n: () => write("note"),
      e: () => find("[data-act=resolve]")?.click(),
      b: () => find("[data-fold=true]")?.click(),
      "?": help,
    };
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const writing = target.matches("input:not([type=checkbox]), textarea");
      if (event.key === "Escape" && writing) return target.blur();
      if (writing || !singleKeys() || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]"))
        return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [station]);
}

/** The waiting one being read, else the next in line. */
function take(station: Station): void {
  const reading = station.queue.some(({ id }) => id === station.selected);
  void station.take(reading ? station.selected! : undefined);
}
