// The words in use. Each language is a file beside this one; one of them is fetched together with the chat.
import type { more as englishMore, strings as english } from "./en.ts";

/** English says what there is to say; the other languages say all of it. */
export type Strings = typeof english;
export type More = typeof englishMore;

declare const LANGUAGE_ENDING: string;

/** Set before anything is drawn, and never after. */
export let strings: Strings;
/** There once a part is. */
export let more: More;

/** The reader's language as the service is told: with its region where one is known, also when we speak another. */
export let locale = "en";

let home: string;

/** `origin` is where the service lives; `wished` are the languages asked for, best first. */
export function speak(words: Strings, origin: string, wished: readonly (string | undefined)[]): void {
  strings = words;
  home = origin;
  const codes = wished.flatMap(
    (code) => /^[a-z]+[\w-]{0,30}$/i.exec(code ?? "")?.[0].replaceAll("_", "-") ?? [],
  );
  locale = codes.find((code) => code.split("-")[0] === words.language) ?? codes[0] ?? words.language;
}

/** For pages that bring all the words themselves. */
export function teach(words: More): void {
  more = words;
}

/** What only the parts say. It comes with the first of them; a language that can't be had is English. */
export async function learnMore(): Promise<void> {
  const fetch = (language: string): Promise<{ more: More }> =>
    import(`${home}/assets/${language}-more${LANGUAGE_ENDING}`);
  more ??= (await fetch(strings.language).catch(() => fetch("en"))).more;
}
