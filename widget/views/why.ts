// Why it takes longer, in a sentence.
import type { Offer, Staff } from "../connection/wire.ts";
import { strings } from "../strings/strings.ts";
import { isAhead, whenHere } from "../strings/when.ts";

export const why = ({ because, opens_at }: Offer, { time_zone }: Staff): string =>
  strings.because[because]?.(isAhead(opens_at) ? whenHere(opens_at, time_zone) : null) ?? "";
