// Socket.IO 5 on Engine.IO 4, as much of it as one namespace over WebSocket and JSON needs.
// The common client is half the weight a page may pay for the whole chat; this is forty lines.

export type Packet =
  | { kind: "opened" | "ping" | "accepted" | "left" | "other" }
  | { kind: "event"; name: string; payload: unknown }
  | { kind: "ack"; id: number; answer: unknown }
  | { kind: "refused"; reason: { message?: string; data?: unknown } };

export const endpoint = (origin: string): string =>
  `${origin.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;

export const pong = "3";
export const join = (namespace: string, auth: object): string => `40${namespace},${JSON.stringify(auth)}`;
export const leave = (namespace: string): string => `41${namespace},`;
export const event = (namespace: string, id: number, name: string, payload: object): string =>
  // Not as one list: pages carry libraries that teach lists another way to be written.
  `42${namespace},${id}[${JSON.stringify(name)},${JSON.stringify(payload)}]`;

export function read(frame: unknown): Packet {
  if (typeof frame !== "string") return { kind: "other" };
  if (frame[0] === "0") return { kind: "opened" };
  if (frame[0] === "2") return { kind: "ping" };
  const [, type, id, json] = /^4(\d)(?:\/[^,]*,)?(\d*)(.*)$/s.exec(frame) ?? [];
  const body: unknown = json ? JSON.parse(json) : null;
  switch (type) {
    case "0":
      return { kind: "accepted" };
    case "1":
      return { kind: "left" };
    case "2":
      return { kind: "event", name: String((body as unknown[])[0]), payload: (body as unknown[])[1] };
    case "3":
      return { kind: "ack", id: Number(id), answer: (body as unknown[])[0] };
    case "4":
      return { kind: "refused", reason: (body ?? {}) as object };
    default:
      return { kind: "other" };
  }
}
