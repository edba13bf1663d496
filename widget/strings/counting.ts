// Numbers in words, by the rules of a language.

/** The reader's own variety of a language, where their browser speaks it: digits and clocks differ within it. */
export const regional = (language: string): string =>
  navigator.language.split("-")[0] === language ? navigator.language : language;

/**
 * How to count in a language. Each word needs a form for every category that the language has; `#` is the number.
 * What a browser with newer rules asks beyond these gets the form for all others.
 */
export function counting<Category extends Intl.LDMLPluralRule>(language: string) {
  const rules = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(regional(language)).format;
  const count = (n: number, forms: Record<Category | "other", string>): string =>
    (forms[rules.select(n) as Category] ?? forms.other).replace("#", number(n));
  return { count, number: number as (n: number) => string };
}
