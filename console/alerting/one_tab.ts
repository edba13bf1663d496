// Of several open consoles one rings: the one the agent looked at last.

export class OneTab {
  /** Without locks (a page that is not secure) every tab does. */
  rings = !navigator.locks;
  private waiting = new AbortController();
  private release: (() => void) | undefined;

  constructor(private name: string) {
    if (this.rings) return;
    this.ask({ signal: this.waiting.signal });
    addEventListener("focus", this.seen);
    if (document.hasFocus()) this.seen();
  }

  close(): void {
    removeEventListener("focus", this.seen);
    this.waiting.abort();
    this.release?.();
  }

  private seen = (): void => {
    if (this.rings) return;
    this.waiting.abort();
    this.ask({ steal: true });
  };

  private ask(how: LockOptions): void {
    const held = (): Promise<void> => {
      this.rings = true;
      return new Promise((release) => (this.release = release));
    };
    navigator.locks.request(this.name, how, held).catch(() => {
      if (!this.rings) return; // It was only waiting.
      this.rings = false;
      this.waiting = new AbortController();
      this.ask({ signal: this.waiting.signal });
    });
  }
}
