// Why the service refused, in the reader's language.
import { more, strings } from "./strings.ts";

/** Its own sentence, which says most, where that is English as it is; else ours for its code. */
export function refusal(code: string | undefined, message: string): string {
  if (strings.language === "en" && message) return message;
  const { refused } = strings;
  return refused[code as keyof typeof refused] ?? refused.unavailable;
}

/** The same beside a field of the form, which says by itself what it is about. */
export function refusedField(field: string, code: string | undefined, message: string): string {
  if (strings.language !== "en") {
    if (field === "email") return more.needEmail;
    if (field === "phone") return more.needPhone;
    if (field === "slot") return more.slotGone;
    return refusal(code, message);
  }
  // The service names the field first; here the words stand beside it.
  const said = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return said.charAt(0).toUpperCase() + said.slice(1);
}
