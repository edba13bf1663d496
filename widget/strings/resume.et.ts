// What the page behind a mail's link says in Estonian.
import type { Resume } from "./resume.en.ts";

export const strings: Resume = {
  page: {
    welcome: "Tere tulemast tagasi",
    still: "Teie vestlus on seal, kuhu jäite. Midagi ei pea uuesti rääkima.",
    continue: "Jätka vestlust",
    again: "Saada mulle uus link",
    chat: "Ava vestlus",
  },
  opening: "Avame teie vestlust…",
  unreachable: "Praegu pole me kättesaadavad. Teie link kehtib edasi: proovige hetke pärast uuesti.",
  forgetful:
    "Teie brauser ei jäta selle lehe jaoks midagi meelde, seega ei saa vestlust siin avada. Lubage see või avage link teises brauseris.",
  usable: "Võime saata uue lingi aadressile, kuhu tuli see link.",
  asking: "Küsime uut linki…",
  mail: {
    sending: "Uus link on teel aadressile, kuhu tuli see link.",
    limited: "Sellele aadressile läks tunni jooksul mitu uut linki. Palun kasutage kõige uuemat.",
    off: "Praegu siit kirju välja ei lähe, seega ei saa me uut linki saata.",
  },
  refused: {
    closed: "See link on juba kasutatud või aegunud.",
    not_found: "See pole meie link. Ehk on osa sellest puudu.",
    too_many: "Liiga palju ebaõnnestunud katseid. Oodake veidi ja proovige uuesti.",
  },
};
