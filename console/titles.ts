// What people call a team. Its name is what the log, commands and links know it by.
let titles: Record<string, string> = {};

export const learnTitles = (told: Record<string, string> | undefined): void => void (titles = told ?? {});
export const called = (team: string): string => titles[team] ?? team;
