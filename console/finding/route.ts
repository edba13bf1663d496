// Keeps the address and what is shown in step, whichever of them moved.
import { Observed } from "../../widget/connection/observed.ts";
import type { Station } from "../station.ts";
import { one } from "./ask.ts";
import { hashOf, nowhere, type Place, placeOf } from "./place.ts";

export class Route extends Observed {
  place: Place = nowhere;
  /** By a link, and not here yet. */
  private opening = false;

  constructor(private station: Station) {
    super();
  }

  /** Begins to follow the address; returns how to stop. */
  follow(): () => void {
    const moved = (): void => {
      const place = placeOf(location.hash);
      this.place = place;
      if (place.conversation && place.conversation !== this.station.selected)
        void this.open(place.conversation);
      else if (!place.conversation && this.station.selected) this.station.select(null);
      this.changed();
    };
    addEventListener("popstate", moved);
    moved();
    return () => removeEventListener("popstate", moved);
  }

  /** What the agent reads has changed, by whatever act. */
  reads(conversation: string | null): void {
    if (this.opening) return;
    if (conversation !== this.place.conversation)
      this.go({ conversation, board: conversation ? false : this.place.board });
  }

  go(part: Partial<Place>): void {
    this.put({ ...this.place, ...part }, "pushState");
    if (this.place.conversation !== this.station.selected) this.station.select(this.place.conversation);
  }

  /** Typing is not a step to go back. */
  searches(search: string): void {
    if (this.place.search !== null && search !== this.place.search)
      this.put({ ...this.place, search }, "replaceState");
  }

  private put(place: Place, how: "pushState" | "replaceState"): void {
    this.place = place;
    if (hashOf(place) !== (location.hash || "#/")) history[how](null, "", hashOf(place));
    this.changed();
  }

  /** By a link: who it is stands in no list perhaps. */
  private async open(id: string): Promise<void> {
    if (!this.station.rows.card(id)) {
      this.opening = true;
      const answer = await one(id);
      this.opening = false;
      if (this.place.conversation !== id) return;
      if (answer.ok) this.station.meet(answer.body);
      else if (answer.status === 404) return this.missing(answer.message);
    }
    this.station.select(id);
  }

  private missing(message: string): void {
    this.put({ ...this.place, conversation: null }, "replaceState");
    this.station.mention(message);
  }
}
