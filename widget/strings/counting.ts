// Numbers in words, by the rules of a language.

/**
 * A way to count in a language. Each word needs a form for every category that the language has; `#` is the number.
 * What a browser with newer rules asks beyond these gets the form for all others.
 */
export function counting<Category extends Intl.LDMLPluralRule>(language: string) {
  const rules = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (n: number, forms: Record<Category | "other", string>): string =>
    (forms[rules.select(n) as Category] ?? forms.other).replace("#", number.format(n));
}
