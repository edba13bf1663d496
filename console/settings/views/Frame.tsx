// Around every page: the way between them, the way back to the console, what is asked and what was done.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useObserved } from "../../../widget/connection/observed.ts";
import type { Agent } from "../../../widget/connection/wire.ts";
import { Confirm, Notice } from "../kit/Overlays.tsx";
import { Loading } from "../kit/load.tsx";
import { notices } from "../kit/notice.ts";
import { type House, type Page, readable, type View } from "../house.ts";
import { address, follow, route } from "../route.ts";
import { strings } from "../strings/en.ts";

interface Props {
  house: House;
  me: Agent;
  leave: () => void;
}

export function Frame({ house, me, leave }: Props) {
  useObserved(route);
  const [name] = route.parts;
  const page = house.pages.find(({ path }) => path === name);
  const title = useArrival(house, name, page);
  return (
    <div class="settings">
      <a class="skip" href="#page">
        {strings.skip}
      </a>
      <header class="top">
        <a class="product" href={address("")} onClick={follow}>
          {house.words.product}
        </a>
        <span class="space" />
        <span class="me">{me.name}</span>
        <button type="button" class="link" onClick={leave}>
          {strings.signOut}
        </button>
        {house.links
          .filter(({ roles }) => !roles || (roles as readonly string[]).includes(me.role))
          .map(({ href, words }) => (
            <a key={href} href={href}>
              {words}
            </a>
          ))}
      </header>
      <Offline />
      <nav class={name ? "pages inside" : "pages"} aria-label={house.words.overview}>
        <ul>
          {readable(house, me.role).map(({ path, title }) => (
            <li key={path}>
              <a
                href={address(path)}
                aria-current={page?.path === path ? "page" : undefined}
                onClick={follow}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="page">
        {name && (
          <a class="back" href={address("")} onClick={follow}>
            <span aria-hidden="true">‹</span> {house.words.all}
          </a>
        )}
        <h1 tabIndex={-1}>{title}</h1>
        <Body house={house} me={me} name={name} page={page} />
      </main>
      <Notice />
      <Confirm />
    </div>
  );
}

function useArrival(house: House, name: string | undefined, page: Page | undefined): string {
  const title = page?.title ?? (name ? strings.noPage : house.words.overview);
  const [came] = useState({ at: route.path });
  useEffect(() => {
    document.title = name ? house.words.title(title) : house.words.product;
    if (came.at === route.path) return; // Not on arrival: the browser begins at the top by itself.
    came.at = route.path;
    notices.dismiss();
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [route.path]);
  return title;
}

interface BodyProps {
  house: House;
  me: Agent;
  name: string | undefined;
  page: Page | undefined;
}

function Body({ house, me, name, page }: BodyProps) {
  if (!name) return <Overview house={house} me={me} />;
  if (!page) return <Nowhere house={house} text={strings.noPageText} />;
  if (!(page.reads as readonly string[]).includes(me.role)) {
    return (
      <Nowhere house={house} text={strings.notForYouText}>
        <h2>{strings.notForYou}</h2>
      </Nowhere>
    );
  }
  const may = (page.changes as readonly string[]).includes(me.role);
  return (
    <>
      {!may && <p class="read-only">{house.words.readOnly}</p>}
      <Lazy key={page.path} page={page} me={me} may={may} />
    </>
  );
}

function Lazy({ page, me, may }: { page: Page; me: Agent; may: boolean }) {
  const [loaded, setLoaded] = useState<{ view: View } | null>(null);
  const [lost, setLost] = useState(false);
  const load = (): void => {
    setLost(false);
    page.view().then(
      ({ default: view }) => setLoaded({ view }),
      () => setLost(true),
    );
  };
  useEffect(load, []);
  if (lost) {
    return (
      <div class="nothing" role="alert">
        <h2>{strings.failedTitle}</h2>
        <p>{strings.unreachable}</p>
        {/* A part that failed to load is remembered as failed; only the whole page can try again. */}
        <button type="button" onClick={() => location.reload()}>
          {strings.retry}
        </button>
      </div>
    );
  }
  return loaded ? <loaded.view me={me} may={may} /> : <Loading />;
}

function Overview({ house, me }: { house: House; me: Agent }) {
  return (
    <>
      <p class="intro">{house.words.overviewIntro}</p>
      <ul class="overview">
        {readable(house, me.role).map(({ path, title, about }) => (
          <li key={path}>
            <a href={address(path)} onClick={follow}>
              {title}
            </a>
            <p>{about}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Nowhere({ house, text, children }: { house: House; text: string; children?: ComponentChildren }) {
  return (
    <div class="nothing">
      {children}
      <p>{text}</p>
      <p>
        <a href={address("")} onClick={follow}>
          {house.words.all}
        </a>
      </p>
    </div>
  );
}

function Offline() {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = (): void => setOffline(!navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return (
    <p role="status" class={offline ? "state" : "unseen"}>
      {offline ? strings.offline : ""}
    </p>
  );
}
