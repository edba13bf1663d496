// The keyboard of the console. Single letters can be switched off: speech input types letters nobody pressed.
import { useEffect } from "preact/hooks";
import { keep, recall } from "../widget/connection/keep.ts";
import { type AtWork, keys } from "./keys.ts";

export const singleKeys = (): boolean => recall("single-keys") !== "off";
export const setSingleKeys = (on: boolean): void => keep("single-keys", on ? null : "off");

export function useShortcuts(at: AtWork): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const writing = target.matches("input:not([type=checkbox]), textarea, select");
      const over = at.find("dialog[open]");
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (event.key.toLowerCase() === "k" && command && !over) {
        event.preventDefault();
        return at.show("palette");
      }
      if (event.key === "Escape" && writing && !over) return target.blur();
      if (writing || !singleKeys() || event.ctrlKey || event.metaKey || event.altKey || over) return;
      const found = keys.find(({ key }) => key === event.key);
      if (!found) return;
      event.preventDefault();
      found.act(at);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [at.station]);
}
