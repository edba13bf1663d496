// Which page is open: in the address, so that it can be linked to, with the way back that browsers have.
import { Observed } from "../../widget/connection/observed.ts";
import { confirmed } from "./kit/confirm.ts";
import { strings } from "./strings/en.ts";

/** Each house is served under its own address, and everything behind it. */
const home = location.pathname.startsWith("/studio") ? "/studio" : "/settings";

class Route extends Observed {
  /** What stands behind /settings/ or /studio/: "teams/support". Empty: the overview. */
  path = read();
  private unsaved = new Set<object>();
  private at = Number(history.state?.at ?? 0);
  private returning = false;

  constructor() {
    super();
    history.replaceState({ at: this.at }, "");
    addEventListener("popstate", ({ state }) => void this.moved(Number(state?.at ?? 0)));
    addEventListener("beforeunload", (event) => {
      if (this.unsaved.size) event.preventDefault();
    });
  }

  get parts(): string[] {
    return this.path.split("/").filter(Boolean).map(decodeURIComponent);
  }

  /** A form says whether it holds something that is not saved. */
  holds(form: object, unsaved: boolean): void {
    if (unsaved) this.unsaved.add(form);
    else this.unsaved.delete(form);
  }

  async go(path: string): Promise<void> {
    if (!(await this.mayLeave())) return;
    this.at += 1;
    history.pushState({ at: this.at }, "", address(path));
    this.path = read();
    this.changed();
  }

  private async moved(to: number): Promise<void> {
    if (this.returning) {
      this.returning = false;
      return;
    }
    const by = to - this.at;
    if (by && this.unsaved.size) {
      this.returning = true;
      history.go(-by); // The address stays with the page until it is clear that it may be left.
      if (!(await this.mayLeave())) return;
      history.go(by);
      return;
    }
    this.at = to;
    this.path = read();
    this.changed();
  }

  private async mayLeave(): Promise<boolean> {
    if (!this.unsaved.size) return true;
    const { leaveTitle, leaveText, leave, stay } = strings;
    if (!(await confirmed({ title: leaveTitle, text: leaveText, action: leave, keep: stay }))) return false;
    this.unsaved.clear();
    return true;
  }
}

function read(): string {
  return beneath(location.pathname).replace(/\/$/, "");
}

const beneath = (path: string): string => path.slice(home.length).replace(/^\//, "");

export const address = (path: string): string => (path ? `${home}/${path}` : home);

export const route = new Route();

/** For links: a plain click stays on the page, every other click is the browser's. */
export function follow(event: MouseEvent): void {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.currentTarget as HTMLAnchorElement;
  event.preventDefault();
  void route.go(beneath(link.pathname) + link.search);
}
