// The one script tag: puts the launcher on the page and fetches the chat when it is first wanted.
// Classic script, no dependency; every byte here is paid by every page view of the site that carries it.
import css from "./look/launcher.css" with { type: "text" };
import type { Call, Handrail } from "./api.ts";

declare const ENDING: string;
declare const LANGUAGES: string;
declare const MOUNT: string;

// A page may carry the tag twice, and may have asked for something before we came.
const asked = window.handrail;
if (!asked?.on) {
  const html = document.documentElement;
  const script = document.currentScript as HTMLScriptElement;
  const options = script.dataset;
  const host = document.createElement("handrail-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = document.createElement("button");
  const page = "page" in options;
  const calls: Call[] = [];
  let chat: Promise<unknown> | undefined;

  const asset = (name: string) =>
    import(new URL("/assets/" + name + ENDING, script.src) as unknown as string);

  // The first of these that we speak: what the site says of its chat, of its page, and what the visitor reads.
  const wished = `,${options.lang},${page || html.lang},${navigator.languages},en,`;
  const language = RegExp(`,(${LANGUAGES})[^a-z]`).exec(wished.toLowerCase())![1]!;

  // Kept until the chat is here, which then puts its own in the place of `push`.
  const handrail = {
    push(call: Call) {
      calls.push(call);
      if (/^(open|load)/.test(call as unknown as string))
        chat ??= Promise.all([asset("chat"), asset(language).catch(() => asset("en"))])
          // Without names, which would be paid by every page view: see `mount`.
          .then(([chat, words]) => chat[MOUNT](host, options, words, handrail, calls))
          .catch(() => (chat = undefined)); // The next click tries again.
    },
  } as Handrail;
  for (const name of ["open", "close", "identify", "page", "on"] as const)
    handrail[name] = (...given: unknown[]) => {
      handrail.push([name, ...given]);
      return () => handrail.push(["off", ...given]);
    };

  const sheet = new CSSStyleSheet();
  // Without a viewport tag a phone lays the page out far wider than its screen; we then grow to match.
  const zoom = screen.width < 500 ? Math.max(1, innerWidth / screen.width) : 1;
  // The end at which the launcher stands is the page's, unless the site says left or right.
  const side = (options.side ?? document.dir).match(/left|rtl/) ? "left" : "right";
  sheet.replaceSync(
    css + `:host{${side}:0!important;zoom:${zoom}!important;--own:${options.color ?? "#1f5fa8"}}`,
  );
  root.adoptedStyleSheets = [sheet];
  if (!page) root.append(launcher);
  launcher.className = "launcher";
  launcher.ariaLabel = options.label ?? "Chat";
  launcher.onclick = () => handrail.open();
  // Beside the body: whatever a page does to its body, or with it, is not done to us.
  html.append(host);
  window.handrail = handrail;
  for (const call of asked ?? []) handrail.push(call);
  // A link into the chat, or another page of the site while the chat is open or somebody waits for an answer: go on
  // without a click.
  try {
    const next = page || /^#handrail=/.test(location.hash) ? "open" : localStorage["handrail:next"];
    if (next) handrail.push([next]);
  } catch {
    // Storage is forbidden here, so nothing was kept.
  }
}
