// Every page of the studio, in the order of the work. A new one is one line here and a view that is loaded when
// somebody opens it.
import type { Page } from "../settings/house.ts";

export const pages: readonly Page[] = [];
