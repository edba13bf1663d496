// Style sheets in use. Only adopted ones: a site's policy may forbid every other kind.
let root: ShadowRoot | undefined;
const worn = new Set<string>();

export function dress(chat: ShadowRoot): void {
  root = chat;
}

/** A part that comes later brings its own. */
export function wear(...styles: string[]): void {
  for (const css of styles) {
    if (worn.has(css)) continue;
    worn.add(css);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root!.adoptedStyleSheets.push(sheet);
  }
}
