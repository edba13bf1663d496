// Which page of a site the visitor is on, also where pages change without being loaded. Nothing of the page is patched.

/** Names the page whenever its address changed: without what stands behind `?` and `#`. */
export function followPages(tell: (url: string, title: string) => void, wanted: () => boolean): void {
  const here = (): string => location.origin + location.pathname;
  let last = here();
  let soon: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(soon);
    // Sites write the title after the address.
    soon = setTimeout(() => {
      if (here() === last) return;
      last = here();
      tell(last, document.title);
    }, 400);
  };
  const { navigation } = window as unknown as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", look);
  addEventListener("popstate", look);
  // Browsers that don't tell of it are asked, and only while somebody wants to know.
  if (!navigation) setInterval(() => wanted() && here() !== last && look(), 2_000);
}
