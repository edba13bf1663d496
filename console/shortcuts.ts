// The keyboard of the console. Single letters can be switched off: speech input types letters nobody pressed.
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { keep, recall } from "../widget/connection/keep.ts";
import type { Summary } from "../widget/connection/wire.ts";
import type { Station } from "./station.ts";

export const singleKeys = (): boolean => recall("single-keys") !== "off";
export const setSingleKeys = (on: boolean): void => keep("single-keys", on ? null : "off");

export function useShortcuts(station: Station, page: RefObject<HTMLElement | null>, help: () => void): void {
  useEffect(() => {
    const find = (selector: string) => page.current?.querySelector<HTMLElement>(selector);
    /** While watching there is nothing to reply, only to whisper. */
    const write = (mode: string): void => {
      const button = find(`[data-mode=${mode}]`);
      button?.click();
      if (button || mode === "note") find(".reply textarea")?.focus();
    };
    const go = (summary: Summary | undefined): void => {
      if (!summary) return;
      station.select(summary.id);
      requestAnimationFrame(() => find("[aria-current=true]")?.focus());
    };
    const step = (by: 1 | -1): void => {
      station.step(by);
      requestAnimationFrame(() => find("[aria-current=true]")?.focus());
    };
    const acts: Record<string, () => void> = {
      j: () => step(1),
      k: () => step(-1),
      t: () => take(station),
      a: () => accept(station),
      f: () => go(station.rows.followUps[0]),
      x: () => find("[data-act=transfer]")?.click(),
      r: () => write("say"),
      n: () => write("note"),
      e: () => find("[data-act=resolve]")?.click(),
      b: () => find("[data-fold=true]")?.click(),
      "/": () => find("[data-act=search]")?.click(),
      "?": help,
    };
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const writing = target.matches("input:not([type=checkbox]), textarea, select");
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

/** The waiting one being read, or the follow-up nobody has; else the next in line. */
function take(station: Station): void {
  const { rows, selected } = station;
  const later = rows.followUps.some(({ id, agent }) => id === selected && !agent);
  const reading = selected && (later || rows.has("queue", selected));
  void station.take(reading ? selected : undefined);
}

/** The offer being read, else the oldest. */
function accept(station: Station): void {
  const { rows, selected } = station;
  const id = selected && rows.has("offers", selected) ? selected : rows.offers[0]?.id;
  if (id) void station.accept(id);
}
