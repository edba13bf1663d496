// The chat itself, fetched on the first open and drawn into the root the loader made.
import { render } from "preact";
import { Conversation } from "./conversation.ts";
import { keep } from "./connection/keep.ts";
import tokens from "./look/tokens.css" with { type: "text" };
import panel from "./look/panel.css" with { type: "text" };
import controls from "./look/controls.css" with { type: "text" };
import { dress, wear } from "./look/worn.ts";
import { linksStartAt } from "./message/links.tsx";
import { speak, strings, type Strings } from "./strings/strings.ts";
import { Panel } from "./views/Panel.tsx";

export interface Chat {
  open(): void;
  close(): void;
}

export interface Place {
  host: HTMLElement;
  root: ShadowRoot;
  launcher: HTMLButtonElement;
  origin: string;
  options: DOMStringMap;
  words: Strings;
}

export function mount({ host, root, launcher, origin, options, words }: Place): Chat {
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
  stage.lang = strings.language;
  stage.dir = strings.direction;
  stage.className = page ? "stage page" : "stage";
  root.append(stage);
  const conversation = new Conversation(origin);
  let shown = page;

  const draw = (): void => {
    launcher.ariaExpanded = String(shown);
    launcher.hidden = page || (shown && host.hasAttribute("narrow"));
    if (!page) keep("open", shown ? "1" : null);
    const { unread } = conversation;
    const badge = unread && !shown ? String(Math.min(unread, 99)) : null;
    if (badge) launcher.dataset.unread = badge;
    else delete launcher.dataset.unread;
    launcher.ariaLabel = (options.label ?? strings.launcher) + (badge ? `, ${strings.unread(unread)}` : "");
    stage.hidden = !shown;
    render(shown ? <Panel conversation={conversation} close={page ? null : close} /> : null, stage);
  };
  const open = (): void => {
    shown = true;
    draw();
    stage.querySelector("textarea")?.focus();
  };
  const close = (): void => {
    shown = false;
    draw();
    launcher.focus();
  };
  launcher.onclick = () => (shown ? close() : open());
  conversation.watch(() => !shown && draw());
  followKeyboard(host);
  draw();
  return { open, close };
}

/** Our own page around the chat. */
function translate(): void {
  document.documentElement.lang = strings.language;
  document.title = strings.launcher;
  const heading = document.querySelector("h1");
  if (heading) heading.textContent = strings.launcher;
}

/** On a phone the keyboard covers the bottom of the page: the panel ends where what is visible ends. */
function followKeyboard(host: HTMLElement): void {
  const visible = visualViewport;
  const measure = (): void => {
    host.style.setProperty("--visible", `${Math.round(visible?.height ?? innerHeight)}px`);
    host.style.setProperty("--above", `${Math.round(visible?.offsetTop ?? 0)}px`);
  };
  visible?.addEventListener("resize", measure);
  visible?.addEventListener("scroll", measure);
  measure();
}
