// The chat itself, fetched on the first open and drawn into the root the loader made.
import { render } from "preact";
import type { Call, Handrail, Identity } from "./api.ts";
import { Answering } from "./answering.ts";
import { Conversation } from "./conversation.ts";
import { keep, recall } from "./connection/keep.ts";
import tokens from "./look/tokens.css" with { type: "text" };
import panel from "./look/panel.css" with { type: "text" };
import controls from "./look/controls.css" with { type: "text" };
import { followPages } from "./following.ts";
import { dress, wear } from "./look/worn.ts";
import { linksStartAt } from "./message/links.tsx";
import { speak, strings, type Strings } from "./strings/strings.ts";
import { Panel } from "./views/Panel.tsx";

/** What the loader hands over; without names, which every page view would pay for. */
export function mount(
  host: HTMLElement,
  options: DOMStringMap,
  { strings: words }: { strings: Strings },
  handrail: Handrail,
  calls: Call[],
): void {
  const { origin } = new URL(import.meta.url);
  const root = host.shadowRoot!;
  const launcher = root.querySelector("button") ?? document.createElement("button");
  const page = "page" in options;
  // A page that is the chat is not written in any language of its own.
  const site = page ? "" : document.documentElement.lang;
  // A site's own words are in the language it wrote them in.
  const { name = words.panel, title = words.title, greeting = words.home } = options;
  speak({ ...words, panel: name, title, home: greeting }, origin, [
    options.lang,
    site,
    ...navigator.languages,
  ]);
  if (page && origin === location.origin) translate();
  linksStartAt(origin);
  dress(root);
  wear(tokens, panel, controls);
  const stage = document.createElement("div");
  // Which end the launcher stands at: what the site says, else the page's. The loader went by the same.
  const left = /left|rtl/.test(options.side ?? document.dir);
  host.setAttribute("side", left ? "left" : "right");
  stage.lang = strings.language;
  stage.dir = strings.direction;
  stage.className = page ? "stage page" : "stage";
  root.append(stage);
  const conversation = new Conversation(origin);
  let shown = page;

  const draw = (): void => {
    launcher.ariaExpanded = String(shown);
    launcher.hidden = page || (shown && host.hasAttribute("narrow"));
    if (!page) remember(shown);
    const { unread } = conversation;
    const badge = unread && !shown ? String(Math.min(unread, 99)) : null;
    if (badge) launcher.dataset.unread = badge;
    else delete launcher.dataset.unread;
    launcher.ariaLabel = (options.label ?? strings.launcher) + (badge ? `, ${strings.unread(unread)}` : "");
    stage.hidden = !shown;
    render(shown ? <Panel conversation={conversation} close={page ? null : close} /> : null, stage);
  };
  const open = (entry?: string | null, then?: string, question?: string | null): void => {
    if (then === "person") conversation.bringPerson(entry, question);
    else if (entry) conversation.wanted = entry;
    if (!shown) answering.tell("open", undefined);
    shown = true;
    draw();
    stage.querySelector("textarea")?.focus();
  };
  const close = (): void => {
    if (!shown || page) return;
    shown = false;
    draw();
    launcher.focus();
    answering.tell("close", undefined);
  };
  const acts = {
    open,
    close,
    identify: (identity: Identity | null) => conversation.identify(identity),
    page: (url = location.href, title = document.title) => conversation.seePage(url, title),
  };
  const answering = new Answering(conversation, acts);
  launcher.onclick = () => (shown ? close() : open());
  conversation.watch(() => {
    if (!page) remember(shown);
    if (!shown) draw();
  });
  followPages(acts.page, () => conversation.isActive);
  fit(host);
  draw();
  answering.begin(handrail, calls);
  const follow = (): void => followLink(page, open);
  addEventListener("hashchange", follow);
  follow();
}

/** A link into the chat: to an entry, or on our own page to a person too. Followed once, not with every reload. */
function followLink(
  page: boolean,
  open: (entry: string | null, then: string, question: string | null) => void,
) {
  const { pathname, search, hash } = location;
  const link = new URLSearchParams(page ? search : hash.replace(/^#handrail=entry\//, "entry="));
  const entry = link.get("entry");
  const person = page && link.has("person");
  if (!entry && !person) return;
  history.replaceState(history.state, "", pathname + (page ? "" : search));
  open(entry, person ? "person" : "", link.get("q"));
}

/** What the loader does on the next page of the site. */
function remember(shown: boolean): void {
  keep("open", shown ? "1" : null);
  keep("next", shown ? "open" : recall("active") && "load");
}

/** Our own page around the chat. */
function translate(): void {
  document.documentElement.lang = strings.language;
  document.title = strings.launcher;
  const heading = document.querySelector("h1");
  if (heading) heading.textContent = strings.launcher;
}

/**
 * On a phone the keyboard covers the bottom of the page: the panel ends where what is visible ends. Without a viewport
 * tag the page is laid out far wider than the screen; the chat grows to match.
 */
function fit(host: HTMLElement): void {
  const visible = visualViewport;
  const measure = (): void => {
    const narrow = Math.min(innerWidth, screen.width) < 500;
    host.toggleAttribute("narrow", narrow);
    host.style.setProperty("--zoom", String(narrow ? Math.max(1, innerWidth / screen.width) : 1));
    host.style.setProperty("--visible", `${Math.round(visible?.height ?? innerHeight)}px`);
    host.style.setProperty("--above", `${Math.round(visible?.offsetTop ?? 0)}px`);
  };
  addEventListener("resize", measure);
  visible?.addEventListener("resize", measure);
  visible?.addEventListener("scroll", measure);
  measure();
}
