// The studio: what the bot could not answer today, it answers tomorrow.
import { talkers } from "../settings/house.ts";
import { openHouse } from "../settings/open.tsx";
import { pages } from "./pages.ts";
import { strings } from "./strings/en.ts";

openHouse({
  pages,
  words: strings,
  links: [
    { href: "/help", words: strings.toHelp },
    { href: "/settings", words: strings.toSettings },
    { href: "/console", words: strings.toConsole, roles: talkers },
  ],
});
