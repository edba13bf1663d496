// Copies words, and says that it has.
import { useState } from "preact/hooks";
import { strings } from "../strings/en.ts";

export function Copy({ text }: { text: string }) {
  const [told, tell] = useState("");
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => tell(strings.copied),
      () => tell(strings.notCopied),
    );
  return (
    <>
      <button type="button" class="solid" onClick={copy}>
        {strings.copy}
      </button>
      <span role="status">{told}</span>
    </>
  );
}
