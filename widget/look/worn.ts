// Style sheets in use. Only adopted ones: a site's policy may forbid every other kind.
let root: ShadowRoot | undefined;
const worn = new Map<string, CSSStyleSheet>();

/** Another root later, as where an answer is previewed, wears what was worn. */
export function dress(chat: ShadowRoot): void {
  root = chat;
  root.adoptedStyleSheets.push(...worn.values());
}

/** A part that comes later brings its own. */
export function wear(...styles: string[]): void {
  for (const css of styles) {
    if (worn.has(css)) continue;
    const sheet = new CSSStyleSheet();
    worn.set(css, sheet);
    sheet.replaceSync(css);
    root!.adoptedStyleSheets.push(sheet);
  }
}
