// The words around every page of the studio in English. Each page's own words are in a file of their own.

export const strings = {
  product: "Handrail studio",
  title: (page: string) => `${page} · Handrail studio`,
  overview: "Studio",
  overviewIntro:
    "See what customers asked and were not helped with, write the answer, try it, publish it, and see whether it helped.",
  all: "All of the studio",
  readOnly: "You can read this page. Content staff, supervisors and administrators can change it.",
  toHelp: "Help pages",
  toSettings: "Settings",
  toConsole: "To the console",
};
