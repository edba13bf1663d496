// What the page behind a mail's link says in German.
import type { Resume } from "./resume.en.ts";

export const strings: Resume = {
  page: {
    welcome: "Willkommen zurück",
    still: "Ihr Gespräch ist da, wo Sie es verlassen haben. Nichts muss noch einmal gesagt werden.",
    continue: "Gespräch fortsetzen",
    again: "Neuen Link senden",
    chat: "Chat öffnen",
  },
  opening: "Ihr Gespräch wird geöffnet…",
  unreachable: "Wir sind gerade nicht erreichbar. Ihr Link gilt weiter: Versuchen Sie es gleich noch einmal.",
  forgetful:
    "Ihr Browser merkt sich für diese Seite nichts, deshalb lässt sich das Gespräch hier nicht öffnen. Erlauben Sie es, oder öffnen Sie den Link in einem anderen Browser.",
  usable: "Wir können einen neuen Link an die Adresse senden, an die dieser ging.",
  asking: "Ein neuer Link wird angefordert…",
  mail: {
    sending: "Ein neuer Link ist unterwegs an die Adresse, an die dieser ging.",
    limited:
      "An diese Adresse gingen in der letzten Stunde mehrere neue Links. Bitte nehmen Sie den neuesten.",
    off: "Von hier gehen zurzeit keine E-Mails hinaus, deshalb können wir keinen neuen Link senden.",
  },
  refused: {
    closed: "Dieser Link wurde schon benutzt oder ist abgelaufen.",
    not_found: "Das ist keiner unserer Links. Vielleicht fehlt ein Teil davon.",
    too_many: "Das waren zu viele Versuche. Warten Sie ein wenig, und versuchen Sie es dann noch einmal.",
  },
};
