// One connection to the service: comes back by itself, and notices when it has gone quiet.
import { endpoint, event, join, leave, pong, read } from "./socket_io.ts";
import type { Ack, Refused } from "./wire.ts";

/** How long an acknowledgement may take: durable storage needs milliseconds, a slow phone network seconds. */
const patienceMs = 8_000;
/** The service sends a head every 5 s, so two missed ones and a bit mean that nothing comes through. */
const silenceMs = 12_000;
/** Back in sight after a sleep: a service that was not heard for this long is asked anew. */
const staleMs = 7_000;
/** From a connection's beginning to the welcome, on the slowest network: three ways to and fro. */
const welcomeMs = 20_000;
/** First and longest pause before trying again. Half of it is chance, so that a crowd does not return as one. */
const pauseMs = { first: 500, longest: 5_000 };

const unanswered: Refused = { ok: false, code: "unavailable", message: "" };

export interface Ears {
  on: Record<string, (payload: never) => void>;
  /** True once the service has said welcome, false when the connection broke. */
  live: (live: boolean) => void;
  /** The service will not have us, and why. */
  refused: (refusal: Refused) => void;
}

export class Line {
  private socket: WebSocket | null = null;
  private joined = false;
  private heard = new Moment();
  private pause = pauseMs.first;
  private calls = 0;
  private waiting = new Map<number, (ack: Ack) => void>();
  private welcomed = false;
  private watch: ReturnType<typeof setInterval> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private origin: string,
    private namespace: string,
    private auth: () => object,
    private ears: Ears,
  ) {}

  open(): void {
    this.watch = setInterval(() => this.listen(silenceMs), 2_000);
    addEventListener("online", this.hurry);
    addEventListener("offline", this.cut);
    addEventListener("pageshow", this.shown);
    document.addEventListener("visibilitychange", this.looked);
    addEventListener("securitypolicyviolation", this.forbidden);
    this.connect();
  }

  close(): void {
    clearInterval(this.watch);
    this.watch = undefined;
    removeEventListener("online", this.hurry);
    removeEventListener("offline", this.cut);
    removeEventListener("pageshow", this.shown);
    document.removeEventListener("visibilitychange", this.looked);
    removeEventListener("securitypolicyviolation", this.forbidden);
    this.send(leave(this.namespace));
    this.broken();
  }

  /** Settles always: an answer that did not come is `unavailable`, without words. */
  call(name: string, payload: object): Promise<Ack> {
    if (!this.joined) return Promise.resolve(unanswered);
    const id = this.calls++;
    return new Promise((settle) => {
      // Frozen service or dead network: a new connection is the quicker way to find out.
      const late = setTimeout(() => this.broken(), patienceMs);
      this.waiting.set(id, (ack) => {
        clearTimeout(late);
        settle(ack);
      });
      this.send(event(this.namespace, id, name, payload));
    });
  }

  /** For hints whose loss does no harm. */
  hint(name: string, payload: object): void {
    if (this.joined) this.send(event(this.namespace, this.calls++, name, payload));
  }

  /** As somebody else, or to hear everything anew. */
  anew(): void {
    this.broken(0);
  }

  private connect(): void {
    clearTimeout(this.again);
    this.heard = new Moment();
    this.welcomed = false;
    let socket: WebSocket;
    try {
      socket = this.socket = new WebSocket(endpoint(this.origin));
    } catch {
      return this.broken(); // A page whose policy forbids it may have that mended while we wait.
    }
    socket.onmessage = ({ data }) => this.socket === socket && this.hear(data);
    socket.onclose = () => this.socket === socket && this.broken();
    // Let in and then left standing: the next connection may fare better.
    setTimeout(() => this.socket === socket && !this.welcomed && this.broken(), welcomeMs);
  }

  private send(frame: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  private hear(frame: unknown): void {
    this.heard = new Moment();
    const packet = read(frame);
    if (packet.kind === "opened") this.send(join(this.namespace, this.auth()));
    else if (packet.kind === "ping") this.send(pong);
    else if (packet.kind === "accepted") this.joined = true;
    else if (packet.kind === "ack") this.answered(packet.id, packet.answer as Ack);
    else if (packet.kind === "event") this.happened(packet.name, packet.payload);
    else if (packet.kind === "left") this.broken();
    else if (packet.kind === "refused") this.refused(packet.reason);
  }

  private answered(id: number, ack: Ack): void {
    this.waiting.get(id)?.(ack);
    this.waiting.delete(id);
  }

  private happened(name: string, payload: unknown): void {
    this.ears.on[name]?.(payload as never);
    if (name !== "welcome" || !this.joined) return;
    this.welcomed = true;
    this.pause = pauseMs.first;
    this.ears.live(true);
  }

  private refused({ message = "", data }: { message?: string; data?: unknown }): void {
    const refusal: Refused = { ...unanswered, message, ...(data as Partial<Refused>) };
    this.broken(refusal.retry_s && refusal.retry_s * 1_000);
    this.ears.refused(refusal);
  }

  /** Whatever broke: every open call is answered, and unless we are closing, we try again. */
  private broken(pause?: number): void {
    const { socket } = this;
    this.socket = null;
    this.joined = false;
    socket?.close();
    for (const id of [...this.waiting.keys()]) this.answered(id, unanswered);
    this.ears.live(false);
    clearTimeout(this.again);
    if (!this.watch) return;
    this.again = setTimeout(() => this.connect(), pause ?? this.pause * (0.5 + Math.random() / 2));
    this.pause = Math.min(pauseMs.longest, this.pause * 2);
  }

  /** A connection of which nothing is heard may be dead though nobody closed it. */
  private listen(longestMs: number): void {
    if (this.socket && this.heard.ago > longestMs) this.broken(0);
  }

  private cut = (): void => {
    if (this.socket) this.broken();
  };

  private looked = (): void => {
    if (document.visibilityState !== "visible") return;
    this.listen(staleMs);
    if (!this.socket) this.connect();
  };

  /** Out of the browser's memory of pages, with its connection long dead. */
  private shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.broken(0);
  };

  /** A socket that the page's own policy forbids neither opens nor closes. */
  private forbidden = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
    if (!this.joined && blockedURI.startsWith(this.origin.replace(/^http/, "ws"))) this.broken();
  };

  /** The network or the page is back: no reason to sit out the pause. */
  private hurry = (): void => {
    if (!this.joined) {
      this.socket?.close();
      this.connect();
    }
  };
}

/** Now, by two clocks: one is set by people, the other stands still while some machines sleep. */
class Moment {
  private wall = Date.now();
  private steady = performance.now();

  /** How long ago in ms, by the clock that saw more of it. */
  get ago(): number {
    return Math.max(Date.now() - this.wall, performance.now() - this.steady);
  }
}
