// What everybody may read of the service, without a conversation.
import { locale } from "../strings/strings.ts";

/** In the reader's language where what is read has it. */
export async function lookUp<T>(origin: string, path: string): Promise<T> {
  const asked = new URL(path, origin);
  asked.searchParams.set("locale", locale);
  const response = await fetch(asked);
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
