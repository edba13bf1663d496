// The settings of a team.
import { talkers } from "./house.ts";
import { openHouse } from "./open.tsx";
import { pages } from "./pages.ts";
import { strings } from "./strings/en.ts";

openHouse({
  pages,
  words: { ...strings, all: strings.allSettings },
  links: [
    { href: "/studio", words: strings.toStudio },
    { href: "/console", words: strings.toConsole, roles: talkers },
  ],
});
